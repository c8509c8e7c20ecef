"""The entrance in a real browser: with and without scripts, on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, accessible, fits
from tests.school.test_cards import new_card
from tests.school.test_door import PICTURES
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser


def to_the_pictures(page: Page, world: World, name: str = "Noor") -> None:
    page.goto("/")
    page.locator("#code").fill(world.codes["groep7"].lower())
    page.locator("main button.doe").click()
    page.get_by_role("button", name=name, exact=True).click()


def press(page: Page, picture: str) -> None:
    page.locator(f'button[value="{picture}"]').click()


@pytest.mark.parametrize("script", [True, False])
def test_a_child_signs_in_by_pressing_four_pictures(visit: Callable[..., Page], world: World, script: bool) -> None:
    page = visit(javascript=script, size=PHONE)
    to_the_pictures(page, world)
    for picture in PICTURES[:2]:
        press(page, picture)
    expect(page.get_by_text("2 van de 4 gekozen")).to_be_visible()
    expect(page.locator(".vakjes .vol")).to_have_count(2)
    page.get_by_role("button", name="Eentje terug").click()
    expect(page.get_by_text("1 van de 4 gekozen")).to_be_visible()
    for picture in PICTURES[1:]:
        press(page, picture)
    page.wait_for_url("**/thuis")


@pytest.mark.parametrize("script", [True, False])
def test_a_wrong_secret_is_said_and_begins_anew(visit: Callable[..., Page], world: World, script: bool) -> None:
    page = visit(javascript=script)
    to_the_pictures(page, world)
    for picture in ("slak", "slak", "slak", "eend"):
        press(page, picture)
    expect(page.get_by_role("alert")).to_contain_text("Dat was niet goed.")
    expect(page.get_by_text("0 van de 4 gekozen")).to_be_visible()


def test_pictures_can_be_pressed_with_the_keyboard(visit: Callable[..., Page], world: World) -> None:
    page = visit()
    to_the_pictures(page, world)
    for picture in PICTURES:
        page.locator(f'button[value="{picture}"]').focus()
        page.keyboard.press("Enter")
    page.wait_for_url("**/thuis")


def test_a_card_leads_to_an_own_secret(visit: Callable[..., Page], world: World) -> None:
    _code, path = new_card(world)
    page = visit(size=PHONE)
    page.goto(path)
    accessible(page)
    page.get_by_role("button", name="Dit is mijn kaartje").click()
    for title in ("kies je eigen geheim", "Nog een keer"):
        expect(page.locator("h1")).to_contain_text(title)
        accessible(page)
        for picture in ("appel", "boot", "ster", "vis"):
            press(page, picture)
    page.wait_for_url("**/thuis")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_at_the_door_are_accessible_and_fit(visit: Callable[..., Page], world: World, language: str) -> None:
    page = visit(language=language, size=PHONE)
    for path in ("/", "/leerkracht", "/toegang", "/kaart/nietecht"):
        page.goto(path)
        accessible(page)
        fits(page)
    to_the_pictures(page, world)
    accessible(page)
    fits(page)


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, (1280, 800)])
def test_the_teachers_pages_are_accessible_and_fit(
    visit: Callable[..., Page], world: World, size: tuple[int, int]
) -> None:
    page = visit(size=size)
    page.goto("/leerkracht")
    page.locator("[name=email]").fill("samira@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.doe").click()
    page.wait_for_url("**/klassen")
    group = f"/klas/{world.keys['groep7']}"
    pages = (
        "leerlingen",
        f"leerlingen/{world.keys['noor']}",
        "leerlingen/erbij",
        "instellingen",
        "collegas",
        "kaartjes",
    )
    for path in (
        "/klas/nieuw",
        "/klas/weggehaald",
        "/account",
        "/account/tweede-stap",
        *(f"{group}/{p}" for p in pages),
    ):
        page.goto(path)
        accessible(page)
        fits(page)
    page.goto(f"{group}/leerlingen/erbij")
    page.locator("#names").fill("Aylin\nNoor\nhamza voorbeeld\n")
    page.locator("main button.do").click()
    expect(page.locator("h1")).to_contain_text("Kloppen deze 3 leerlingen?")
    accessible(page)
    fits(page)


def test_cards_for_a_class_fit_on_their_sheets(visit: Callable[..., Page], world: World) -> None:
    page = visit(size=(1280, 900))
    page.goto("/leerkracht")
    page.locator("[name=email]").fill("samira@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.doe").click()
    page.goto(f"/klas/{world.keys['groep7']}/kaartjes")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Maak de kaartjes").click()
    expect(page.locator(".card")).to_have_count(2)
    accessible(page)
    page.emulate_media(media="print")
    spilling = page.evaluate(
        "[...document.querySelectorAll('.card')].filter(card => card.scrollWidth > card.clientWidth + 1).length"
    )
    assert spilling == 0
    assert len(page.locator(".qr svg path").all()) == 4
