"""Where the pupils of a class are: four statements, whatever the size of the class."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classroom.models import PupilVisit
from classroom.rules.signals import Place
from core.clock import local_day, school_year
from lessons.models import LessonProgress
from quizzes.models import Attempt, AttemptAnswer
from school.models import SignIn


def places_of(session: Session, pupil_ids: Collection[int], at: datetime, module: str = "") -> dict[int, Place]:
    """Pupil → where they are now in ``module``, or in the module they worked in last; who has not begun is left out."""
    year = school_year(local_day(at))
    seen = seen_at(session, pupil_ids, at)
    visits = visits_of(session, pupil_ids)
    query = select(LessonProgress).where(LessonProgress.pupil_id.in_(pupil_ids), LessonProgress.year == year)
    if module:
        query = query.where(LessonProgress.module == module)
    latest: dict[int, LessonProgress] = {}
    for row in session.scalars(query):
        known = latest.get(row.pupil_id)
        if known is None or _touched(row) > _touched(known):
            latest[row.pupil_id] = row
    places = {pupil_id: _of_lesson(row, seen.get(pupil_id), visits.get(pupil_id)) for pupil_id, row in latest.items()}
    for pupil_id, place in _questions(session, pupil_ids, module, seen, visits).items():
        known_place = places.get(pupil_id)
        if known_place is None or known_place.done or (not module and place.since > known_place.since):
            places[pupil_id] = place
    return places


def seen_at(session: Session, pupil_ids: Collection[int], at: datetime) -> dict[int, datetime]:
    """Pupil → when a browser in which they are signed in last asked for something; one statement."""
    rows = session.execute(
        select(SignIn.pupil_id, func.max(SignIn.last_seen))
        .where(SignIn.pupil_id.in_(pupil_ids), SignIn.expires_at > at)
        .group_by(SignIn.pupil_id)
    )
    return {pupil_id: moment for pupil_id, moment in rows if pupil_id is not None}


def visits_of(session: Session, pupil_ids: Collection[int]) -> dict[int, datetime]:
    """Pupil → when a teacher was last there; one statement."""
    rows = session.execute(select(PupilVisit.pupil_id, PupilVisit.at).where(PupilVisit.pupil_id.in_(pupil_ids)))
    return {row.pupil_id: row.at for row in rows}


def _of_lesson(row: LessonProgress, seen: datetime | None, visited: datetime | None) -> Place:
    return Place(
        row.module, row.step, row.step_since, seen, row.tries, row.help_at, row.step == "", visited,
        number=min(row.done + 1, row.total), total=row.total,
    )  # fmt: skip


def _questions(
    session: Session,
    pupil_ids: Collection[int],
    module: str,
    seen: dict[int, datetime],
    visits: dict[int, datetime],
) -> dict[int, Place]:
    """Pupil → the question of a running quiz."""
    query = (
        select(Attempt, func.count(AttemptAnswer.item), func.max(AttemptAnswer.answered_at))
        .outerjoin(AttemptAnswer, AttemptAnswer.attempt_id == Attempt.id)
        .where(
            Attempt.pupil_id.in_(pupil_ids),
            Attempt.kind == "quiz",
            Attempt.finished_at.is_(None),
            Attempt.dropped_at.is_(None),
        )
        .group_by(Attempt.id)
        .order_by(Attempt.started_at)
    )
    if module:
        query = query.where(Attempt.module == module)
    return {
        row.pupil_id: Place(
            row.module, "", last or row.started_at, seen.get(row.pupil_id), 0, row.help_at, False,
            visits.get(row.pupil_id), quiz=True, number=answered + 1, total=len(row.items),
        )
        for row, answered, last in session.execute(query)
    }  # fmt: skip


def _touched(row: LessonProgress) -> datetime:
    return max(row.answered_at or row.started_at, row.step_since)
