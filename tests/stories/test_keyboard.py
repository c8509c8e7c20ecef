"""The four core modules in a real browser, from the first panel to the questions, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from lessons import catalog
from lessons.steps import played
from lessons.steps.keuzeverhaal import Keuzeverhaal
from tests.lessons.walking import careful, settings_of, signed_in
from tests.stories.keys import Keys
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("slug", ["wachtwoorden", "privacy", "doorsturen", "vrienden"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_to_the_end_without_a_pointer(world: World, visit: Callable[..., Page], language: str, slug: str) -> None:
    page = signed_in(visit(language=language), world.browser("noor"))
    keys = Keys(page)
    keys.open(f"/les/{slug}")
    keys.press(page.locator("main form button.doe"))
    for step in catalog.module(slug, settings_of("gsv")).steps:
        assert page.url.partition("?")[0].endswith(f"/stap/{step.id}")
        for form in careful(step) if isinstance(step, Keuzeverhaal) else played(step).samples(step).right[0]:
            keys.give(form)
        keys.press(page.locator(".voet a.doe"))
    assert page.url.endswith(f"/les/{slug}/toets")
