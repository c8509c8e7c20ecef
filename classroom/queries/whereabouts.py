"""Where the pupils of a class are: five statements, whatever the size of the class."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classroom.models import LiveLesson, PupilVisit
from classroom.rules.signals import Place
from core.clock import local_day, school_year
from lessons.models import ClassLesson, LessonProgress
from quizzes.models import Attempt, AttemptAnswer
from school.models import Pupil, SignIn


def places_of(session: Session, pupil_ids: Collection[int], at: datetime, module: str = "") -> dict[int, Place]:
    """Pupil → where they are now in ``module``, or in the module they worked in last; who has not begun is left out."""
    year = school_year(local_day(at))
    known = _Known(presence_of(session, pupil_ids, at), visits_of(session, pupil_ids), quiet_of(session, pupil_ids))
    query = select(LessonProgress).where(LessonProgress.pupil_id.in_(pupil_ids), LessonProgress.year == year)
    if module:
        query = query.where(LessonProgress.module == module)
    latest: dict[int, LessonProgress] = {}
    for row in session.scalars(query):
        before = latest.get(row.pupil_id)
        if before is None or _touched(row) > _touched(before):
            latest[row.pupil_id] = row
    places = {pupil_id: known.on(pupil_id, _of_lesson(row)) for pupil_id, row in latest.items()}
    for pupil_id, asked in _questions(session, pupil_ids, module).items():
        place = known.on(pupil_id, asked)
        known_place = places.get(pupil_id)
        if known_place is None or known_place.done or (not module and place.since > known_place.since):
            places[pupil_id] = place
    return places


@dataclass(frozen=True)
class Presence:
    """A pupil who is signed in, alone or as the second of a pair: since when, and last seen when."""

    came_in: datetime
    last_seen: datetime


def presence_of(session: Session, pupil_ids: Collection[int], at: datetime) -> dict[int, Presence]:
    """Pupil → the sign-in used last; both children of a pair are there; one statement."""
    rows = session.execute(
        select(SignIn.pupil_id, SignIn.partner_id, SignIn.created_at, SignIn.last_seen)
        .where(or_(SignIn.pupil_id.in_(pupil_ids), SignIn.partner_id.in_(pupil_ids)), SignIn.expires_at > at)
        .order_by(SignIn.last_seen, SignIn.created_at)
    )
    found: dict[int, Presence] = {}
    for pupil_id, partner_id, came_in, last_seen in rows:
        for one in (pupil_id, partner_id):
            if one is not None:
                found[one] = Presence(came_in, last_seen)
    return found


def quiet_of(session: Session, pupil_ids: Collection[int]) -> dict[int, tuple[datetime | None, bool]]:
    """Pupil in a running lesson → when its screens went on last, and whether they are quiet now; one statement."""
    rows = session.execute(
        select(Pupil.id, LiveLesson.resumed_at, ClassLesson.paused_at)
        .join(LiveLesson, (LiveLesson.class_id == Pupil.class_id) & LiveLesson.ended_at.is_(None))
        .outerjoin(
            ClassLesson, (ClassLesson.class_id == LiveLesson.class_id) & (ClassLesson.module == LiveLesson.module)
        )
        .where(Pupil.id.in_(pupil_ids))
    )
    return {pupil_id: (resumed, paused is not None) for pupil_id, resumed, paused in rows}


def visits_of(session: Session, pupil_ids: Collection[int]) -> dict[int, datetime]:
    """Pupil → when a teacher was last there; one statement."""
    rows = session.execute(select(PupilVisit.pupil_id, PupilVisit.at).where(PupilVisit.pupil_id.in_(pupil_ids)))
    return {row.pupil_id: row.at for row in rows}


@dataclass(frozen=True)
class _Known:
    """What is known about each pupil beside the place."""

    presence: Mapping[int, Presence]
    visits: Mapping[int, datetime]
    quiet: Mapping[int, tuple[datetime | None, bool]]

    def on(self, pupil_id: int, place: Place) -> Place:
        here = self.presence.get(pupil_id)
        resumed, quiet = self.quiet.get(pupil_id, (None, False))
        moments = [moment for moment in (here.came_in if here else None, resumed) if moment is not None]
        return replace(
            place, seen_at=here.last_seen if here else None, visited_at=self.visits.get(pupil_id),
            counts_from=max(moments, default=None), quiet=quiet,
        )  # fmt: skip


def _of_lesson(row: LessonProgress) -> Place:
    return Place(
        row.module, row.step, row.step_since, None, row.tries, row.help_at, row.step == "",
        number=min(row.done + 1, row.total), total=row.total,
    )  # fmt: skip


def _questions(session: Session, pupil_ids: Collection[int], module: str) -> dict[int, Place]:
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
            row.module, "", last or row.started_at, None, 0, row.help_at, quiz=True, number=answered + 1,
            total=len(row.items),
        )
        for row, answered, last in session.execute(query)
    }  # fmt: skip


def _touched(row: LessonProgress) -> datetime:
    return max(row.answered_at or row.started_at, row.step_since)
