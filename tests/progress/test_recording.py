"""Evidence is kept once and the summaries follow it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from core.database import db
from progress import queries
from progress.commands import ItemFacts, Person, Verdict, record_action, record_answer
from progress.models import Evidence
from progress.rules import Level
from tests.conftest import MONDAY_MORNING
from tests.world import World

GOALS_OF = {("doorsturen", f"A{n}"): [f"G{n}"] for n in range(1, 5)}


@pytest.fixture
def noor(world: World, session: Session) -> Person:
    return Person(world.ids["gsv-school"], world.ids["noor"], world.ids["groep7"], "nl")


def answer(
    session: Session, person: Person, item: str, goal: int, right: bool, *, token: str = "", source: str = "quiz",
    ends: bool = False, tags: tuple[str, ...] = (), minutes: int = 0,
) -> bool:  # fmt: skip
    return record_answer(
        session,
        person=person,
        item=ItemFacts("doorsturen", item, f"G{goal}", f"A{goal}", "0" * 64),
        verdict=Verdict(right, tags=tags, picks=(("answer", "a"),)),
        source=source,
        token=token or f"{source}-{item}-{minutes}",
        at=MONDAY_MORNING + timedelta(minutes=minutes),
        ends_attempt=ends,
    )


def whole_attempt(session: Session, person: Person, wrong: set[int]) -> None:
    for number in range(8):
        item, goal = f"DS-{number + 1:02}", number // 2 + 1
        answer(session, person, item, goal, number not in wrong, ends=number == 7, minutes=number)


def test_the_same_token_counts_once(session: Session, noor: Person) -> None:
    assert answer(session, noor, "DS-01", 1, True, token="t1")
    assert not answer(session, noor, "DS-01", 1, False, token="t1")
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    assert queries.pupil_goals(session, noor.pupil_id)["doorsturen", "G1"].right == 1


def test_another_pupil_may_use_the_same_token(world: World, session: Session, noor: Person) -> None:
    tygo = Person(noor.school_id, world.ids["tygo"], noor.class_id, "en")
    assert answer(session, noor, "DS-01", 1, True, token="t1")
    assert answer(session, tygo, "DS-01", 1, True, token="t1")


def test_six_of_eight_masters_a_module(session: Session, noor: Person) -> None:
    whole_attempt(session, noor, wrong={1, 3})
    view = queries.pupil_modules(session, noor.pupil_id)["doorsturen"]
    assert view.mastered_at == MONDAY_MORNING + timedelta(minutes=7)


def test_nothing_right_on_a_goal_does_not(session: Session, noor: Person) -> None:
    whole_attempt(session, noor, wrong={0, 1})
    assert queries.pupil_modules(session, noor.pupil_id)["doorsturen"].mastered_at is None


def test_mastery_is_judged_at_the_end_of_an_attempt_only(session: Session, noor: Person) -> None:
    for number in range(8):
        answer(session, noor, f"DS-{number + 1:02}", number // 2 + 1, True)
    assert queries.pupil_modules(session, noor.pupil_id)["doorsturen"].mastered_at is None


def test_mastery_is_never_taken_away(session: Session, noor: Person) -> None:
    whole_attempt(session, noor, wrong=set())
    answer(session, noor, "DS-03", 1, False, minutes=20, ends=True)
    answer(session, noor, "DS-04", 1, False, minutes=21, ends=True)
    assert queries.pupil_modules(session, noor.pupil_id)["doorsturen"].mastered_at is not None
    assert queries.pupil_goals(session, noor.pupil_id)["doorsturen", "G1"].level == Level.PRACTISE


@pytest.mark.parametrize("source", ["refresher", "pledge", "start", "end"])
def test_only_the_quiz_carries_mastery(session: Session, noor: Person, source: str) -> None:
    answer(session, noor, "DS-01", 1, True, source=source, ends=True)
    assert queries.pupil_goals(session, noor.pupil_id) == {}
    remembered = "DS-01" in queries.items_seen(session, noor.pupil_id, "doorsturen")
    assert remembered == (source in ("refresher", "pledge"))


def test_the_first_answer_is_marked(session: Session, noor: Person) -> None:
    answer(session, noor, "DS-01", 1, False, minutes=0)
    answer(session, noor, "DS-01", 1, True, minutes=1)
    answer(session, noor, "DS-01", 1, True, source="refresher", minutes=2)
    rows = session.execute(select(Evidence.source, Evidence.first).order_by(Evidence.at)).all()
    assert [tuple(row) for row in rows] == [("quiz", True), ("quiz", False), ("refresher", True)]


def test_a_protective_act_opens_and_stays(session: Session, noor: Person) -> None:
    def act(token: str, protective: bool) -> bool:
        return record_action(
            session, person=noor, module="doorsturen", step="s2", protective=protective, right=protective, token=token,
            at=MONDAY_MORNING,
        )  # fmt: skip

    assert act("one", protective=False)
    assert queries.pupil_modules(session, noor.pupil_id) == {}
    assert act("two", protective=True)
    assert not act("two", protective=True)
    assert act("three", protective=False)
    assert queries.pupil_modules(session, noor.pupil_id)["doorsturen"].protective_at == MONDAY_MORNING
    assert queries.step_done_at(session, noor.pupil_id, "doorsturen", "s2") == MONDAY_MORNING
    assert queries.step_done_at(session, noor.pupil_id, "doorsturen", "s9") is None


def test_agreements_and_clauses_of_a_class(world: World, session: Session, noor: Person) -> None:
    whole_attempt(session, noor, wrong={2})
    pupils = [noor.pupil_id, world.ids["tygo"]]
    found = queries.class_agreements(session, pupils, GOALS_OF)
    assert [int(found[noor.pupil_id]["doorsturen", f"A{n}"]) for n in range(1, 5)] == [2, 1, 2, 2]
    assert set(found[world.ids["tygo"]].values()) == {Level.OPEN}
    cited = {("doorsturen", "A2"): ["gsv-8"]}
    clauses = queries.class_clauses(session, pupils, GOALS_OF, cited, ["gsv-8", "gsv-99"])
    assert clauses[noor.pupil_id] == {"gsv-8": Level.PRACTISE, "gsv-99": None}


def test_a_class_costs_the_same_number_of_statements_as_one_pupil(world: World, session: Session, noor: Person) -> None:
    whole_attempt(session, noor, wrong=set())
    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement.split()[0])

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        queries.class_agreements(session, [noor.pupil_id, world.ids["tygo"], *range(900, 1100)], GOALS_OF)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert counted.count("SELECT") == 1


def test_the_latest_answer_on_an_agreement(session: Session, noor: Person) -> None:
    answer(session, noor, "DS-01", 1, False, tags=("M1",), minutes=1)
    answer(session, noor, "DS-02", 1, False, tags=("M2",), minutes=2)
    latest = queries.latest_on_agreements(session, [noor.pupil_id], "doorsturen")
    assert latest[noor.pupil_id]["A1"].tags == ("M2",)
