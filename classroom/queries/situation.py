"""What needs attention in one or more classes: the same number of statements for one class as for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classroom.facts import ClassRow, PupilRow
from classroom.models import LeftAside, LiveLesson
from classroom.queries.catching_up import Missed, missed_by
from classroom.queries.people import pupils_of
from classroom.queries.whereabouts import places_of
from classroom.rules.signals import KINDS, Needs, Signal, by_need
from core.clock import local_day, school_year
from lessons.models import TeachBack
from pledges.models import TalkWish
from progress.calendar import Calendar
from school.limits import WAITS, of_pupil
from school.models import Budget


@dataclass(frozen=True)
class Attention:
    """One pupil on the class page."""

    pupil: PupilRow
    needs: Needs
    signal: Signal | None


@dataclass(frozen=True)
class Situation:
    """A class: who has a signal (the most needed first), everybody else by name, and what waits to be read."""

    group: ClassRow
    with_signal: tuple[Attention, ...]
    without: tuple[Attention, ...]
    missed: Mapping[int, list[Missed]]
    unread: int
    oldest_unread: datetime | None
    running: LiveLesson | None

    @property
    def pupils(self) -> int:
        return len(self.with_signal) + len(self.without)

    @property
    def signals(self) -> int:
        return len(self.with_signal)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kind of signal → how many pupils, the most needed kind first."""
        found = [one.signal.kind for one in self.with_signal if one.signal]
        return [(kind, found.count(kind)) for kind in KINDS if kind in found]


def situations(session: Session, classes: Sequence[ClassRow], *, staff_id: int, at: datetime) -> list[Situation]:
    """The situation of each class."""
    pupils = pupils_of(session, [group.id for group in classes])
    ids = [pupil.id for group in pupils.values() for pupil in group]
    places = places_of(session, ids, at)
    waits = waits_of(session, ids, at)
    talks = talks_of(session, ids, school_year(local_day(at)))
    missed = missed_by(session, pupils, at)
    unread = _unread(session, list(pupils), staff_id, school_year(local_day(at)))
    running = running_in(session, list(pupils))
    found = []
    for group in classes:
        rows = {
            Needs(
                pupil.name, places.get(pupil.id), waits.get(pupil.id), talks.get(pupil.id, ()),
                tuple((one.module, one.lesson) for one in missed.get(pupil.id, ())), pupil.id,
            ): pupil
            for pupil in pupils[group.id]
        }  # fmt: skip
        some, others = by_need(rows, at)
        count, oldest = unread.get(group.id, (0, None))
        found.append(
            Situation(
                group,
                tuple(Attention(rows[needs], needs, signal) for needs, signal in some),
                tuple(Attention(rows[needs], needs, None) for needs in others),
                missed, count, oldest, running.get(group.id),
            )
        )  # fmt: skip
    return found


def waits_of(session: Session, pupil_ids: Collection[int], at: datetime) -> dict[int, datetime]:
    """Pupil → when a wait after wrong secrets ends; one statement."""
    names = {of_pupil(pupil_id): pupil_id for pupil_id in pupil_ids}
    rows = session.execute(
        select(Budget.name, Budget.blocked_until).where(Budget.name.in_(list(names)), Budget.blocked_until > at)
    )
    return {names[name]: min(until, at + WAITS[-1]) for name, until in rows if until is not None}


def talks_of(session: Session, pupil_ids: Collection[int], year: int) -> dict[int, tuple[str, ...]]:
    """Pupil → the promises they want to talk about; one statement."""
    rows = session.execute(
        select(TalkWish.pupil_id, TalkWish.promise)
        .where(TalkWish.pupil_id.in_(pupil_ids), TalkWish.year == year)
        .order_by(TalkWish.promise)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pupil_id, promise in rows:
        found[pupil_id].append(promise)
    return {pupil_id: tuple(promises) for pupil_id, promises in found.items()}


def running_in(session: Session, class_ids: Collection[int]) -> dict[int, LiveLesson]:
    """Class → its lesson that is being given; one statement."""
    rows = session.scalars(select(LiveLesson).where(LiveLesson.class_id.in_(class_ids), LiveLesson.ended_at.is_(None)))
    return {row.class_id: row for row in rows}


def left_aside(session: Session, class_id: int, today: date) -> set[str]:
    """Suggestions that a teacher does not want to see today."""
    query = select(LeftAside.suggestion).where(LeftAside.class_id == class_id, LeftAside.day == today)
    return set(session.scalars(query))


def read_before(written: datetime, days: int, calendar: Calendar) -> date:
    """The last of ``days`` school days after the day of ``written``."""
    day = local_day(written)
    for _ in range(200):
        if days <= 0:
            break
        day += timedelta(days=1)
        days -= not calendar.free(day)
    return day


def _unread(
    session: Session, class_ids: Iterable[int], staff_id: int, year: int
) -> dict[int, tuple[int, datetime | None]]:
    """Class → how many texts of pupils nobody read yet, and since when the oldest waits; one statement."""
    rows = session.execute(
        select(TeachBack.class_id, func.count(), func.min(TeachBack.written_at))
        .where(
            TeachBack.class_id.in_(list(class_ids)),
            TeachBack.year == year,
            TeachBack.read_at.is_(None),
            TeachBack.text != "",
            or_(TeachBack.hidden_by.is_(None), TeachBack.hidden_by == staff_id),
        )
        .group_by(TeachBack.class_id)
    )
    return {class_id: (number, oldest) for class_id, number, oldest in rows if class_id is not None}
