"""The pledge in a real browser: understood, signed three ways, along, at home, on paper, checked, renewed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from core.database import db
from pledges.commands.upkeep import upkeep
from tests.browser import PHONE, accessible, fits
from tests.conftest import Clock
from tests.pledges.showing import WORDS, acts, opens
from tests.pledges.test_time import AUGUST, SEPTEMBER
from tests.pledges.test_understanding import right_words
from tests.world import World

pytestmark = pytest.mark.browser

LONGEST = "Als het gebeurt, dan wacht ik eerst en dan denk ik. " * 3 + "Daarna vraag ik het aan wie ik vertrouw."
Visit = Callable[..., Page]


@pytest.fixture
def enter(world: World, visit: Visit, address: str) -> Callable[..., Page]:
    """A window in which one of the cast is signed in."""

    def open_as(who: str, **options: object) -> Page:
        page = visit(**options)
        cookie = world.browser(who).get_cookie("netjes")
        assert cookie is not None
        page.context.add_cookies([{"name": "netjes", "value": cookie.value, "url": address}])
        return page

    return open_as


def good(page: Page) -> None:
    """The page has no fault that axe finds and fits its window."""
    expect(page.locator("h1")).to_have_count(1)
    accessible(page)
    fits(page)


def understands(page: Page) -> None:
    """Answer the situation on the page rightly."""
    item = page.locator("input[name=vraag]").get_attribute("value") or ""
    page.get_by_label(right_words(item), exact=True).check()
    good(page)
    page.get_by_role("button", name="Dit is mijn antwoord").click()
    expect(page.get_by_role("heading", name="Precies")).to_be_visible()
    good(page)


def promise(page: Page, number: int, words: str = WORDS) -> None:
    """From the page of own words to the page to sign on."""
    page.goto(f"/belofte/p{number:02}/woorden")
    page.get_by_label("Ik doe dit door …").fill(words)
    good(page)
    page.get_by_role("button", name="Ja, dit beloof ik").click()
    expect(page.get_by_role("heading", name="Wil je je belofte tekenen?")).to_be_visible()
    good(page)


def draw(page: Page) -> None:
    """A signature with the pointer."""
    sheet = page.locator("[data-draw] svg")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.8)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(
            box["x"] + box["width"] * (0.3 + step * 0.03), box["y"] + box["height"] * (0.8 if step % 2 else 0.2)
        )
    page.mouse.up()


def test_from_understood_to_renewed(world: World, clock: Clock, enter: Callable[..., Page], visit: Visit) -> None:
    assert world.app is not None
    with world.app.app_context():
        acts(db.session, world, "noor", "doorsturen", clock.at)
    for module in ("wachtwoorden", "privacy"):
        opens(world, "noor", module, clock.at)
    noor = enter("noor")

    noor.goto("/belofte")
    good(noor)
    noor.get_by_role("link", name=re.compile("Eerst denken, dan sturen")).click()
    good(noor)
    noor.get_by_role("link", name="Verder").click()
    understands(noor)
    noor.get_by_role("link", name="Verder").click()

    promise(noor, 3)
    noor.get_by_label("Je voornaam").fill("Noor")
    noor.get_by_role("button", name="Ik typ mijn naam").click()
    expect(noor.get_by_text("Getekend. Dit is jouw belofte.")).to_be_visible()
    good(noor)
    promise(noor, 1, LONGEST)
    draw(noor)
    noor.get_by_role("button", name="Ik teken met mijn vinger").click()
    expect(noor.get_by_text("Getekend. Dit is jouw belofte.")).to_be_visible()
    promise(noor, 2, LONGEST)
    noor.get_by_role("button", name="Ik zet een stempel").click()
    expect(noor.get_by_text("Getekend. Dit is jouw belofte.")).to_be_visible()

    samira = enter("samira")
    samira.goto(f"/klas/{world.keys['groep7']}/beloftes")
    good(samira)
    samira.get_by_label("Jouw belofte aan de kinderen").fill("Ik beloof dat ik luister als je me iets vertelt.")
    samira.get_by_role("button", name="Teken mee").click()
    expect(samira.get_by_text("Je hebt 3 beloftes meegetekend.")).to_be_visible()
    samira.get_by_role("link", name="Tekenmoment op het digibord").click()
    expect(samira.get_by_text("1 van de 2, en dat is goed.")).to_be_visible()
    good(samira)

    noor.goto("/belofte/thuis")
    noor.get_by_role("button", name="Maak een link").click()
    good(noor)
    address = noor.locator(".code").inner_text()
    parent = visit(size=PHONE)
    parent.goto(address)
    good(parent)
    parent.get_by_label("Ik heb erover gepraat met mijn kind en ik help mee.").check()
    parent.get_by_role("button", name="Teken mee").click()
    expect(parent.get_by_text(re.compile("Dank je wel"))).to_be_visible()

    noor.goto("/akte")
    good(noor)
    for box in noor.get_by_role("checkbox").all():
        box.check()
    noor.get_by_role("button", name="Maak mijn akte").click()
    good(noor)
    assert len(re.findall(rb"/Type\s*/Page\b", noor.pdf(prefer_css_page_size=True))) == 1, "one A4"
    code = noor.locator(".akte-zegel .code").inner_text()
    parent.goto("/controle")
    parent.get_by_label("De code op de akte").fill(code)
    parent.get_by_role("button", name="Controleer").click()
    expect(parent.get_by_role("heading", name="Getekend en ongewijzigd")).to_be_visible()
    good(parent)

    noor.goto("/belofte/p03")
    noor.get_by_role("button", name="Ik neem deze belofte terug").click()
    expect(noor.get_by_text("Je hebt deze belofte teruggenomen. Dat mag altijd.")).to_be_visible()
    good(noor)

    with world.app.app_context():
        upkeep(db.session, world.app.extensions["seals"], at=AUGUST)
    clock.at = SEPTEMBER
    noor = enter("noor")
    noor.goto("/belofte/p01")
    expect(noor.get_by_text(re.compile("Vorig jaar schreef je"))).to_be_visible()
    noor.get_by_role("link", name="Verder").click()
    understands(noor)
    noor.get_by_role("link", name="Verder").click()
    expect(noor.get_by_label("Ik doe dit door …")).to_have_value(LONGEST)
    noor.get_by_role("button", name="Ja, dit beloof ik").click()
    noor.get_by_role("button", name="Ik zet een stempel").click()
    expect(noor.get_by_text(re.compile("Getekend voor dit schooljaar"))).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_not_yet_then_a_talk_then_signed(
    world: World, clock: Clock, enter: Callable[..., Page], javascript: bool
) -> None:
    """In English too, on a phone, and without scripts: two ways of signing are there then."""
    opens(world, "tygo", "doorsturen", clock.at)
    tygo = enter("tygo", size=PHONE, language="en", javascript=javascript)
    tygo.goto("/belofte/p03/woorden?lang=en")
    tygo.get_by_role("button", name="Not yet").click()
    expect(tygo.get_by_role("heading", name="Not yet is a good answer")).to_be_visible()
    tygo.get_by_label("Would you like to say why? You do not have to.").fill("I am not sure")
    tygo.get_by_role("button", name="Save").click()
    if javascript:
        good(tygo)

    samira = enter("samira")
    samira.goto(f"/klas/{world.keys['groep7']}/beloftes")
    expect(samira.get_by_text("“I am not sure”")).to_be_visible()
    good(samira)
    samira.get_by_role("button", name=re.compile("We hebben gepraat")).click()
    expect(samira.get_by_text("Nu niemand.")).to_be_visible()

    tygo.goto("/belofte/p03/woorden")
    tygo.get_by_label("I do this by …").fill("waiting three seconds before I send it on")
    tygo.get_by_role("button", name="Yes, I promise this").click()
    drawing = tygo.get_by_role("button", name="Draw with my finger")
    expect(drawing).to_be_visible() if javascript else expect(drawing).to_be_hidden()
    if javascript:
        good(tygo)
    tygo.get_by_role("button", name="Use a stamp").click()
    expect(tygo.get_by_text("Signed. This is your promise.")).to_be_visible()


def test_signing_by_keyboard_alone(world: World, clock: Clock, enter: Callable[..., Page]) -> None:
    """From own words to a signature with Tab, letters and Enter."""
    opens(world, "noor", "doorsturen", clock.at)
    noor = enter("noor")
    noor.goto("/belofte/p03/woorden")
    for field, words, button in (
        ("#f-eigen", WORDS, "button[value=ja]"),
        ("#f-naam", "Noor", "button[value=naam]"),
    ):
        for _ in _tabs(noor, field):
            noor.keyboard.press("Tab")
        noor.keyboard.press("ControlOrMeta+a")
        noor.keyboard.type(words)
        for _ in _tabs(noor, button):
            noor.keyboard.press("Tab")
        noor.keyboard.press("Enter")
        noor.wait_for_load_state()
    expect(noor.get_by_text("Getekend. Dit is jouw belofte.")).to_be_visible()


def _tabs(page: Page, target: str) -> Iterator[int]:
    """Steps until ``target`` has the focus."""
    for step in range(40):
        if page.locator(target).evaluate("(element) => element === document.activeElement"):
            return
        yield step
    raise AssertionError(f"{target} cannot be reached with Tab")
