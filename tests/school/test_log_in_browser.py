"""The log and the pages around accounts elsewhere, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from school.outside import Provider
from school.views.outside_clients import make_outside
from tests.browser import PHONE, accessible, fits
from tests.lessons.walking import signed_in
from tests.school.test_cards import new_card
from tests.world import World


@pytest.mark.parametrize("size", [PHONE, (1280, 800)])
def test_the_log_is_accessible_and_fits(visit: Callable[..., Page], world: World, size: tuple[int, int]) -> None:
    new_card(world)
    page = signed_in(visit(size=size), world.browser("bakker"))
    page.goto("/beheer/logboek")
    page.get_by_text("Samira maakte een inlogkaartje voor Noor.").wait_for()
    accessible(page)
    fits(page)
    page.get_by_label("Over welk kind?").select_option(label="Tygo, Groep 7")
    page.get_by_role("button", name="Laat zien").click()
    page.get_by_text("Hier staat niets over in het logboek.").wait_for()


def test_the_entrance_with_a_school_account_is_accessible_and_fits(
    visit: Callable[..., Page], world: World, app: Flask
) -> None:
    before = app.extensions["outside"]
    nowhere = Provider(
        name="school", kind="entree", label="Entree Federatie", issuer="http://localhost:9", client_id="x",
        client_secret="y",
    )  # fmt: skip
    app.extensions["outside"] = make_outside(app, app.extensions["settings"], (nowhere,))
    try:
        page = visit(size=PHONE)
        for path in ("/", "/leerkracht", "/schoolaccount/school", "/schoolaccount/school/uit"):
            page.goto(path)
            accessible(page)
            fits(page)
    finally:
        app.extensions["outside"] = before
