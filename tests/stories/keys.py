"""Somebody at a page without a pointer: Tab, arrows, Space, Enter and letters."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.stories.hands import Hand

MOST_TABS = 120
WHERE = """one => one === document.activeElement ? 'here'
    : one.type === 'radio' && document.activeElement?.name === one.name ? 'group' : 'elsewhere'"""


class Keys(Hand):
    """Goes through pages by keyboard alone; every target must be reachable with Tab."""

    def __init__(self, page: Page, *, script: bool = True) -> None:
        super().__init__(page, script=script)

    def look(self) -> None:
        """Looking is done by others; these walks are about reaching."""

    def reach(self, target: Locator) -> None:
        """Tab on until ``target`` has the focus; a group of radios has one stop for all of them."""
        place = target.element_handle()
        for _ in range(MOST_TABS):
            found = place.evaluate(WHERE)
            if found == "here":
                return
            self.page.keyboard.press("ArrowDown" if found == "group" else "Tab")
        raise AssertionError(f"no way by keyboard to {target} on {self.page.url}")

    def click(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def check(self, target: Locator) -> None:
        self.reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def write(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)
