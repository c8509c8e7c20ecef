"""A lesson with a class: start, move on, take more time, pause, open a step, end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.models import LiveLesson, PupilVisit
from classroom.refusals import (
    BadMinutes,
    LessonRunning,
    NobodyThere,
    NoLessonRunning,
    NoSuchLesson,
    NoSuchStep,
    SomebodyActed,
)
from classroom.rules.clock import PHASES, Slot, now_in, schedule
from core.audit import note
from core.database import writing
from lessons.commands import arranging
from lessons.commands.helping import helped
from progress.storage import held
from quizzes.commands.helping import helped as helped_in_quiz
from school import sign_in
from school.models import Pupil

LEAST_MINUTES, MOST_MINUTES = 25, 90
LONGER = timedelta(minutes=2)
OVERTIME = timedelta(hours=1)
"""A lesson that nobody ends goes on so long after its time."""

LONGEST_NOTE = 200


def slots_of(lesson: LiveLesson) -> list[Slot]:
    """The phases of a lesson from the teacher's last move on."""
    extra = timedelta(seconds=lesson.extra_seconds)
    return schedule(lesson.phase, lesson.phase_since, lesson.ends_at, extra=extra)


def start(
    session: Session,
    *,
    school_id: int,
    class_id: int,
    staff_id: int,
    module: str,
    lesson: int,
    minutes: int,
    at: datetime,
) -> LiveLesson:
    """Begin a lesson. Raises LessonRunning, NoSuchLesson, BadMinutes, NobodyThere."""
    if catalog.module(module) is None or lesson not in (1, 2):
        raise NoSuchLesson
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise BadMinutes(least=LEAST_MINUTES, most=MOST_MINUTES)
    here = select(Pupil.id).where(Pupil.class_id == class_id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None))
    row = LiveLesson(
        school_id=school_id, class_id=class_id, staff_id=staff_id, module=module, lesson=lesson, started_at=at,
        ends_at=at + timedelta(minutes=minutes), phase=PHASES[0], phase_since=at, changes=0,
    )  # fmt: skip
    try:
        with writing(session):
            if session.scalars(here.limit(1)).first() is None:
                raise NobodyThere
            if _running(session, class_id) is not None:
                raise LessonRunning
            session.add(row)
            _quiet(session, row, paused=False, at=at)
            _tell_pages(session, row, row.ends_at + OVERTIME)
            _noted(session, row, staff_id, "lesson.started", at)
    except IntegrityError:
        raise LessonRunning from None  # a colleague began one in the same moment
    return row


def move_on(session: Session, *, class_id: int, phase: str, seen: int, at: datetime) -> None:
    """Go to a later phase now; screens that were quiet for the talk go on. Raises SomebodyActed.

    Going where the class is already changes nothing.
    """
    with writing(session):
        row = _row(session, class_id)
        here = now_in(slots_of(row), at).phase
        if phase not in PHASES or PHASES.index(phase) <= PHASES.index(here):
            return
        _check(row, seen)
        row.phase, row.phase_since, row.extra_seconds = phase, at, 0
        if phase != "talk":
            _quiet(session, row, paused=False, at=at)
        row.changes += 1


def take_longer(session: Session, *, class_id: int, seen: int, at: datetime) -> None:
    """Two minutes more for the phase that runs, as far as talk and exit check allow. Raises SomebodyActed."""
    with writing(session):
        row = _row(session, class_id)
        _check(row, seen)
        here = now_in(slots_of(row), at)
        extra = row.extra_seconds if here.phase == row.phase else 0
        row.phase, row.phase_since = here.phase, here.begins
        row.extra_seconds = extra + int(LONGER.total_seconds())
        row.changes += 1


def pause(session: Session, *, class_id: int, paused: bool, at: datetime) -> None:
    """*Even luisteren* on every screen, or go on. Two teachers who press at once want the same: nothing is refused."""
    with writing(session):
        row = _row(session, class_id)
        if paused:
            here = now_in(slots_of(row), at)
            if PHASES.index(here.phase) < PHASES.index("talk"):
                row.phase, row.phase_since, row.extra_seconds = "talk", at, 0
        _quiet(session, row, paused=paused, at=at)
        row.changes += 1


def open_step(session: Session, *, class_id: int, step: str) -> None:
    """Open a step of the module for everybody; an empty ``step`` takes it back. Raises NoSuchStep."""
    with writing(session):
        row = _row(session, class_id)
        module = catalog.module(row.module)
        if step and (module is None or step not in {one.id for one in module.steps}):
            raise NoSuchStep
        arranging.open_for_all(session, school_id=row.school_id, class_id=class_id, module=row.module, step=step)
        row.changes += 1


def end(
    session: Session, *, class_id: int, staff_id: int, repeat: str, at: datetime, sign_out: bool = False
) -> LiveLesson:
    """End the lesson: screens go on, an opened step closes, and one line of the teacher is kept.

    ``sign_out``: every pupil of the class is signed out, since the devices go to others.
    """
    with writing(session):
        row = _row(session, class_id)
        _quiet(session, row, paused=False, at=at)
        _tell_pages(session, row, None)
        row.ended_at, row.repeat = at, repeat.strip()[:LONGEST_NOTE]
        row.changes += 1
        _noted(session, row, staff_id, "lesson.ended", at)
        if sign_out:
            sign_in.end_all(session, class_id=class_id)
    return row


def visited(session: Session, *, pupil: Pupil, at: datetime) -> None:
    """A teacher was with the pupil: the raised hand goes down, and *lijkt vast* begins to count anew."""
    with writing(session):
        held(session, PupilVisit, {"pupil_id": pupil.id}, {"school_id": pupil.school_id, "at": at}).at = at
        helped(session, pupil_id=pupil.id)
        helped_in_quiz(session, pupil_id=pupil.id)
        row = _running(session, pupil.class_id)
        if row is not None:
            row.changes += 1


def _quiet(session: Session, row: LiveLesson, *, paused: bool, at: datetime) -> None:
    row.resumed_at = None if paused else at
    arranging.pause(session, school_id=row.school_id, class_id=row.class_id, module=row.module, paused=paused, at=at)


def _tell_pages(session: Session, row: LiveLesson, until: datetime | None) -> None:
    """Pages of pupils ask every few seconds what the teacher arranged, until then; None: nothing stays arranged."""
    arranging.go_live(session, school_id=row.school_id, class_id=row.class_id, module=row.module, until=until)


def _running(session: Session, class_id: int) -> LiveLesson | None:
    query = select(LiveLesson).where(LiveLesson.class_id == class_id, LiveLesson.ended_at.is_(None))
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).first()


def _row(session: Session, class_id: int) -> LiveLesson:
    row = _running(session, class_id)
    if row is None:
        raise NoLessonRunning
    return row


def _check(row: LiveLesson, seen: int) -> None:
    if row.changes != seen:
        raise SomebodyActed


def _noted(session: Session, row: LiveLesson, staff_id: int, action: str, at: datetime) -> None:
    facts = {"module": row.module, "lesson": row.lesson}
    note(
        session, school_id=row.school_id, actor=f"staff:{staff_id}", action=action, subject=f"lesson:{row.key}",
        at=at, facts=facts,
    )  # fmt: skip
