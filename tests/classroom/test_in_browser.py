"""A teacher in a real browser: follows a whole lesson, and leaves a page that asks no more than it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from sqlalchemy.orm import Session

from classroom.commands import live
from classroom.queries.live import board, clock_of, running
from core.database import db
from school.models import Pupil, SchoolClass
from tests.browser import BOARD, PHONE, accessible, fits
from tests.classroom.history import fill_class, practise, take_quiz
from tests.classroom.test_story import MODULE, _act, _keep_pages_open
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.browser

SignIn = Callable[..., Page]
MINUTES = 36
NEWS = "**/les/nu"
PLANS = """
    window.planned = [];
    const later = window.setTimeout;
    window.setTimeout = (what, wait, ...words) => {
        if (wait >= 1000) planned.push(wait);
        return later(what, wait, ...words);
    };
"""
"""Keeps how long the page means to wait, in milliseconds: a page with a new plan is done with the answer before it."""


@contextmanager
def inside(world: World) -> Iterator[Session]:
    assert world.app is not None
    with world.app.app_context():
        yield db.session


@pytest.fixture
def signed_in(world: World, visit: Callable[..., Page], address: str) -> SignIn:
    """``signed_in(who, **options)``: a window of somebody of the cast, whose scripts run on a clock of the test."""

    def open_window(who: str, **options: Any) -> Page:
        page = visit(**options)
        cookie = world.browser(who).get_cookie("netjes")
        assert cookie is not None
        page.context.add_cookies([{"name": "netjes", "value": cookie.value, "url": address}])
        page.clock.install(time=0)
        page.add_init_script(PLANS)
        return page

    return open_window


def plans(page: Page, number: int) -> int:
    """The ``number``-th wait that the page decided on, in milliseconds."""
    page.wait_for_function("(number) => planned.length >= number", arg=number)
    return int(page.evaluate("(number) => planned[number - 1]", number))


def polls(page: Page) -> Response:
    """Let the time pass until the page asks for news, and wait until it has dealt with them."""
    number = max(1, page.evaluate("planned.length"))
    wait = plans(page, number)
    with page.expect_response(NEWS) as news:
        page.clock.run_for(wait)
    plans(page, number + 1)
    return news.value


@pytest.mark.slow
def test_a_teacher_follows_a_whole_lesson_that_began_nine_minutes_late(
    world: World, signed_in: SignIn, clock: Clock
) -> None:
    """28 children; every minute things happen, and one poll later (5 seconds) the page says them."""
    rng, key = Random(4), world.keys["groep7"]
    with inside(world) as session:
        told = fill_class(session, session.get_one(SchoolClass, world.ids["groep7"]), 26, clock.at)
        ids = [pupil.id for pupil in told.pupils] + [world.ids["noor"], world.ids["tygo"]]
    turns = {pupil_id: rng.randrange(1, 8) for pupil_id in ids}
    page = signed_in("samira")
    clock.at += timedelta(minutes=9)
    page.goto(f"/klas/{key}/les")
    page.get_by_label("Welke les?").select_option(f"{MODULE}/1")
    page.get_by_label("Hoeveel minuten heb je nog?").fill(str(MINUTES))
    page.get_by_role("button", name="Begin de les").click()
    lasted: dict[str, int] = {}
    for minute in range(MINUTES):
        phase = _happens(world, ids, turns, rng, clock)
        polls(page)
        _says_what_is(page, world, clock)
        lasted[phase] = lasted.get(phase, 0) + 1
        if phase == "talk" and page.get_by_role("button", name="Pauzeer voor gesprek").count():
            page.get_by_role("button", name="Pauzeer voor gesprek").click()
            expect(page.get_by_text("Op alle schermen staat nu")).to_be_visible()
        if phase == "exit" and page.get_by_role("button", name="Schermen weer aan").count():
            page.get_by_role("button", name="Schermen weer aan").click()
        if minute in (3, 20):
            accessible(page)
        clock.at += timedelta(minutes=1)
    assert lasted["talk"] >= 6
    assert lasted["exit"] == 5
    page.get_by_label("Wat herhalen jullie?").fill("de drie vragen")
    page.get_by_role("button", name="Sluit de les af").click()
    expect(page.locator("h1")).to_have_text("Na de les: Doorsturen")
    accessible(page)


def _happens(world: World, ids: list[int], turns: dict[int, int], rng: Random, clock: Clock) -> str:
    """A minute of the class: some work, some ask, the last one stands still. The phase that the clock is in."""
    with inside(world) as session:
        pupils = [session.get_one(Pupil, pupil_id) for pupil_id in ids]
        for pupil in [*rng.sample(pupils[:-1], 9), *([pupils[-1]] if turns[ids[-1]] > -1 else [])]:
            _act(session, pupil, rng, clock.at, turns)
        _keep_pages_open(session, ids, clock.at)
        row = running(session, world.ids["groep7"])
        assert row is not None
        return clock_of(row, clock.at).now.phase


def _says_what_is(page: Page, world: World, clock: Clock) -> None:
    """The page has everybody where the rules have them; the rules themselves are counted again in test_story."""
    with inside(world) as session:
        row = running(session, world.ids["groep7"])
        assert row is not None
        shown = board(session, row, clock.at)
    expect(page.locator("ol.walk h3")).to_have_text([one.pupil.name for one in shown.walk[:5]])
    lists = page.locator("[aria-labelledby=verder] ul.names")
    for place, group in enumerate((shown.busy, shown.done, shown.absent)):
        expect(lists.nth(place).locator("a")).to_have_text([one.pupil.name for one in group])


@pytest.fixture
def lesson(world: World, signed_in: SignIn, clock: Clock) -> Page:
    """The open live board of a lesson that just began, where no time passes but what the test lets pass."""
    with inside(world) as session:
        live.start(
            session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], staff_id=world.ids["samira"],
            module=MODULE, lesson=1, minutes=45, at=clock.at,
        )  # fmt: skip
    page = signed_in("samira", size=PHONE)
    page.clock.pause_at(1)
    page.goto(f"/klas/{world.keys['groep7']}/les")
    fits(page)
    return page


def test_a_hidden_page_asks_nothing_and_an_open_one_every_four_seconds(lesson: Page) -> None:
    asked: list[str] = []
    lesson.on("request", lambda request: asked.append(request.url) if request.url.endswith("/les/nu") else None)
    for _poll in range(3):
        assert polls(lesson).status == 304
    assert [plans(lesson, number) for number in (1, 2, 3, 4)] == [4_000] * 4
    lesson.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    before = len(asked)
    lesson.clock.run_for(120_000)
    assert len(asked) == before == 3
    with lesson.expect_response(NEWS):  # it asks at once when it is seen again
        lesson.evaluate(
            "Object.defineProperty(document, 'hidden', { get: () => false, configurable: true });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )


def test_a_page_without_connection_says_so_and_waits_longer_each_time(lesson: Page) -> None:
    lesson.route(NEWS, lambda route: route.abort())
    note = lesson.locator("[data-stale-note]")
    expect(note).to_be_hidden()
    for number, seconds in enumerate((4, 8, 16, 32, 60, 60), 1):
        assert plans(lesson, number) == seconds * 1_000
        with lesson.expect_event("requestfailed"):
            lesson.clock.run_for(seconds * 1_000)
        expect(note).to_be_visible()
    lesson.unroute(NEWS)
    assert polls(lesson).status == 304
    expect(note).to_be_hidden()
    assert plans(lesson, 8) == 4_000


def test_what_a_teacher_is_typing_stays_and_the_news_comes_after_it(lesson: Page, world: World, clock: Clock) -> None:
    lesson.get_by_label("Wat herhalen jullie?").fill("de drie")
    with inside(world) as session:
        live.pause(session, class_id=world.ids["groep7"], paused=True, at=clock.at)
    assert polls(lesson).status == 200
    expect(lesson.get_by_label("Wat herhalen jullie?")).to_have_value("de drie")
    expect(lesson.get_by_text("Op alle schermen staat nu")).to_have_count(0)
    lesson.get_by_label("Wat herhalen jullie?").blur()
    polls(lesson)
    expect(lesson.get_by_text("Op alle schermen staat nu")).to_be_visible()


CLASS_PAGES = [
    "", "/les", "/afspraken", "/afspraken/doorsturen", "/artikelen", "/na/doorsturen", "/teksten", "/lessen",
    "/eigen/doorsturen", "/regels", "/regels/poster", "/verslagen", "/verslag/klas?namen=1", "/verslag/afspraken",
    "/verslag/les?les=doorsturen", "/verslag/meting", "/digibord", "/lesgids/doorsturen",
]  # fmt: skip
STAFF_PAGES = [
    "/klassen", "/hoe-we-kiezen", "/lesgids/doorsturen/thuis", "/lesgids/doorsturen/zonder-schermen",
    "/lesgids/doorsturen/antwoorden", "/uitleg/leerkracht", "/uitleg/beheerder", "/uitleg/leerling", "/kijken",
    "/kijken/klas", "/kijken/lessen/doorsturen", "/kijken/lessen/doorsturen/stap/s2", "/kijken/lesgids/doorsturen",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(390, 844), (820, 1180), BOARD])
def test_every_page_of_a_teacher_is_accessible_and_fits(
    world: World, signed_in: SignIn, clock: Clock, size: tuple[int, int], language: str
) -> None:
    with inside(world) as session:
        told = fill_class(session, session.get_one(SchoolClass, world.ids["groep7"]), 12, clock.at)
        for number, pupil in enumerate(told.pupils):
            practise(session, pupil, MODULE, Random(number), clock.at, steps=number)
            take_quiz(session, pupil, MODULE, Random(number), 0.6, clock.at)
    page, key = signed_in("samira", size=size, language=language), world.keys["groep7"]
    for path in [*(f"/klas/{key}{one}" for one in CLASS_PAGES), *STAFF_PAGES]:
        page.goto(path)
        fits(page)
        accessible(page)
