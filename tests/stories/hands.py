"""Somebody at a page in a real browser: fills in what a form asks, the way the page asks it with or without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from lessons.steps.play import Form
from tests.browser import accessible, fits

OWN_SENTENCE = "lepel-wolk-dino-kaas"
STARTED = """() => {
    const start = document.querySelector("script[type=module][src*=start]").src;
    const names = [...document.querySelectorAll("[data-module]")].flatMap((one) => one.dataset.module.split(" "));
    return Promise.all(names.map((name) => import(new URL(`./${name}.js`, start)))).then(() => true);
}"""
"""Waits for the page's own scripts: an import that start.js asked for earlier is answered earlier."""


class Hand:
    """Goes through pages with the pointer. ``script``: whether scripts are on in the window."""

    def __init__(self, page: Page, *, script: bool) -> None:
        self.page, self.script = page, script
        self._looked: set[str] = set()

    def look(self) -> None:
        """The page fits its window, has one heading, and axe finds nothing; each state of a page once."""
        expect(self.page.locator("h1")).to_have_count(1)
        fits(self.page)
        state = self.page.url.partition("#")[0] + str(self.page.locator(".nawoord, [data-answer]").count())
        if self.script and state not in self._looked:
            self._looked.add(state)
            accessible(self.page)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.settled()

    def settled(self) -> None:
        """Wait until the page stands, with its scripts."""
        self.page.wait_for_load_state("load")
        if self.script:
            self.page.evaluate(STARTED)
        self.look()

    def press(self, target: Locator) -> None:
        """Press a button that sends something, or a link, and wait for the page that answers."""
        self.page.locator("main").evaluate("main => main.dataset.before = '1'")
        self.click(target)
        self.page.wait_for_selector("main:not([data-before])", state="attached")
        self.settled()

    def click(self, target: Locator) -> None:
        target.click()

    def check(self, target: Locator) -> None:
        target.check()

    def write(self, target: Locator, words: str) -> None:
        target.fill(words)

    def give(self, form: Form) -> None:
        """Fill in ``form`` and send it."""
        self._unfold()
        names = list(form)
        if names == ["spot"]:
            for spot in form["spot"]:
                self.press(self.page.locator(f'.zoeklijst button[value="{spot}"]'))
        elif names == ["level", "memory"]:
            self._build_a_sentence()
        elif names[0].startswith("card-"):
            self._sort(form)
        elif names[0].startswith("place-") and self.script:
            self._arrange({name: int(values[0]) for name, values in form.items()})
            self._send(self._fields(names[0]))
        else:
            self._fill(form)

    def _fill(self, form: Form) -> None:
        if not self._fields(next(iter(form))).count():  # the part after this one is a link away
            onward = self.page.locator("#gevolg a.knop")
            assert onward.count(), f"{self.page.url} asks nothing of {form}: {self.text()[-400:]}"
            self.press(onward)
        for name, values in form.items():
            for value in values:
                field = self._fields(name).first
                kind = field.evaluate("field => field.localName + ' ' + field.type")
                if kind == "button submit":
                    return self.press(
                        self.page.locator(f'button[name="{name}"][value="{value}"]:not([tabindex])').first
                    )
                if kind in ("input radio", "input checkbox"):
                    self.check(self.page.locator(f'[name="{name}"][value="{value}"]'))
                elif kind == "select select-one":
                    field.select_option(value)
                elif kind != "input hidden":
                    self.write(field, value)
        return self._send(self._fields(name))

    def _fields(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]')

    def _send(self, field: Locator) -> None:
        """Press the button that sends the form of ``field``; it may stand in the foot of the page."""
        outside = self.page.locator('button.doe[form="vraag"]')
        inside = field.first.locator("xpath=ancestor::form").locator(".rij button:not([type=button]):visible")
        self.press(outside if outside.count() else inside.last)

    def _unfold(self) -> None:
        """Go through the panels of a story one by one."""
        onward = self.page.locator(".verhaalbalk button").nth(1)
        while self.script and onward.count() and onward.is_visible():
            self.click(onward)
            self.look()

    def _sort(self, form: Form) -> None:
        cards = {name: values[0] for name, values in form.items()}
        if not self.script:
            return self._fill(form)
        at_once = self.page.locator("[data-module~='step-sorteren']").count()
        boxes = self.page.locator("[data-card]").first.locator("input[type=radio]")
        order = [box.get_attribute("value") for box in boxes.all()]
        for _ in cards:
            hand = self.page.locator("[data-card]:visible input[type=radio]").first
            lid = self.page.locator(".bakken .bak > button").nth(order.index(cards[hand.get_attribute("name") or ""]))
            self.press(lid) if at_once else self.click(lid)
        return None if at_once else self._send(self._fields(next(iter(form))))

    def _arrange(self, places: dict[str, int]) -> None:
        """Move the cards up until each stands at its place."""
        for name in sorted(places, key=places.__getitem__):
            card = self.page.locator("li[data-card]").filter(has=self.page.locator(f'[name="{name}"]'))
            while int(card.locator("select").input_value()) > places[name]:
                self.click(card.locator('[data-move="-1"]'))

    def _build_a_sentence(self) -> None:
        if not self.script:
            raise AssertionError("without scripts this step asks for an order")
        self.write(self.page.locator("[data-phrase]"), OWN_SENTENCE)
        self.click(self.page.locator("[data-vanish]"))
        self.write(self.page.locator("[data-retype]"), OWN_SENTENCE)
        self.click(self.page.locator("[data-compare]"))
        self.press(self.page.locator("[data-level-form] button"))

    def text(self) -> str:
        """What can be read on the page."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())
