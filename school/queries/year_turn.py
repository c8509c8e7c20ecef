"""The school at the turn of the year: classes of the year that ends, their children, and what was done before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from school.models import ClassTeacher, Pupil, SchoolClass, Staff, YearTurn
from school.queries.cards import class_pupils
from school.rules.hours import UNDO
from school.rules.names import order
from school.rules.year_turn import OldClass


@dataclass(frozen=True)
class Ending:
    """A class of the year that ends, with its children by first name."""

    group: SchoolClass
    pupils: list[Pupil]
    old: OldClass


def endings(session: Session, school_id: int, at: datetime) -> list[Ending]:
    """Every class that was not closed and belongs to a school year before the running one."""
    return [
        Ending(group, class_pupils(session, group), _old(session, group))
        for group in _classes(session, school_id, before=school_year(local_day(at)))
    ]


def running(session: Session, school_id: int, at: datetime) -> list[Ending]:
    """The classes of the running year, as the next turn will find them."""
    year = school_year(local_day(at))
    return [
        Ending(group, class_pupils(session, group), _old(session, group))
        for group in _classes(session, school_id, before=year + 1)
        if group.year == year
    ]


def stands(found: list[Ending]) -> str:
    """What the administrator saw, in short: every class and who is in it."""
    facts = [(one.old, [(pupil.key, pupil.year_group) for pupil in one.pupils]) for one in found]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def last_turn(session: Session, school_id: int, at: datetime) -> YearTurn | None:
    """The last turn, if it was not undone and still can be."""
    query = select(YearTurn).where(YearTurn.school_id == school_id, YearTurn.undone_at.is_(None))
    query = query.where(YearTurn.done_at > at - UNDO)
    return session.scalars(query.order_by(YearTurn.done_at.desc())).first()


def _classes(session: Session, school_id: int, *, before: int) -> list[SchoolClass]:
    query = select(SchoolClass).where(
        SchoolClass.school_id == school_id, SchoolClass.year < before, SchoolClass.deleted_at.is_(None),
        SchoolClass.archived_at.is_(None),
    )  # fmt: skip
    return sorted(session.scalars(query), key=lambda group: (group.years, order(group.name), group.key))


def _old(session: Session, group: SchoolClass) -> OldClass:
    query = (
        select(Staff.key)
        .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        .where(ClassTeacher.class_id == group.id, ClassTeacher.until.is_(None), Staff.disabled_at.is_(None))
        .order_by(Staff.name, Staff.key)
    )
    return OldClass(group.key, group.name, tuple(group.years), tuple(session.scalars(query)))
