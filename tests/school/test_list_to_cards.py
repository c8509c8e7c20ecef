"""From a list to printed cards for thirty children: how many clicks it takes, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE, accessible, fits
from tests.conftest import Clock
from tests.school.lists import seven
from tests.school.test_door import PICTURES
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser

THIRTY = re.findall(
    "[A-Z][^A-Z]+",
    "AylinBramCatoDaanElinFennaGuusHamzaImkeJipKyanLotteMeesNinaOllePienQuinnRoosSamiTeunUmaVeraWoutXaviYaraZoë"
    "AnneBorisChloéDex",
)


@dataclass
class Clicks:
    """Counts what a person does with the pointer; filling in one field, pasting included, counts as one too."""

    page: Page
    number: int = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.number += 1

    def fill(self, target: Locator, words: str) -> None:
        target.fill(words)
        self.number += 1

    def choose(self, target: Locator, file: Path) -> None:
        target.set_input_files(file)
        self.number += 2  # the field, and the file in the window that opens


def sign_in(page: Page, who: str) -> None:
    page.goto("/leerkracht")
    page.locator("[name=email]").fill(f"{who}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.doe").click()
    page.wait_for_url("**/klassen")


def note(record_property: Callable[[str, object], None], name: str, clicks: Clicks, began: float) -> None:
    """Leave the figures in the report of the run; only the clicks are judged, seconds depend on the machine."""
    seconds = round(time.monotonic() - began, 1)
    record_property(name, f"{clicks.number} clicks, {seconds} s of machine")
    print(f"\n{name}: {clicks.number} clicks, {seconds} s")  # noqa: T201 - the figure is the point


@pytest.mark.parametrize("script", [True, False])
def test_from_edexml_to_printed_cards(
    visit: Callable[..., Page],
    world: World,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    script: bool,
) -> None:
    file = tmp_path / "EDEX.XML"
    file.write_bytes(seven(THIRTY, "7b"))
    page = visit(javascript=script, size=(1280, 900))
    sign_in(page, "bakker")
    clicks, began = Clicks(page), time.monotonic()
    clicks.press(page.get_by_role("link", name="Leerlingen", exact=True))
    clicks.choose(page.get_by_label("Bestand"), file)
    clicks.press(page.get_by_role("button", name="Laat zien wat je leest"))
    expect(page.locator("main")).to_contain_text("30 leerlingen erbij")
    clicks.press(page.get_by_role("button", name="Zet 30 leerlingen in de klassen"))
    page.wait_for_url("**/beheer/kaartjes")
    with page.expect_download() as waiting:
        clicks.press(page.get_by_role("button", name="Maak de kaartjes (PDF)"))
    made = Path(waiting.value.path()).read_bytes()
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") + made.count(b"/Type/Page/") == 4 or len(made) > 20_000
    note(record_property, "EDEXML to cards", clicks, began)
    assert clicks.number <= 6


def test_from_a_pasted_list_to_printed_cards(
    visit: Callable[..., Page], world: World, record_property: Callable[[str, object], None]
) -> None:
    page = visit(size=(1280, 900))
    sign_in(page, "samira")
    clicks, began = Clicks(page), time.monotonic()
    clicks.press(page.get_by_role("link", name="Nieuwe klas"))
    clicks.fill(page.get_by_label("Naam van de klas"), "7b")
    clicks.press(page.get_by_label("groep 7"))
    clicks.press(page.get_by_role("button", name="Maak de klas"))
    clicks.fill(page.locator("#names"), "\n".join(THIRTY))
    clicks.press(page.get_by_role("button", name="Laat zien wat je leest"))
    clicks.press(page.get_by_role("button", name="Zet 30 leerlingen in 7b"))
    clicks.press(page.get_by_role("button", name="Maak de kaartjes"))
    expect(page.locator(".card")).to_have_count(30)
    expect(page.get_by_role("button", name="Print de kaartjes")).to_be_visible()
    clicks.number += 1
    note(record_property, "Paste to cards", clicks, began)
    assert clicks.number <= 9


@pytest.mark.slow
@pytest.mark.parametrize(("size", "language"), [(PHONE, "nl"), (PHONE, "en"), ((1280, 900), "nl")])
def test_the_office_is_accessible_and_fits(
    visit: Callable[..., Page], world: World, clock: Clock, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    page = visit(size=size, language=language)
    sign_in(page, "bakker")
    group = f"/klas/{world.keys['groep7']}"
    for path in (
        "/beheer",
        "/beheer/leerlingen",
        "/beheer/kaartjes",
        "/beheer/jaarovergang",
        "/beheer/team",
        f"{group}/leerlingen/bestand",
        f"{group}/leerlingen/erbij",
    ):
        page.goto(path)
        accessible(page)
        fits(page)
    page.goto("/beheer")
    page.locator(".nav summary").click()
    accessible(page)
    fits(page)
    file = tmp_path / "EDEX.XML"
    file.write_bytes(seven(("Aylin", "Noor", "=1", "hamza")))
    page.goto("/beheer/leerlingen")
    page.locator("#file").set_input_files(file)
    page.locator("main button.do").click()
    page.locator("[name=listed]").wait_for(state="attached")
    accessible(page)
    fits(page)


def test_the_turn_of_the_year_is_accessible_and_fits(visit: Callable[..., Page], world: World, clock: Clock) -> None:
    clock.at = datetime(2027, 8, 16, 7, 0, tzinfo=UTC)
    page = visit(size=PHONE)
    sign_in(page, "bakker")
    page.goto("/beheer/jaarovergang")
    for one in page.locator("main details").all():
        one.locator("summary").click()
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Begin het nieuwe schooljaar").click()
    page.wait_for_url("**/beheer")
    expect(page.locator("main")).to_contain_text("Het nieuwe schooljaar staat klaar.")
    page.goto("/beheer/jaarovergang")
    accessible(page)
    page.get_by_role("button", name="Draai de jaarovergang terug").click()
    expect(page.locator("main")).to_contain_text("De jaarovergang is teruggedraaid.")


@pytest.mark.parametrize("script", [True, False])
def test_two_children_pair_up(visit: Callable[..., Page], world: World, script: bool) -> None:
    page = visit(size=PHONE, javascript=script)
    page.goto("/")
    page.locator("#code").fill(world.codes["groep7"])
    page.locator("main button.doe").click()
    page.get_by_role("button", name="Noor", exact=True).click()
    for picture in PICTURES:
        page.locator(f'button[value="{picture}"]').click()
    page.wait_for_url("**/thuis")
    page.goto("/samen")
    if script:
        accessible(page)
    fits(page)
    page.get_by_role("button", name="Tygo", exact=True).click()
    if script:
        accessible(page)
    fits(page)
    for picture in PICTURES:
        page.locator(f'button[value="{picture}"]').click()
    page.wait_for_url("**/thuis")
    expect(page.locator("header")).to_contain_text("Noor, met Tygo")
    page.goto("/samen")
    if script:
        accessible(page)
    fits(page)
    page.locator("main").get_by_role("button", name="Nu is Tygo").click()
    page.wait_for_url("**/thuis")
    expect(page.locator("header")).to_contain_text("Tygo, met Noor")
    fits(page)
