"""The design page in every way of looking: both languages, light and dark, forced colours, narrow, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.design import SHEETS
from core.errors import SENTENCES
from tests.browser import LAPTOP, PHONE, accessible, fits

Visit = Callable[..., Page]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sheet_has_a_title_one_heading_and_its_language(app: Flask, sheet: str, language: str) -> None:
    reply = app.test_client().get(f"/ontwerp?blad={sheet}&lang={language}")
    page = reply.get_data(as_text=True)
    assert reply.status_code == 200
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert " · Netjes</title>" in page


def test_an_unknown_sheet_is_the_first(app: Flask) -> None:
    assert b'aria-current="page"' in app.test_client().get("/ontwerp?blad=nergens").data


@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_error_page_says_what_to_do(app: Flask, code: int, language: str) -> None:
    from core.errors import error_page

    with app.test_request_context(f"/nergens?lang={language}"):
        page = error_page(code).get_data(as_text=True)
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert 'class="knop' in page


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_a_sheet_is_accessible_on_a_phone(visit: Visit, sheet: str, scheme: str) -> None:
    page = visit(size=PHONE, color_scheme=scheme)
    page.goto(f"/ontwerp?blad={sheet}")
    accessible(page)
    fits(page)


@pytest.mark.parametrize("sheet", ["pupil", "staff"])
def test_a_sheet_is_accessible_on_a_laptop_in_forced_colours(visit: Visit, sheet: str) -> None:
    page = visit(size=LAPTOP, forced_colors="active")
    page.goto(f"/ontwerp?blad={sheet}")
    accessible(page)


def test_large_wide_letters_still_fit_a_phone(visit: Visit) -> None:
    page = visit(size=PHONE)
    page.goto("/ontwerp")
    page.locator(".kop summary").first.click()
    panel = page.locator(".onder form[data-look]")
    panel.get_by_role("radio", name="grootst").check()
    panel.get_by_role("checkbox", name="Ruimere letters").check()
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    fits(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    fits(page)


def test_display_settings_work_without_scripts(visit: Visit) -> None:
    page = visit(javascript=False)
    page.goto("/ontwerp?blad=paper")
    page.locator(".kop summary").first.click()
    panel = page.locator(".kop form[data-look]")
    panel.get_by_role("radio", name="donker").check()
    panel.get_by_role("checkbox", name="Rustige kleuren").check()
    panel.get_by_role("button").click()
    page.wait_for_url("**/ontwerp?blad=paper")
    html = page.locator("html")
    expect(html).to_have_attribute("data-theme", "dark")
    expect(html).to_have_attribute("data-calm", "")


def test_display_settings_refuse_nonsense_and_other_sites(app: Flask) -> None:
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        reply = client.post("/weergave", data={"theme": "rood", "size": "99", "next": "https://elders.example/"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert reply.status_code == 303
    assert reply.location == "/"
    assert b'data-theme="auto" data-size="0"' in client.get("/ontwerp").data
