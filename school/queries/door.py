"""What somebody at the door of a class may know: its name, when it is open, and the first names in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from core.clock import local_day
from school.models import ClassTeacher, Pupil, School, SchoolClass, Staff
from school.rules.hours import is_open
from school.rules.names import order


@dataclass(frozen=True)
class Door:
    """A class as seen from outside. ``open`` says whether pupils may sign in now."""

    id: int
    key: str
    name: str
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


# A class of thirty comes in within a minute: what each of them asks is put together once.
_DOOR = (
    select(
        SchoolClass.id, SchoolClass.key, SchoolClass.name, SchoolClass.secret_kind, SchoolClass.sign_in_time,
        SchoolClass.opened_until, SchoolClass.deleted_at, SchoolClass.archived_at, School.demo,
    )
    .join(School)
    .where(SchoolClass.key == bindparam("key"))
)  # fmt: skip
_TILES = select(Pupil.key, Pupil.first_name, Pupil.sign, Pupil.secret_own).where(
    Pupil.class_id == bindparam("class"), Pupil.left_at.is_(None), Pupil.deleted_at.is_(None)
)
_TILE = _TILES.where(Pupil.key == bindparam("pupil"))
_TEACHERS = (
    select(Staff.name)
    .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
    .where(ClassTeacher.class_id == bindparam("class"), Staff.disabled_at.is_(None))
    .where(or_(ClassTeacher.until.is_(None), ClassTeacher.until >= bindparam("day")))
    .order_by(ClassTeacher.until.is_not(None), Staff.name)
)


def class_with_code(session: Session, code: str) -> SchoolClass | None:
    """The class with this code, unless it was deleted or belongs to a closed year."""
    group = session.scalars(select(SchoolClass).where(SchoolClass.code == code)).first()
    return group if group is not None and group.deleted_at is None and group.archived_at is None else None


def door(session: Session, class_key: str | None, at: datetime) -> Door | None:
    """The class with this key as seen from outside."""
    row = session.execute(_DOOR, {"key": class_key or ""}).first()
    if row is None or row.deleted_at or row.archived_at:
        return None
    may_enter = is_open(row.sign_in_time, row.opened_until, at)
    return Door(row.id, row.key, row.name, row.secret_kind, may_enter, row.demo)


def teachers(session: Session, class_id: int, at: datetime) -> list[str]:
    """Names of the teachers of a class, its own before who only fills in."""
    return list(session.scalars(_TEACHERS, {"class": class_id, "day": local_day(at)}))


def tiles(session: Session, class_id: int) -> list[Tile]:
    """Everybody in a class, by first name."""
    found = [Tile(*row) for row in session.execute(_TILES, {"class": class_id})]
    return sorted(found, key=lambda tile: (order(tile.name), tile.sign, tile.key))


def tile(session: Session, class_id: int, pupil_key: str | None) -> Tile | None:
    """The tile with this key, if it is in the class."""
    row = session.execute(_TILE, {"class": class_id, "pupil": pupil_key or ""}).first()
    return Tile(*row) if row is not None else None


def any_school(session: Session, *, besides_demo: bool) -> bool:
    """True when there is a school; with ``besides_demo`` demo schools do not count."""
    query = select(School.id).limit(1)
    return session.scalar(query.where(School.demo.is_(False)) if besides_demo else query) is not None
