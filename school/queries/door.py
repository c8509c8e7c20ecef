"""What somebody at the door of a class may know: its name, when it is open, and the first names in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.clock import local_day
from school.models import ClassTeacher, Pupil, School, SchoolClass, Staff
from school.rules.hours import is_open
from school.rules.names import order


@dataclass(frozen=True)
class Door:
    """A class as seen from outside. ``teachers`` are their names; ``open`` says whether pupils may sign in now."""

    id: int
    key: str
    name: str
    teachers: list[str]
    secret_kind: str
    open: bool
    demo: bool


@dataclass(frozen=True)
class Tile:
    """One name to press. ``own`` is true once the child made an own secret; before, the card's code is asked."""

    key: str
    name: str
    sign: str
    own: bool


def class_with_code(session: Session, code: str) -> SchoolClass | None:
    """The class with this code, unless it was deleted or belongs to a closed year."""
    group = session.scalars(select(SchoolClass).where(SchoolClass.code == code)).first()
    return group if group is not None and _lives(group) else None


def door(session: Session, class_key: str | None, at: datetime) -> Door | None:
    """The class with this key as seen from outside."""
    found = session.execute(
        select(SchoolClass, School.demo).join(School).where(SchoolClass.key == (class_key or ""))
    ).first()
    if found is None or not _lives(found[0]):
        return None
    group: SchoolClass = found[0]
    return Door(
        group.id, group.key, group.name, _teachers(session, group.id, at), group.secret_kind,
        is_open(group.sign_in_time, group.opened_until, at), found[1],
    )  # fmt: skip


def tiles(session: Session, class_id: int) -> list[Tile]:
    """Everybody in a class, by first name."""
    rows = session.scalars(
        select(Pupil).where(Pupil.class_id == class_id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None))
    )
    found = [Tile(row.key, row.first_name, row.sign, row.secret_own) for row in rows]
    return sorted(found, key=lambda tile: (order(tile.name), tile.sign, tile.key))


def tile(session: Session, class_id: int, pupil_key: str | None) -> Tile | None:
    """The tile with this key, if it is in the class."""
    return next((one for one in tiles(session, class_id) if one.key == pupil_key), None)


def any_school(session: Session, *, besides_demo: bool) -> bool:
    """True when there is a school; with ``besides_demo`` demo schools do not count."""
    query = select(School.id).limit(1)
    return session.scalar(query.where(School.demo.is_(False)) if besides_demo else query) is not None


def _lives(group: SchoolClass) -> bool:
    return group.deleted_at is None and group.archived_at is None


def _teachers(session: Session, class_id: int, at: datetime) -> list[str]:
    query = (
        select(Staff.name)
        .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        .where(ClassTeacher.class_id == class_id, Staff.disabled_at.is_(None))
        .where(or_(ClassTeacher.until.is_(None), ClassTeacher.until >= local_day(at)))
        .order_by(ClassTeacher.until.is_not(None), Staff.name)
    )
    return list(session.scalars(query))
