"""The live board: one cheap question whether anything changed, and the board itself."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.facts import PupilRow
from classroom.models import BoardTally, BoardVote, LiveLesson
from classroom.queries.board import BEFORE
from classroom.queries.people import pupils_of
from classroom.queries.situation import waits_of
from classroom.queries.whereabouts import places_of
from classroom.rules.clock import Slot, latest_pause, now_in, schedule
from classroom.rules.signals import Needs, Place, Signal, by_need
from core.clock import local_day, school_year
from core.database import UtcDateTime
from lessons.catalog import steps_on
from lessons.models import ClassLesson, LessonProgress
from quizzes.models import Attempt, AttemptAnswer
from school.models import Budget, Pupil, SignIn


@dataclass(frozen=True)
class Clock:
    """The clock of a running lesson, for the teacher only."""

    slots: tuple[Slot, ...]
    now: Slot
    minutes_left: int
    minutes_done: int
    over: bool
    pause_before: datetime | None


@dataclass(frozen=True)
class Pulse:
    """A running lesson and a mark that changes whenever the board would."""

    lesson_id: int
    clock: Clock
    mark: str


@dataclass(frozen=True)
class OnBoard:
    """One pupil on the live board."""

    pupil: PupilRow
    place: Place | None
    signal: Signal | None = None


@dataclass(frozen=True)
class Board:
    """Who is where: with a signal first, then busy, done and not in yet, each by name."""

    walk: tuple[OnBoard, ...]
    busy: tuple[OnBoard, ...]
    done: tuple[OnBoard, ...]
    absent: tuple[OnBoard, ...]
    paused: bool
    open_step: str
    present: int
    """Pupils who are in. Who waits at the door after wrong secrets is walked to, and is not in."""

    def on_step(self, step: str) -> tuple[int, int]:
        """How many pupils are on a step (``quiz``: the questions), and how many of them have a signal."""
        here = [one for one in (*self.walk, *self.busy) if one.place and _name(one.place) == step]
        return len(here), sum(one.signal is not None for one in here)


def running(session: Session, class_id: int) -> LiveLesson | None:
    """The lesson that the class does now."""
    query = select(LiveLesson).where(LiveLesson.class_id == class_id, LiveLesson.ended_at.is_(None))
    return session.scalars(query).first()


def clock_of(lesson: LiveLesson, at: datetime) -> Clock:
    """Where the clock of a lesson stands."""
    return _clock(lesson.phase, lesson.phase_since, lesson.ends_at, lesson.extra_seconds, at)


def pulse(session: Session, class_id: int, at: datetime) -> Pulse | None:
    """The running lesson and its mark, in one statement; None when no lesson runs."""
    row = session.execute(_PULSE, {"class": class_id, "year": school_year(local_day(at)), "now": at}).first()
    if row is None:
        return None
    lesson_id, phase, since, ends_at, extra, *figures = row
    clock = _clock(phase, since, ends_at, extra, at)
    minute = int(at.timestamp() // 60)
    mark = f"{lesson_id}/{phase}/{since}/{extra}/{figures}/{clock.now.phase}/{clock.minutes_left}/{minute}"
    return Pulse(lesson_id, clock, hashlib.sha256(mark.encode()).hexdigest()[:20])


def board(session: Session, lesson: LiveLesson, at: datetime) -> Board:
    """The whole board; eight statements, whatever the size of the class.

    A raised hand of somebody who is not in (it was raised in another lesson) waits until that pupil comes in.
    """
    pupils = pupils_of(session, [lesson.class_id])[lesson.class_id]
    ids = [pupil.id for pupil in pupils]
    places = places_of(session, ids, at, lesson.module)
    waits = waits_of(session, ids, at)
    signed_in = _signed_in(session, lesson, at)
    arranged = session.get(ClassLesson, {"class_id": lesson.class_id, "module": lesson.module}, populate_existing=True)
    rows = {pupil.id: pupil for pupil in pupils}
    here = {pupil.id for pupil in pupils if pupil.id in signed_in}
    needs = [Needs(p.name, places.get(p.id) if p.id in here else None, waits.get(p.id), pupil_id=p.id) for p in pupils]
    some, others = by_need(needs, at)
    rest = [OnBoard(rows[one.pupil_id], one.place) for one in others]
    return Board(
        walk=tuple(OnBoard(rows[one.pupil_id], one.place, signal) for one, signal in some),
        busy=tuple(one for one in rest if one.pupil.id in here and not (one.place and one.place.done)),
        done=tuple(one for one in rest if one.pupil.id in here and one.place and one.place.done),
        absent=tuple(one for one in rest if one.pupil.id not in here),
        paused=arranged is not None and arranged.paused_at is not None,
        open_step=arranged.open_step if arranged else "",
        present=len(here),
    )


def given_before(session: Session, class_id: int, year: int) -> list[LiveLesson]:
    """The lessons of this school year that have ended, the latest first."""
    rows = session.scalars(
        select(LiveLesson)
        .where(LiveLesson.class_id == class_id, LiveLesson.ended_at.is_not(None))
        .order_by(LiveLesson.started_at.desc())
    )
    return [row for row in rows if school_year(local_day(row.started_at)) == year]


def worked_through(session: Session, pupils: Sequence[PupilRow], year: int) -> set[tuple[str, int]]:
    """(module, lesson) that at least half of the pupils went through this school year; one statement."""
    rows = session.scalars(
        select(LessonProgress).where(
            LessonProgress.pupil_id.in_([pupil.id for pupil in pupils]), LessonProgress.year == year
        )
    )
    routes = {pupil.id: pupil.route for pupil in pupils}
    counts: Counter[tuple[str, int]] = Counter()
    for row in rows:
        module = catalog.module(row.module)
        if module is None:
            continue
        first = sum(step.lesson == 1 for step in steps_on(module, routes[row.pupil_id]))
        counts[row.module, 1] += row.done >= first
        counts[row.module, 2] += row.done >= row.total
    return {key for key, number in counts.items() if number and 2 * number >= len(pupils)}


def next_lesson(had: Collection[tuple[str, int]], order: Sequence[str]) -> tuple[str, int]:
    """Module and lesson that come next: the first in ``order`` that is not among ``had``."""
    return next(((slug, part) for slug in order for part in (1, 2) if (slug, part) not in had), (order[0], 1))


def _name(place: Place) -> str:
    return "quiz" if place.quiz else place.step


def _clock(phase: str, since: datetime, ends_at: datetime, extra: int, at: datetime) -> Clock:
    slots = schedule(phase, since, ends_at, extra=timedelta(seconds=extra))
    here = now_in(slots, at)
    left = max(int((here.ends - at).total_seconds()), 0)
    done = max(int((at - here.begins).total_seconds()), 0)
    return Clock(tuple(slots), here, -(-left // 60), done // 60, at >= ends_at, latest_pause(slots))


def _signed_in(session: Session, lesson: LiveLesson, at: datetime) -> set[int]:
    rows = session.execute(
        select(SignIn.pupil_id, SignIn.partner_id).where(
            SignIn.class_id == lesson.class_id, SignIn.last_seen >= lesson.started_at - BEFORE, SignIn.expires_at > at
        )
    )
    return {pupil_id for pair in rows for pupil_id in pair if pupil_id is not None}


def _pulse() -> Select[Any]:
    """All that the board shows, as counts: each act of a pupil or teacher changes at least one of them.

    Counts over the same rows are one word, so that the rows are gone through once.
    """
    class_id: BindParameter[int] = bindparam("class")
    year: BindParameter[int] = bindparam("year")
    at = bindparam("now", type_=UtcDateTime())
    lesson = (LessonProgress.class_id == class_id, LessonProgress.year == year)
    quiz = (
        Attempt.class_id == class_id, Attempt.module == LiveLesson.module, Attempt.year == year, Attempt.kind == "quiz",
    )  # fmt: skip
    own = select(literal("pupil:") + cast(Pupil.id, String)).where(Pupil.class_id == class_id)
    arranged = (ClassLesson.class_id == class_id, ClassLesson.module == LiveLesson.module)
    figures = (
        select(func.count()).where(Pupil.class_id == class_id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None)),
        select(
            _word(
                func.count(), func.sum(LessonProgress.done), func.sum(LessonProgress.tries),
                func.count(LessonProgress.help_at),
            )
        ).where(*lesson),
        select(_word(func.count(), func.count(Attempt.finished_at), func.count(Attempt.help_at))).where(*quiz),
        select(func.count(AttemptAnswer.item)).join(Attempt, AttemptAnswer.attempt_id == Attempt.id).where(*quiz),
        select(func.count() + func.count(SignIn.partner_id)).where(SignIn.class_id == class_id, SignIn.expires_at > at),
        select(func.count()).where(Budget.name.in_(own), Budget.blocked_until > at),
        select(_word(func.count(ClassLesson.paused_at), func.max(ClassLesson.open_step))).where(*arranged),
        select(func.sum(BoardTally.votes)).join(BoardVote, BoardTally.vote_id == BoardVote.id).where(
            BoardVote.class_id == class_id, BoardVote.closed_at.is_(None)
        ),
    )  # fmt: skip
    return select(
        LiveLesson.id, LiveLesson.phase, LiveLesson.phase_since, LiveLesson.ends_at, LiveLesson.extra_seconds,
        LiveLesson.changes,
        *(figure.correlate(LiveLesson).scalar_subquery() for figure in figures),
    ).where(LiveLesson.class_id == class_id, LiveLesson.ended_at.is_(None))  # fmt: skip


def _word(*counts: ColumnElement[Any]) -> ColumnElement[str]:
    """The counts as one word, such as ``28/140/171/2``."""
    first, *others = (func.coalesce(cast(count, String), "") for count in counts)
    return functools.reduce(lambda said, count: said + "/" + count, others, first)


_PULSE = _pulse()
