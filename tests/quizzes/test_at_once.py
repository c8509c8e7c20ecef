"""Many threads at one moment: one attempt, one answer, once in the evidence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

from flask import Flask
from sqlalchemy import func, select

from core.database import db
from progress.commands import Person
from progress.models import Evidence, GoalState, ItemMemory
from quizzes.commands.attempts import begin_quiz, submit_answer
from quizzes.models import Attempt, AttemptAnswer
from tests.conftest import MONDAY_MORNING
from tests.world import World

THREADS = 8


def test_a20_one_attempt_and_one_answer(world: World, app: Flask, noor: Person) -> None:
    def begin(number: int) -> str:
        with app.app_context():
            rng = Random(number)
            return begin_quiz(db.session, person=noor, module="doorsturen", at=MONDAY_MORNING, rng=rng).key

    def answer(item: str) -> bool:
        with app.app_context():
            return submit_answer(
                db.session, person=noor, kind="quiz", module="doorsturen", item=item, form={"unsure": ["1"]},
                settings={}, at=MONDAY_MORNING,
            ).fresh  # fmt: skip

    with ThreadPoolExecutor(THREADS) as pool:
        assert len(set(pool.map(begin, range(THREADS)))) == 1
        with app.app_context():
            attempt = db.session.scalars(select(Attempt)).one()
        for item in attempt.items:
            assert sorted(pool.map(answer, [item] * THREADS)) == [False] * (THREADS - 1) + [True]
    with app.app_context():
        counts = {
            table: db.session.scalar(select(func.count()).select_from(table))
            for table in (AttemptAnswer, Evidence, ItemMemory, GoalState)
        }
        assert db.session.scalars(select(Attempt)).one().finished_at == MONDAY_MORNING
    assert counts == {AttemptAnswer: 8, Evidence: 8, ItemMemory: 8, GoalState: 4}


def test_a_whole_class_at_once(world: World, app: Flask) -> None:
    """Pupils do not wait for each other's answers, nor lose them."""
    people = [
        Person(world.ids[school], world.ids[name], world.ids[group], "nl")
        for name, group, school in (
            ("noor", "groep7", "gsv-school"), ("tygo", "groep7", "gsv-school"), ("amara", "groep5", "gsv-school"),
            ("sem", "groep8", "meilan-school"),
        )
    ]  # fmt: skip

    def walk(person: Person) -> int:
        with app.app_context():
            attempt = begin_quiz(db.session, person=person, module="doorsturen", at=MONDAY_MORNING, rng=Random(1))
            for item in attempt.items:
                submit_answer(
                    db.session, person=person, kind="quiz", module="doorsturen", item=item, form={"unsure": ["1"]},
                    settings={}, at=MONDAY_MORNING,
                )  # fmt: skip
            return len(attempt.items)

    with ThreadPoolExecutor(len(people)) as pool:
        assert sum(pool.map(walk, people)) == 32
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Evidence)) == 32
