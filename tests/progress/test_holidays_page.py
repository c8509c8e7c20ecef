"""An administrator writes the school's own holidays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEntry
from progress.models import SchoolBreak
from progress.queries import breaks_of_year, school_calendar
from tests.world import World, csrf_of

PAGE = "/beheer/vakanties"


def test_only_the_administrator_comes_in(world: World) -> None:
    assert world.browser("bakker").get(PAGE).status_code == 200
    for name in ("samira", "noor"):
        assert world.browser(name).get(PAGE).status_code == 404


def test_own_holidays_replace_the_published_ones_of_a_year(world: World, session: Session) -> None:
    school = world.ids["gsv-school"]
    browser = world.browser("bakker")
    token = csrf_of(browser, PAGE)
    form = {"name-0": "Eigen week", "first-0": "2026-11-02", "last-0": "2026-11-06", "csrf_token": token}
    assert browser.post(f"{PAGE}/2026", data=form).status_code == 303
    breaks, own = breaks_of_year(session, school, "noord", 2026)
    assert own
    assert [one.name for one in breaks] == ["Eigen week"]
    calendar = school_calendar(session, school, "noord")
    assert not calendar.school_week(date(2026, 11, 4))
    assert calendar.school_week(date(2026, 12, 23))
    assert "Door de school zelf geschreven" in browser.get(PAGE).get_data(as_text=True)
    assert browser.post(f"{PAGE}/2026", data={"published": "1", "csrf_token": token}).status_code == 303
    assert breaks_of_year(session, school, "noord", 2026)[1] is False
    assert "holidays.keep" in session.scalars(select(AuditEntry.action)).all()


@pytest.mark.parametrize(
    "row",
    [
        {"name-0": "x"},
        {"name-0": "x", "first-0": "morgen", "last-0": "2026-11-06"},
        {"name-0": "x", "first-0": "2026-11-06", "last-0": "2026-11-02"},
        {"name-0": "x", "first-0": "2026-11-06", "last-0": "2027-11-02"},
        {"name-0": "x", "first-0": "2025-11-06", "last-0": "2025-11-08"},
    ],
)
def test_nonsense_gets_a_sentence_and_changes_nothing(world: World, session: Session, row: dict[str, str]) -> None:
    browser = world.browser("bakker")
    reply = browser.post(f"{PAGE}/2026", data={**row, "csrf_token": csrf_of(browser, PAGE)})
    assert reply.status_code == 422
    assert "alert" in reply.get_data(as_text=True)
    assert session.scalars(select(SchoolBreak)).all() == []


def test_a_school_follows_another_region(world: World, session: Session) -> None:
    browser = world.browser("bakker")
    token = csrf_of(browser, PAGE)
    assert browser.post(PAGE, data={"region": "zuid", "csrf_token": token}).status_code == 303
    assert 'value="zuid" selected' in browser.get(PAGE).get_data(as_text=True)
    assert browser.post(PAGE, data={"region": "oost", "csrf_token": token}).status_code == 422
    assert browser.post(f"{PAGE}/1999", data={"csrf_token": token}).status_code == 404


def test_another_school_is_not_touched(world: World, session: Session) -> None:
    browser = world.browser("bakker")
    form = {"name-0": "Eigen", "first-0": "2026-11-02", "last-0": "2026-11-06", "csrf_token": csrf_of(browser, PAGE)}
    browser.post(f"{PAGE}/2026", data=form)
    assert breaks_of_year(session, world.ids["meilan-school"], "noord", 2026)[1] is False
