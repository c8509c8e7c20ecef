"""Recording what pupils did. Each command is one transaction (or part of the caller's) and counts a token once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from core.database import writing
from progress.models import Evidence, GoalState, ItemMemory, ModuleState, StepMemory
from progress.rules import Answered, mastered, remember
from progress.storage import held, insert_once

COUNTED = "quiz"
"""Only answers from this source carry mastery; refreshers, pledges and measurements do not take it away either."""

UNKNOWN_BANK = ("start", "end")
"""Sources whose items belong to no bank: they leave no memory of items."""


@dataclass(frozen=True)
class Person:
    """Whose fact it is, and in which class and language it came about."""

    school_id: int
    pupil_id: int
    class_id: int | None
    language: str


@dataclass(frozen=True)
class ItemFacts:
    """Which question was answered; ``digest`` is of its text as the pupil saw it."""

    module: str
    item: str
    goal: str
    agreement: str
    digest: str


@dataclass(frozen=True)
class Verdict:
    """How it was answered."""

    right: bool
    unsure: bool = False
    tags: tuple[str, ...] = ()
    picks: tuple[tuple[str, str], ...] = ()


def record_answer(
    session: Session,
    *,
    person: Person,
    item: ItemFacts,
    verdict: Verdict,
    source: str,
    token: str,
    at: datetime,
    ends_attempt: bool = False,
) -> bool:
    """Keep one answer and what follows from it; False (and nothing changed) when ``token`` was there already.

    ``ends_attempt`` says that this answer ends a quiz attempt: only then is it judged whether the module is mastered.
    """
    with writing(session):
        values = {
            "name": item.item,
            "goal": item.goal,
            "agreement": item.agreement,
            "digest": item.digest,
            "right": verdict.right,
            "unsure": verdict.unsure,
            "tags": list(verdict.tags),
            "picks": [list(pick) for pick in verdict.picks],
            "first": not _answered_before(session, person, item.item, source),
        }
        if not _add(session, person, item.module, "answer", source, token, at, values):
            return False
        if source not in UNKNOWN_BANK:
            _remember_item(session, person, item, verdict, at)
        if source == COUNTED:
            _update_goal(session, person, item, verdict, at)
            if ends_attempt:
                _judge_module(session, person, item.module, at)
    return True


def record_action(
    session: Session,
    *,
    person: Person,
    module: str,
    step: str,
    protective: bool,
    right: bool,
    token: str,
    at: datetime,
    agreement: str = "",
    tags: Sequence[str] = (),
    picks: Sequence[tuple[str, str]] = (),
) -> bool:
    """Keep what a pupil did in a simulation; False (and nothing changed) when ``token`` was there already.

    ``right`` is the judgement of the first answer, or that the closing card was reached; ``protective`` that at least
    one protective act was shown, which is what opens a promise.
    """
    with writing(session):
        key = {"pupil_id": person.pupil_id, "module": module, "step": step}
        before = session.get(StepMemory, key)
        values = {
            "name": step,
            "agreement": agreement,
            "right": right,
            "protective": protective,
            "tags": list(tags),
            "picks": [list(pick) for pick in picks],
            "first": before is None,
        }
        if not _add(session, person, module, "action", "step", token, at, values):
            return False
        start = {"school_id": person.school_id, "right_first": right, "protective": False, "times": 0, "last_at": at}
        memory = held(session, StepMemory, key, start)
        memory.protective = memory.protective or protective
        memory.times += 1
        memory.last_at = at
        if protective:
            state = _module(session, person, module, at)
            state.protective_at = state.protective_at or at
    return True


def _add(
    session: Session,
    person: Person,
    module: str,
    kind: str,
    source: str,
    token: str,
    at: datetime,
    values: dict[str, object],
) -> bool:
    return insert_once(
        session,
        Evidence,
        {
            "school_id": person.school_id,
            "pupil_id": person.pupil_id,
            "class_id": person.class_id,
            "language": person.language,
            "token": token,
            "year": school_year(local_day(at)),
            "at": at,
            "kind": kind,
            "source": source,
            "module": module,
            **values,
        },
    )


_BEFORE = (
    select(Evidence.id)
    .where(
        Evidence.pupil_id == bindparam("pupil"),
        Evidence.name == bindparam("name"),
        Evidence.source == bindparam("source"),
    )
    .limit(1)
)


def _answered_before(session: Session, person: Person, item: str, source: str) -> bool:
    asked = {"pupil": person.pupil_id, "name": item, "source": source}
    return session.execute(_BEFORE, asked).first() is not None


def _remember_item(session: Session, person: Person, item: ItemFacts, verdict: Verdict, at: datetime) -> None:
    key = {"pupil_id": person.pupil_id, "item": item.item}
    start = {
        "school_id": person.school_id,
        "module": item.module,
        "goal": item.goal,
        "agreement": item.agreement,
        "seen_at": at,
        "right": verdict.right,
        "tags": [],
    }
    memory = held(session, ItemMemory, key, start)
    memory.goal, memory.agreement = item.goal, item.agreement
    memory.seen_at, memory.right, memory.tags = at, verdict.right, list(verdict.tags)


def _update_goal(session: Session, person: Person, item: ItemFacts, verdict: Verdict, at: datetime) -> None:
    key = {"pupil_id": person.pupil_id, "module": item.module, "goal": item.goal}
    state = held(session, GoalState, key, {"school_id": person.school_id, "last": [], "updated_at": at})
    last = remember([Answered(*pair) for pair in state.last], Answered(item.item, verdict.right))
    state.last = [[answer.item, answer.right] for answer in last]
    state.updated_at = at
    _module(session, person, item.module, at)


def _judge_module(session: Session, person: Person, module: str, at: datetime) -> None:
    session.flush()
    lists = session.scalars(
        select(GoalState.last).where(GoalState.pupil_id == person.pupil_id, GoalState.module == module)
    )
    if mastered([Answered(*pair) for pair in last] for last in lists):
        state = _module(session, person, module, at)
        state.mastered_at = state.mastered_at or at
        state.renewed_at = at


def _module(session: Session, person: Person, module: str, at: datetime) -> ModuleState:
    key = {"pupil_id": person.pupil_id, "module": module}
    state = held(session, ModuleState, key, {"school_id": person.school_id, "updated_at": at})
    state.updated_at = at
    return state
