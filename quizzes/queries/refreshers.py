"""Which refreshers are due for whom, and what is fresh (fris)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day
from progress import queries as progress
from progress.calendar import Calendar, monday_of
from quizzes import catalog
from quizzes.models import Attempt, AttemptAnswer
from quizzes.queries.attempts import AttemptView, view_of
from quizzes.rules.refreshing import Done, Due, due_for, fresh, session_of, weak_goals
from school.models import School

KIND = "refresher"
LOOK_BACK = timedelta(weeks=60)
"""Older refreshers decide nothing any more: the last of a module is dropped within a year and eight weeks."""


@dataclass(frozen=True)
class RefresherState:
    """What the pupil can do now: go on with ``open``, begin with ``due``, or look back at ``last`` of this week.

    ``again``: (module, goal) pairs of which the card is to be read once more.
    """

    open: AttemptView | None
    due: tuple[Due, ...]
    last: AttemptView | None
    again: tuple[tuple[str, str], ...]

    @property
    def waiting(self) -> bool:
        return self.open is not None or bool(self.due)


def calendar_of(session: Session, school_id: int) -> Calendar:
    """The holidays that a school keeps."""
    region = session.scalar(select(School.region).where(School.id == school_id))
    return progress.school_calendar(session, school_id, region or "noord")


def refresher_state(session: Session, school_id: int, pupil_id: int, at: datetime) -> RefresherState:
    """Where one pupil stands with refreshers."""
    today, calendar = local_day(at), calendar_of(session, school_id)
    all_attempts = _attempts(session, [pupil_id], at)
    attempts = all_attempts.get(pupil_id, [])
    week = monday_of(today)
    this_week = [one for one in attempts if monday_of(local_day(one.started_at)) == week]
    running = next((one for one in this_week if one.finished_at is None), None)
    finished = next((one for one in this_week if one.finished_at is not None), None)
    last = view_of(session, finished) if finished else None
    done = _done_parts(session, all_attempts)
    parts = done.get(pupil_id, [])
    again = tuple((one.module, goal) for one in parts if monday_of(one.day) == week for goal in one.weak_goals)
    due = () if running else tuple(_due(session, [pupil_id], calendar, at, all_attempts, done).get(pupil_id, ()))
    return RefresherState(view_of(session, running) if running else None, due, last, again)


def class_due(session: Session, school_id: int, pupil_ids: Collection[int], at: datetime) -> dict[int, list[Due]]:
    """Pupil → what a refresher session would hold now, for pupils who have something due; a fixed number of
    statements."""
    calendar, attempts = calendar_of(session, school_id), _attempts(session, pupil_ids, at)
    due_of = _due(session, pupil_ids, calendar, at, attempts, _done_parts(session, attempts))
    return {pupil: due for pupil, due in due_of.items() if due}


def fresh_modules(session: Session, school_id: int, pupil_ids: Collection[int], at: datetime) -> dict[int, set[str]]:
    """Pupil → modules that are fresh (fris), for pupils who have any; a fixed number of statements."""
    calendar, today = calendar_of(session, school_id), local_day(at)
    done = _done_parts(session, _attempts(session, pupil_ids, at))
    return {
        pupil_id: {
            module
            for module, day in days.items()
            if fresh(day, [one for one in done.get(pupil_id, []) if one.module == module], today, calendar)
        }
        for pupil_id, days in _mastered(session, pupil_ids).items()
    }


def _done_parts(session: Session, attempts: Mapping[int, Sequence[Attempt]]) -> dict[int, list[Done]]:
    """Pupil → the parts of finished refreshers, one per module and number; one statement."""
    finished = [
        (attempt.id, pupil_id, attempt.plan, local_day(attempt.finished_at))
        for pupil_id, own in attempts.items()
        for attempt in own
        if attempt.finished_at is not None
    ]
    answers: dict[tuple[int, str], list[tuple[str, bool]]] = defaultdict(list)
    query = select(AttemptAnswer.attempt_id, AttemptAnswer.item, AttemptAnswer.goal, AttemptAnswer.right).where(
        AttemptAnswer.attempt_id.in_([key for key, *_ in finished])
    )
    items = catalog.shelf().items
    for key, item, goal, right in session.execute(query):
        if item in items:
            answers[key, items[item].module].append((goal, right))
    found: dict[int, list[Done]] = defaultdict(list)
    for key, pupil_id, plan, day in finished:
        for module, number, _goals in plan:
            given = answers[key, module]
            score = sum(verdict for _, verdict in given)
            found[pupil_id].append(Done(module, number, day, score, len(given), weak_goals(given)))
    return dict(found)


def _due(
    session: Session,
    pupil_ids: Collection[int],
    calendar: Calendar,
    at: datetime,
    attempts: Mapping[int, Sequence[Attempt]],
    done: Mapping[int, list[Done]],
) -> dict[int, list[Due]]:
    today = local_day(at)
    banks = catalog.shelf().banks
    found = {}
    for pupil_id, days in _mastered(session, pupil_ids).items():
        own = done.get(pupil_id, [])
        due = [due_for(module, day, own, today, calendar) for module, day in days.items() if module in banks]
        had = [local_day(one.started_at) for one in attempts.get(pupil_id, []) if one.finished_at is not None]
        found[pupil_id] = session_of([one for one in due if one], max(had, default=None), today)
    return found


def _mastered(session: Session, pupil_ids: Collection[int]) -> dict[int, dict[str, date]]:
    return {
        pupil_id: {module: local_day(view.mastered_at) for module, view in views.items() if view.mastered_at}
        for pupil_id, views in progress.class_modules(session, pupil_ids).items()
    }


def _attempts(session: Session, pupil_ids: Collection[int], at: datetime) -> dict[int, list[Attempt]]:
    """Pupil → refreshers, newest first; old ones and those that were let go are left out, and flash rounds, which name
    their place."""
    query = select(Attempt).where(
        Attempt.pupil_id.in_(pupil_ids),
        Attempt.kind == KIND,
        Attempt.module == "",
        Attempt.dropped_at.is_(None),
        Attempt.started_at >= at - LOOK_BACK,
    )
    rows = session.scalars(query.order_by(Attempt.id.desc()))
    found: dict[int, list[Attempt]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(row)
    return found
