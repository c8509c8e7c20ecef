"""Refreshers through a simulated year: when D7 says, across the holidays, never piling up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.database import writing
from progress.calendar import Calendar, merged, monday_of
from progress.commands import Person
from progress.holidays import holidays_of
from progress.models import ModuleState
from quizzes.commands.attempts import submit_answer
from quizzes.commands.refreshers import begin_refresher
from quizzes.queries.attempts import AttemptView
from quizzes.queries.refreshers import class_due, fresh_modules, refresher_state
from quizzes.refusals import NothingDue
from quizzes.rules.refreshing import Done, due_days, due_for, fresh, session_of, weak_goals
from quizzes.views.asking import Place
from tests.conftest import Clock
from tests.quizzes.walking import an_answer, form_for
from tests.world import World, csrf_of

NOORD = merged(holidays_of("noord"), {})
MASTERED = date(2026, 11, 17)


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


def master(session: Session, person: Person, module: str, day: date) -> None:
    """The module was mastered on ``day``."""
    with writing(session):
        session.add(
            ModuleState(
                pupil_id=person.pupil_id, school_id=person.school_id, module=module, mastered_at=at(day),
                renewed_at=at(day), updated_at=at(day),
            )
        )  # fmt: skip


def walk(session: Session, person: Person, day: date, *, right: bool = True) -> AttemptView:
    from quizzes import catalog
    from quizzes.sheet import Sheet

    attempt = begin_refresher(session, person=person, at=at(day), rng=Random(1))
    for item in attempt.items:
        sheet = Sheet.of(catalog.entry(item), {}, attempt.seed)
        attempt = submit_answer(
            session, person=person, kind="refresher", module="", item=item,
            form=form_for(sheet, an_answer(sheet.body, right=right)), settings={}, at=at(day),
        ).attempt  # fmt: skip
    return attempt


def test_due_days_skip_the_christmas_holiday() -> None:
    assert due_days(MASTERED, NOORD) == [
        date(2026, 11, 24),
        date(2026, 12, 8),
        date(2027, 1, 26),
        date(2027, 8, 23),
    ]


def test_a_missed_refresher_moves_on_silently() -> None:
    def due(day: date) -> int | None:
        found = due_for("doorsturen", MASTERED, [], day, NOORD)
        return found.number if found else None

    assert due(date(2026, 11, 23)) is None
    assert due(date(2026, 11, 24)) == 1
    assert due(date(2026, 12, 7)) == 1
    assert due(date(2026, 12, 8)) == 2
    assert due(date(2027, 1, 26)) == 3
    assert due(date(2027, 8, 22)) is None  # dropped after eight school weeks
    assert due(date(2027, 8, 23)) == 4
    assert due(date(2028, 8, 28)) is None


@settings(max_examples=25)
@given(st.dates(date(2024, 9, 2), date(2027, 7, 1)), st.sampled_from(["noord", "midden", "zuid"]), st.integers(0, 999))
def test_a_year_never_piles_up(first: date, region: str, seed: int) -> None:
    calendar, rng = merged(holidays_of(region), {}), Random(seed)
    modules = {f"les{n}": first + timedelta(days=rng.randrange(0, 60)) for n in range(6)}
    done: list[Done] = []
    sessions: list[date] = []
    for offset in range(420):
        today = first + timedelta(days=offset)
        if calendar.free(today) or rng.random() < 0.5:
            continue
        waiting = [due_for(m, day, done, today, calendar) for m, day in modules.items() if day <= today]
        parts = session_of([one for one in waiting if one], max(sessions, default=None), today)
        if not parts:
            continue
        assert len(parts) <= 2
        assert len({part.module for part in parts}) == len(parts)
        sessions.append(today)
        done += [Done(part.module, part.number, today, 3, 3) for part in parts]
    weeks = [monday_of(day) for day in sessions]
    assert len(set(weeks)) == len(weeks)
    for module, day in modules.items():
        numbers = [one.number for one in done if one.module == module]
        assert len(numbers) == len(set(numbers))
        for one in done:
            if one.module == module:
                assert one.day >= due_days(day, calendar)[one.number - 1]


def test_two_wrong_on_a_goal_come_back_next_school_week() -> None:
    assert weak_goals([("G1", True), ("G2", False), ("G2", False)]) == ("G2",)
    assert weak_goals([("G1", False), ("G2", False)]) == ()
    mastered = date(2026, 11, 3)
    second = [Done("doorsturen", 2, date(2026, 12, 15), 1, 3, ("G2",))]
    assert due_for("doorsturen", mastered, second, date(2026, 12, 28), NOORD) is None
    back = due_for("doorsturen", mastered, second, date(2027, 1, 6), NOORD)
    assert back is not None
    assert (back.number, back.goals) == (0, ("G2",))
    first = [Done("doorsturen", 1, date(2026, 12, 15), 1, 3, ("G2",))]
    missed = due_for("doorsturen", mastered, first, date(2027, 1, 6), NOORD)
    assert missed is not None
    assert missed.number == 2


def test_fresh_is_two_of_three_within_eight_weeks() -> None:
    day = date(2026, 12, 8)
    good, poor = Done("m", 2, day, 2, 3), Done("m", 2, day, 1, 3)
    assert fresh(MASTERED, [good], date(2027, 2, 2), NOORD)
    assert not fresh(MASTERED, [poor], date(2026, 12, 10), NOORD)
    assert not fresh(MASTERED, [good], date(2027, 4, 1), NOORD)
    assert fresh(MASTERED, [], date(2026, 12, 1), NOORD)
    assert not fresh(MASTERED, [], date(2027, 3, 1), NOORD)
    assert not fresh(None, [], date(2026, 12, 1), NOORD)
    assert fresh(MASTERED, [good, Done("m", 0, date(2026, 12, 15), 0, 3)], date(2026, 12, 16), NOORD)


def test_no_holidays_at_all_is_fine() -> None:
    assert due_days(date(2026, 9, 1), Calendar())[:3] == [date(2026, 9, 8), date(2026, 9, 22), date(2026, 10, 27)]


def test_a_session_mixes_the_two_modules_that_wait_longest(session: Session, noor: Person) -> None:
    master(session, noor, "doorsturen", date(2026, 11, 10))
    master(session, noor, "wachtwoorden", date(2026, 11, 17))
    attempt = begin_refresher(session, person=noor, at=at(date(2026, 11, 24)), rng=Random(1))
    assert [item[:2] for item in attempt.items] == ["DS", "WW"] * 3


def test_one_session_a_week_and_then_the_next(session: Session, noor: Person) -> None:
    master(session, noor, "doorsturen", MASTERED)
    day = date(2026, 11, 24)
    first = walk(session, noor, day)
    assert first.finished_at is not None
    for later in (day, day + timedelta(days=2)):
        with pytest.raises(NothingDue):
            begin_refresher(session, person=noor, at=at(later), rng=Random(1))
    second = begin_refresher(session, person=noor, at=at(date(2026, 12, 8)), rng=Random(1))
    assert second.plan == (["doorsturen", 2, []],)


def test_an_unfinished_one_is_let_go_next_week(session: Session, noor: Person) -> None:
    master(session, noor, "doorsturen", MASTERED)
    first = begin_refresher(session, person=noor, at=at(date(2026, 11, 24)), rng=Random(1))
    same = begin_refresher(session, person=noor, at=at(date(2026, 11, 26)), rng=Random(2))
    assert same.key == first.key
    next_week = begin_refresher(session, person=noor, at=at(date(2026, 12, 1)), rng=Random(3))
    assert next_week.key != first.key


def test_a_goal_missed_twice_shows_its_card_and_returns(session: Session, noor: Person) -> None:
    master(session, noor, "doorsturen", MASTERED)
    walk(session, noor, date(2026, 11, 24), right=False)
    state = refresher_state(session, noor.school_id, noor.pupil_id, at(date(2026, 11, 25)))
    if state.again:
        following = refresher_state(session, noor.school_id, noor.pupil_id, at(date(2026, 12, 1)))
        assert [part.number for part in following.due] == [0]
        attempt = begin_refresher(session, person=noor, at=at(date(2026, 12, 1)), rng=Random(1))
        assert attempt.items


def test_mastery_stays_and_freshness_follows(session: Session, noor: Person) -> None:
    master(session, noor, "doorsturen", MASTERED)
    day = date(2026, 11, 24)
    assert fresh_modules(session, noor.school_id, [noor.pupil_id], at(day)) == {noor.pupil_id: {"doorsturen"}}
    walk(session, noor, day, right=False)
    assert fresh_modules(session, noor.school_id, [noor.pupil_id], at(day)) == {noor.pupil_id: set()}
    assert session.get(ModuleState, {"pupil_id": noor.pupil_id, "module": "doorsturen"}).mastered_at is not None  # type: ignore[union-attr]


def test_a_class_sees_who_has_something_due(world: World, session: Session, noor: Person) -> None:
    master(session, noor, "doorsturen", MASTERED)
    pupils = [noor.pupil_id, world.ids["tygo"]]
    assert class_due(session, noor.school_id, pupils, at(MASTERED)) == {}
    assert list(class_due(session, noor.school_id, pupils, at(date(2026, 11, 24)))) == [noor.pupil_id]


def test_the_pages(world: World, session: Session, clock: Clock, noor: Person) -> None:
    browser = world.browser("noor")
    assert "Er staat nu geen opfrisser klaar" in browser.get("/opfrisser").get_data(as_text=True)
    assert browser.post("/opfrisser", data={"csrf_token": csrf_of(browser, "/opfrisser")}).status_code == 404
    master(session, noor, "doorsturen", date(2026, 11, 9))
    page = browser.get("/opfrisser").get_data(as_text=True)
    assert "Module doorsturen" in page
    token = csrf_of(browser, "/opfrisser")
    reply = browser.post("/opfrisser", data={"csrf_token": token})
    assert reply.status_code == 303, reply.get_data(as_text=True)
    where = reply.headers["Location"]
    for _ in range(3):
        assert browser.post(where, data={"unsure": "1", "csrf_token": token}).status_code == 303
        page = browser.get(where).get_data(as_text=True)
        assert "Zo zit het" in page
        state = refresher_state(session, noor.school_id, noor.pupil_id, clock.at)
        session.expire_all()
        where = f"/opfrisser/{state.open.next_item}" if state.open else "/opfrisser"
    assert "0 van de 3 goed" in browser.get("/opfrisser").get_data(as_text=True)


def test_a_place_makes_its_own_addresses(world: World) -> None:
    assert world.app is not None
    with world.app.test_request_context("/"):
        assert Place("refresher", "refresher").url("question", "DS-01") == "/opfrisser/DS-01"


def test_the_own_plan_of_the_lesson_is_shown_again(world: World, session: Session, noor: Person) -> None:
    from lessons.models import TeachBack

    master(session, noor, "doorsturen", date(2026, 11, 9))
    with writing(session):
        session.add(
            TeachBack(
                pupil_id=noor.pupil_id, school_id=noor.school_id, class_id=noor.class_id, module="doorsturen",
                year=2026, step="s9", text="Ik legde het uit.", told=False, plan="own", plan_text="tel ik tot drie.",
                written_at=at(date(2026, 11, 9)),
            )
        )  # fmt: skip
    assert "tel ik tot drie." in world.browser("noor").get("/opfrisser").get_data(as_text=True)
