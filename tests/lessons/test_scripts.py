"""What the scripts add to steps: story panels, feedback card by card, rounds that grow, a pause over the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.database import db
from lessons import catalog
from lessons.commands import arranging
from lessons.steps.sorteren import Sorteren
from lessons.steps.zoekplaat import Zoekplaat
from tests.conftest import MONDAY_MORNING
from tests.lessons.walking import settings_of, signed_in, up_to
from tests.world import World

pytestmark = pytest.mark.browser


def at_step(visit: Callable[..., Page], world: World, slug: str, step: str) -> Page:
    client = world.browser("noor")
    address = up_to(client, catalog.module(slug, settings_of("gsv")), step)
    page = signed_in(visit(size=(820, 1180)), client)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def test_a_story_goes_panel_by_panel_with_the_keyboard(visit: Callable[..., Page], world: World) -> None:
    page = at_step(visit, world, "doorsturen", "s1")
    expect(page.locator("[data-panel-nr]:visible")).to_have_count(1)
    next_button = page.get_by_role("button", name="Volgende")
    for number in range(2, 6):
        next_button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-panel-nr='{number}']")).to_be_visible()
    expect(next_button).to_be_hidden()
    page.keyboard.press("Tab")
    page.get_by_label("Sem, want hij filmde.").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Dit denk ik").press("Enter")
    expect(page.get_by_text("Onthoud wat je koos.")).to_be_visible()
    expect(page.get_by_role("link", name="Verder")).to_be_visible()


def test_a_card_gets_its_feedback_at_once(visit: Callable[..., Page], world: World) -> None:
    page = at_step(visit, world, "doorsturen", "s4")
    step = next(step for step in catalog.module("doorsturen", settings_of("gsv")).steps if isinstance(step, Sorteren))
    by_words = {card.text.say("nl"): card for card in step.cards}
    names = {box.id: box.name.say("nl") for box in step.boxes}
    for placed in range(len(step.cards)):
        words = page.locator("[data-card]:visible legend").inner_text()
        card = by_words[words]
        if placed == 0:
            other = next(box for box in names if box not in card.boxes)
            page.get_by_role("button", name=names[other], exact=True).press("Enter")
            expect(page.locator("#gevolg")).to_contain_text("Kijk nog eens")
            expect(page.locator("[data-card]:visible legend")).to_have_text(words)
        page.get_by_role("button", name=names[card.boxes[0]], exact=True).press("Enter")
        expect(page.locator("#gevolg")).to_contain_text(card.feedback.say("nl"))
    expect(page.get_by_text(step.done.say("nl"))).to_be_visible()
    expect(page).to_have_url(re.compile("/stap/s4$"))


def test_the_spread_grows_by_rounds(visit: Callable[..., Page], world: World) -> None:
    page = at_step(visit, world, "doorsturen", "s3")
    page.fill("input[name=guess]", "40")
    page.get_by_role("button", name="Dit is mijn schatting").press("Enter")
    page.get_by_label("2", exact=True).check(force=True)
    page.get_by_role("button", name="Reken uit").press("Enter")
    more = page.get_by_role("button", name="Volgende ronde")
    expect(page.locator("svg.boom g:visible").first).to_be_visible()
    for _ in range(4):
        more.press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("124")
    expect(page.locator("[data-stop-text]")).to_be_hidden()
    page.get_by_role("button", name="Wat als ik stop?").press("Enter")
    expect(page.locator("[data-stop-text]")).to_contain_text("64")
    assert page.locator("g.weg").count() > 10


def test_a_click_beside_everything_brings_a_hint(visit: Callable[..., Page], world: World) -> None:
    page = at_step(visit, world, "wachtwoorden", "s5")
    module = catalog.module("wachtwoorden", settings_of("gsv"))
    step = next(step for step in module.steps if isinstance(step, Zoekplaat))
    for _ in range(3):
        sheet = page.locator(".vel").element_handle()
        with page.expect_response(lambda reply: reply.request.method == "GET" and "/stap/s5" in reply.url):
            page.locator(".vel img").click(position={"x": 40, "y": 8})
        page.wait_for_function("old => !old.isConnected", arg=sheet)
    expect(page.locator("#gevolg")).to_contain_text("Een tip:")
    target = next(spot for spot in step.spots if spot.target)
    button = page.locator(".zoeklijst button", has_text=target.text.say("nl"))
    button.press("Enter")
    expect(page.locator("#gevolg")).to_contain_text("1 van de 6")
    expect(button).to_be_focused()


def test_a_choice_in_the_chat_keeps_the_place(visit: Callable[..., Page], world: World) -> None:
    page = at_step(visit, world, "wachtwoorden", "s2")
    page.locator("#stap input[type=radio]").nth(2).check()
    page.get_by_role("button", name="Verstuur").press("Enter")
    expect(page.locator("#gevolg")).to_be_focused()
    page.get_by_role("button", name="Probeer iets anders").press("Enter")
    expect(page.get_by_role("button", name="Verstuur")).to_be_visible()


def test_a_pause_lies_over_the_page(visit: Callable[..., Page], world: World) -> None:
    where = {"school_id": world.ids["gsv-school"], "class_id": world.ids["groep7"], "module": "doorsturen"}
    assert world.app
    with world.app.app_context():
        arranging.go_live(db.session, **where, until=MONDAY_MORNING + timedelta(minutes=45))  # type: ignore[arg-type]
    page = at_step(visit, world, "doorsturen", "s1")
    with world.app.app_context():
        arranging.pause(db.session, **where, paused=True, at=MONDAY_MORNING)  # type: ignore[arg-type]
    expect(page.locator("dialog")).to_be_visible(timeout=10_000)
    with world.app.app_context():
        arranging.pause(db.session, **where, paused=False, at=MONDAY_MORNING)  # type: ignore[arg-type]
    expect(page.locator("dialog")).to_be_hidden(timeout=10_000)


def test_a_lost_line_loses_no_answer(visit: Callable[..., Page], world: World) -> None:
    page = at_step(visit, world, "wachtwoorden", "s2")
    page.locator("#stap input[type=radio]").nth(2).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Verstuur").press("Enter")
    expect(page.locator("[data-waiting]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#gevolg")).to_be_visible(timeout=15_000)
