"""The pages of the agreements in a real browser: nothing for axe, fit for a phone, no script needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.agreements.desk import HOME, Desk, six
from tests.browser import PHONE, accessible, fits
from tests.world import World

pytestmark = pytest.mark.browser

STAFF = [
    "/afspraken/team", "/afspraken/ouders", "/afspraken/school", "/beheer/instellingen", "/beheer/dekking",
    "/beheer/bepaling/gsv-afspraak-03", HOME,
]  # fmt: skip
DRAFT = ["", "/instellingen", "/voorbeeld", "/publiceren"]


def sign_in(page: Page, world: World, who: str, address: str) -> None:
    cookie = world.browser(who).get_cookie("netjes")
    assert cookie is not None
    page.context.add_cookies([{"name": "netjes", "value": cookie.value, "url": address}])


def test_pages_for_pupils(world: World, visit: Callable[..., Page], address: str) -> None:
    page = visit(size=PHONE)
    sign_in(page, world, "noor", address)
    page.goto("/afspraken")
    accessible(page)
    fits(page)


@pytest.mark.slow
def test_pages_for_staff(world: World, visit: Callable[..., Page], address: str) -> None:
    page = visit(size=PHONE)
    sign_in(page, world, "bakker", address)
    for path in STAFF:
        page.goto(path)
        accessible(page)
        fits(page)


def test_the_editor_without_a_script(world: World, visit: Callable[..., Page], address: str) -> None:
    desk = Desk(world)
    six(desk)
    page = visit(size=PHONE)
    sign_in(page, world, "bakker", address)
    paths = [*(f"{desk.draft}{path}" for path in DRAFT), f"{desk.draft}/bepaling/{desk.rows()[0].key}"]
    for path in paths:
        page.goto(path)
        accessible(page)
        fits(page)
    plain = visit(javascript=False)
    sign_in(plain, world, "bakker", address)
    plain.goto(f"{desk.draft}/publiceren")
    plain.get_by_role("button", name="Publiceer versie 1").click()
    expect(plain.locator("h1")).to_contain_text("versie 1")
    plain.goto(f"{HOME}/versie/1")
    plain.get_by_text("Een versie verandert nooit meer.").wait_for()
