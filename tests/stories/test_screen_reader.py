"""A whole module as a screen reader is told it: each page has landmarks, one title, and a name for each control."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from core.database import db
from lessons import catalog
from lessons.steps import played
from lessons.steps.keuzeverhaal import Keuzeverhaal
from quizzes import catalog as banks
from quizzes.models import Attempt
from quizzes.sheet import Sheet
from tests.lessons.walking import careful, settings_of, signed_in
from tests.quizzes.walking import an_answer, form_for
from tests.stories.keys import Keys
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTROLS = "button|link|textbox|checkbox|radio|combobox|spinbutton|slider|img"
NAMELESS = re.compile(rf"^\s*- ({CONTROLS})(?: \[[^\]]*\])*:?$", re.MULTILINE)
HEADING = re.compile(r'heading ".+" \[level=(\d)\]')


class Listener(Keys):
    """Goes by keyboard and hears what each page says of itself."""

    heard: str = ""

    def look(self) -> None:
        self.heard = self.page.locator("body").aria_snapshot()
        where = f"{self.page.url}\n{self.heard}"
        assert re.search(r"^- banner", self.heard, re.MULTILINE), where
        assert re.search(r"^- main", self.heard, re.MULTILINE), where
        levels = [int(level) for level in HEADING.findall(self.heard)]
        assert levels.count(1) == 1, where
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), where
        assert NAMELESS.search(self.heard) is None, where

    def hears_the_outcome(self) -> None:
        """What happened after an answer comes to the reader by itself: the focus stands on it, or it is announced."""
        at_it = self.page.evaluate("document.activeElement.closest('main') !== null")
        assert at_it or re.search(r"- (status|alert)", self.heard), f"{self.page.url}\n{self.heard}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_a_module_can_be_heard(world: World, visit: Callable[..., Page], language: str) -> None:
    page = signed_in(visit(language=language), world.browser("noor"))
    ear = Listener(page)
    ear.open("/les/doorsturen")
    ear.press(page.locator("main form button.doe"))
    for step in catalog.module("doorsturen", settings_of("gsv")).steps:
        for form in careful(step) if isinstance(step, Keuzeverhaal) else played(step).samples(step).right[0]:
            ear.give(form)
            ear.hears_the_outcome()
        ear.press(page.locator(".voet a.doe"))
    ear.press(page.locator(".voet form button.doe"))
    assert world.app is not None
    with world.app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
    for item in attempt.items:
        sheet = Sheet.of(banks.entry(item), settings_of("gsv"), attempt.seed)
        ear.give(form_for(sheet, an_answer(sheet.body, right=True)))
        ear.hears_the_outcome()
        ear.press(page.locator(".voet a.doe"))
    assert page.url.endswith("/toets")
