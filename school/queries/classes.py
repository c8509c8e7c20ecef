"""Classes and their pupils as a teacher sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, String, cast, or_, select
from sqlalchemy.orm import Session

from core.clock import local_day
from school import limits
from school.access import Visitor
from school.models import Budget, ClassTeacher, Pupil, SchoolClass, Staff
from school.rules.hours import UNDO, is_open
from school.rules.names import order


@dataclass(frozen=True)
class Row:
    """A pupil in the list. ``state``: own (secret), card (waits to be used), expired (card), none (no card yet)."""

    key: str
    name: str
    sign: str
    year: int
    route: str
    state: str
    card_until: datetime | None
    waits: int
    """Minutes that the child still has to wait after wrong secrets; 0: none."""


@dataclass(frozen=True)
class Gone:
    """A pupil or class that can still come back. ``until`` is the last moment."""

    key: str
    name: str
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Colleague:
    """A teacher of a class; ``until`` is the last day, None without one."""

    key: str
    name: str
    role: str
    until: date | None


def roster(session: Session, group: SchoolClass, at: datetime) -> list[Row]:
    """Everybody in a class, by first name."""
    query = select(Pupil, Budget).outerjoin(Budget, Budget.name == "pupil:" + cast(Pupil.id, String))
    query = query.where(Pupil.class_id == group.id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
    rows = [_row(pupil, budget, at) for pupil, budget in session.execute(query)]
    return sorted(rows, key=lambda row: (order(row.name), row.sign, row.key))


def removed(session: Session, group: SchoolClass, at: datetime) -> list[Gone]:
    """Pupils of a class that were deleted or left and can still come back."""
    query = select(Pupil).where(
        Pupil.class_id == group.id, or_(Pupil.deleted_at > at - UNDO, Pupil.left_at > at - UNDO)
    )
    found = [
        Gone(pupil.key, pupil.first_name, gone, gone + UNDO)
        for pupil in session.scalars(query)
        if (gone := pupil.deleted_at or pupil.left_at) is not None
    ]
    return sorted(found, key=lambda one: order(one.name))


def removed_pupil(session: Session, group: SchoolClass, key: str) -> Pupil | None:
    """A pupil of this class that is not in it any more."""
    query = select(Pupil).where(Pupil.class_id == group.id, Pupil.key == key)
    return session.scalars(query.where(or_(Pupil.deleted_at.is_not(None), Pupil.left_at.is_not(None)))).first()


def teachers(session: Session, class_id: int, at: datetime) -> list[Colleague]:
    """Who teaches a class today, those without a last day first."""
    query = (
        select(Staff, ClassTeacher.until)
        .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        .where(ClassTeacher.class_id == class_id, Staff.disabled_at.is_(None))
        .where(or_(ClassTeacher.until.is_(None), ClassTeacher.until >= local_day(at)))
    )
    found = [Colleague(staff.key, staff.name, staff.role, until) for staff, until in session.execute(query)]
    return sorted(found, key=lambda one: (one.until is not None, order(one.name)))


def colleagues(session: Session, school_id: int) -> list[Colleague]:
    """Everybody at a school who can be tied to a class."""
    query = select(Staff).where(Staff.school_id == school_id, Staff.disabled_at.is_(None), Staff.role != "board")
    found = [Colleague(staff.key, staff.name, staff.role, None) for staff in session.scalars(query)]
    return sorted(found, key=lambda one: order(one.name))


def classes_of(session: Session, visitor: Visitor, at: datetime) -> list[SchoolClass]:
    """The classes a member of staff may know of, by jaargroep and name."""
    query = _theirs(visitor, at).where(SchoolClass.deleted_at.is_(None), SchoolClass.archived_at.is_(None))
    return sorted(session.scalars(query), key=lambda group: (group.years, order(group.name)))


def deleted_classes(session: Session, visitor: Visitor, at: datetime) -> list[SchoolClass]:
    """The classes a member of staff may bring back, the last deleted first."""
    query = _theirs(visitor, at).where(SchoolClass.deleted_at > at - UNDO)
    return list(session.scalars(query.order_by(SchoolClass.deleted_at.desc())))


def open_now(group: SchoolClass, at: datetime) -> bool:
    """True when pupils of a class may sign in at this moment."""
    return is_open(group.sign_in_time, group.opened_until, at)


def _theirs(visitor: Visitor, at: datetime) -> Select[SchoolClass]:
    query = select(SchoolClass).where(SchoolClass.school_id == visitor.school_id)
    if visitor.role == "administrator":
        return query
    tied = select(ClassTeacher.class_id).where(
        ClassTeacher.staff_id == visitor.staff_id,
        or_(ClassTeacher.until.is_(None), ClassTeacher.until >= local_day(at)),
    )
    return query.where(SchoolClass.id.in_(tied))


def _row(pupil: Pupil, budget: Budget | None, at: datetime) -> Row:
    blocked = budget.blocked_until if budget is not None else None
    left = min(blocked - at, limits.WAITS[-1]) if blocked is not None and blocked > at else None
    if pupil.secret_own:
        state = "own"
    elif pupil.secret_hash is None:
        state = "none"
    else:
        state = "expired" if pupil.card_until is not None and at >= pupil.card_until else "card"
    return Row(
        pupil.key, pupil.first_name, pupil.sign, pupil.year_group, pupil.route, state,
        pupil.card_until if state == "card" else None, limits.minutes(left) if left else 0,
    )  # fmt: skip
