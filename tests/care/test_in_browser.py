"""The pages of care in a real browser: they fit a phone, and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.database import db
from tests.browser import PHONE, accessible, fits
from tests.care.lived import lives
from tests.conftest import Clock
from tests.lessons.walking import signed_in
from tests.pledges.showing import post
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_for_everybody_and_for_a_child(
    world: World, clock: Clock, visit: Callable[..., Page], language: str
) -> None:
    lives(world, "noor", clock.at)
    page = signed_in(visit(language=language, size=PHONE), world.browser("noor"))
    for path in (
        "/hulp",
        "/hulp/bericht",
        "/wat-weet-deze-site",
        "/wat-deze-site-belooft",
        "/privacy",
        "/toegankelijkheid",
    ):
        page.goto(path)
        fits(page)
        accessible(page)


@pytest.mark.slow
def test_pages_of_adults(world: World, clock: Clock, visit: Callable[..., Page]) -> None:
    from sqlalchemy import select

    from care.models import HelpMessage

    lives(world, "noor", clock.at)
    with world.app.app_context():  # type: ignore[union-attr]
        key = db.session.scalars(select(HelpMessage.key)).one()
    bo = world.browser("bo")
    post(bo, f"/berichten/{key}", page="/berichten")
    page = signed_in(visit(language="nl", size=PHONE), bo)
    for path in ("/berichten", f"/berichten/{key}"):
        page.goto(path)
        fits(page)
        accessible(page)
    page = signed_in(visit(language="nl", size=PHONE), world.browser("bakker"))
    place = f"/beheer/leerling/{world.keys['noor']}/gegevens"
    for path in ("/beheer/hulp", place, f"{place}/wissen"):
        page.goto(path)
        fits(page)
        accessible(page)
    page.goto(place)
    page.get_by_role("button", name="Lees alles in woorden").click()
    page.wait_for_selector("h1")
    fits(page)
    accessible(page)


def test_from_a_lesson_to_help_is_one_click(world: World, visit: Callable[..., Page]) -> None:
    page = signed_in(visit(language="nl", size=PHONE, javascript=False), world.browser("noor"))
    page.goto("/thuis")
    page.get_by_role("link", name="Hulp nodig?").click()
    expect(page.locator("main")).to_contain_text("0800-0432")
    page.get_by_role("link", name="Terug naar waar je was").click()
    expect(page).to_have_url(re.compile("/thuis$"))
