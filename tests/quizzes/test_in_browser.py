"""Questions in a real browser: by keyboard alone, without script, on a phone, and nothing for axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import OperationalError

from core.database import db, is_writing
from progress.commands import Person
from progress.models import Evidence
from quizzes import catalog
from quizzes.catalog import Entry
from quizzes.commands.measurement import open_measurement
from tests.browser import PHONE, accessible, fits
from tests.conftest import Clock
from tests.quizzes.forms import lay_out
from tests.quizzes.test_types import SAMPLES
from tests.world import World

pytestmark = pytest.mark.browser

ONE_OF_EACH = {item.type_name: item for item in reversed(SAMPLES)}


SignIn = Callable[..., Page]


@pytest.fixture
def signed_in(world: World, visit: Callable[..., Page], address: str) -> SignIn:
    """``signed_in(who, **options)``: a window of somebody of the cast."""

    def open_window(who: str, **options: Any) -> Page:
        page = visit(**options)
        cookie = world.browser(who).get_cookie("netjes")
        assert cookie is not None
        page.context.add_cookies([{"name": "netjes", "value": cookie.value, "url": address}])
        return page

    return open_window


@pytest.fixture
def every_type() -> Iterator[list[str]]:
    """An item of each type on the shelf, by id."""
    shelf = catalog.shelf()
    before = dict(shelf.items)
    shelf.items = {**before, **{item.id: Entry("doorsturen", item) for item in ONE_OF_EACH.values()}}
    yield [item.id for item in ONE_OF_EACH.values()]
    shelf.items = before


@contextmanager
def no_room(app: Flask) -> Iterator[None]:
    """Nothing can be written, as on a full disk."""

    def full(_connection: Connection) -> None:
        if is_writing():
            raise OperationalError("BEGIN", {}, Exception("database or disk is full"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "begin", full)
    try:
        yield
    finally:
        event.remove(engine, "begin", full)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_answer_that_could_not_be_kept_is_sent_again(signed_in: SignIn, app: Flask, javascript: bool) -> None:
    """By itself, and without script by a button; the page says so meanwhile."""
    page = signed_in("noor", javascript=javascript)
    page.goto("/les/doorsturen/toets")
    _onward(page, "button.doe")
    _choose_something(page)
    with no_room(app):
        page.locator("button.doe").click()
        expect(page.get_by_role("heading", name="Het lukt nu even niet")).to_be_visible()
    if javascript:
        expect(page.get_by_role("status").filter(has_text="gaat straks vanzelf mee")).to_be_visible()
    else:
        page.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(page.locator(".terugblik")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_type_is_accessible_and_fits_a_phone(signed_in: SignIn, every_type: list[str], language: str) -> None:
    page = signed_in("samira", language=language, size=PHONE)
    for item in every_type:
        page.goto(f"/voorbeeld/vragen/{item}")
        accessible(page)
        fits(page)
        _choose_something(page)
        page.locator("button.doe").click()
        page.locator(".terugblik").wait_for()
        accessible(page)
        fits(page)


def test_a_quiz_by_keyboard_alone(signed_in: SignIn) -> None:
    page = signed_in("noor")
    page.goto("/les/doorsturen/toets")
    _press(page, "button.doe")
    for _ in range(8):
        _by_keyboard(page)
        _press(page, "button.doe")
        page.locator(".terugblik").wait_for()
        _press(page, "a.knop.doe")
    accessible(page)
    expect(page.locator(".kan li")).to_have_count(4)


def test_a_quiz_without_script(signed_in: SignIn) -> None:
    page = signed_in("noor", javascript=False)
    page.goto("/les/doorsturen/toets")
    _onward(page, "button.doe")
    for _ in range(8):
        _choose_something(page)
        _onward(page, "button.doe")
        assert page.locator(".terugblik").count() == 1
        _onward(page, "a.knop.doe")
    expect(page.locator(".kan li")).to_have_count(4)


def test_what_was_ticked_is_there_again(signed_in: SignIn) -> None:
    page = signed_in("noor")
    page.goto("/les/doorsturen/toets")
    _onward(page, "button.doe")
    page.locator("#vraag .keuze").nth(1).click()
    with page.expect_response(lambda reply: reply.url.endswith("/concept")):
        page.wait_for_timeout(900)
    page.reload()
    expect(page.locator("#vraag input[type=radio]").nth(1)).to_be_checked()


def test_an_answer_without_a_line_is_recorded_once(world: World, signed_in: SignIn) -> None:
    """The line drops in the middle of a quiz: the answer stays in the page, and counts once when the line is back."""
    assert world.app is not None
    page = signed_in("noor")
    page.goto("/les/doorsturen/toets")
    _onward(page, "button.doe")
    page.wait_for_load_state("networkidle")
    question = page.url
    page.context.set_offline(True)
    _choose_something(page)
    page.locator("button.doe").click()
    expect(page.get_by_text("Geen internet.")).to_be_visible()
    page.locator("button.doe").click()
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Evidence)) == 0
    page.context.set_offline(False)
    page.locator(".terugblik").wait_for()
    accessible(page)
    page.goto(question)
    expect(page.locator(".terugblik")).to_have_count(1)
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Evidence)) == 1


@pytest.mark.slow
def test_the_measurement_pages(world: World, signed_in: SignIn, clock: Clock, noor: Person) -> None:
    assert world.app is not None
    lay_out()
    with world.app.app_context():
        open_measurement(
            db.session, school_id=noor.school_id, class_id=noor.class_id or 0, class_key=world.keys["groep7"],
            phase="end", actor="staff:1", at=clock.at,
        )  # fmt: skip
    page = signed_in("noor")
    page.goto("/meting")
    accessible(page)
    _onward(page, "button.doe")
    for _ in range(22):
        _choose_something(page)
        _onward(page, "button.doe")
    accessible(page)
    expect(page.locator("#zinnen fieldset")).to_have_count(5)
    for group in page.locator("#zinnen fieldset").all():
        group.locator(".keuze").first.click()
    _onward(page, "button.doe")
    page.goto("/meting/terugblik")
    accessible(page)
    teacher = signed_in("samira")
    teacher.goto(f"/klas/{world.keys['groep7']}/meting")
    accessible(teacher)
    office = signed_in("bakker", size=PHONE)
    office.goto("/beheer/vakanties")
    accessible(office)
    fits(office)


def _choose_something(page: Page) -> None:
    """Give some answer by pointing, whatever the type."""
    boxes = page.locator("#vraag .bakken .bak > button:visible")
    if boxes.count():
        while boxes.first.is_enabled():
            boxes.first.click()
        return
    groups: set[str] = {str(one.get_attribute("name")) for one in page.locator("#vraag input[type=radio]").all()}
    for name in groups:
        page.locator(f'#vraag input[name="{name}"]').first.check()
    for one in page.locator("#vraag input[type=checkbox]").all()[:2]:
        one.check()


def _by_keyboard(page: Page) -> None:
    """Give some answer with Tab, arrows and Space."""
    if page.locator("#vraag input[type=radio]").count():
        _reach(page, "#vraag input[type=radio]")
        page.keyboard.press("ArrowDown")
    elif page.locator("#vraag input[type=checkbox]").count():
        for _ in range(2):
            _reach(page, "#vraag input[type=checkbox]:not(:checked)")
            page.keyboard.press("Space")
    else:
        _reach(page, "#vraag [data-move]:not(:disabled)")
        page.keyboard.press("Enter")


def _onward(page: Page, selector: str) -> None:
    """Click, and be on the next page: a click by itself returns when that page only begins to come in."""
    with page.expect_navigation():
        page.locator(selector).click()


def _press(page: Page, selector: str) -> None:
    _reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _reach(page: Page, selector: str) -> None:
    """Tab on until something that fits ``selector`` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found: Any = page.evaluate("sought => document.activeElement.matches(sought)", selector)
        if found:
            return
    raise AssertionError(f"no way by Tab to {selector}")
