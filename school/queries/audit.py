"""The audit of a school as lines, newest first: what was done, and who saw records of children."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.audit import AuditEntry, RecordRead
from core.clock import SCHOOL_ZONE
from school.models import Pupil, SchoolClass, Staff
from school.rules.names import order

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. Empty: everything. ``child`` and ``person`` are keys; days count both ends."""

    read: bool = False
    child: str = ""
    person: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One act or reading. ``who`` and ``what`` are (kind, name); the name is empty for who or what is gone."""

    day: date
    at: datetime | None
    who: tuple[str, str]
    kind: str
    what: tuple[str, str]


@dataclass(frozen=True)
class Page:
    """Lines of one page; ``more`` is true when an older page follows."""

    lines: list[Line]
    more: bool


def page_of(session: Session, school_id: int, asked: Asked) -> Page:
    """One page of the school's audit."""
    rows = _reads(session, school_id, asked) if asked.read else _acts(session, school_id, asked)
    shown = rows[:PAGE]
    names = _Names(session, school_id, shown)
    return Page([_line(row, names) for row in shown], more=len(rows) > PAGE)


def people(session: Session, school_id: int) -> list[tuple[str, str]]:
    """(key, name) of the staff, also of who stopped."""
    rows = session.execute(select(Staff.key, Staff.name).where(Staff.school_id == school_id))
    return sorted(((key, name) for key, name in rows), key=lambda row: order(row[1]))


def children(session: Session, school_id: int) -> list[tuple[str, str]]:
    """(key, name and class) of the pupils, also of who left."""
    query = select(Pupil.key, Pupil.first_name, SchoolClass.name).join(SchoolClass, SchoolClass.id == Pupil.class_id)
    rows = session.execute(query.where(Pupil.school_id == school_id))
    return [
        (key, f"{name}, {group}") for key, name, group in sorted(rows.all(), key=lambda row: (order(row[1]), row[2]))
    ]


def _acts(session: Session, school_id: int, asked: Asked) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.school_id == school_id)
    if asked.first:
        query = query.where(AuditEntry.at >= datetime.combine(asked.first, time.min, SCHOOL_ZONE))
    if asked.last:
        query = query.where(AuditEntry.at < datetime.combine(asked.last + timedelta(days=1), time.min, SCHOOL_ZONE))
    if asked.child:
        pupil = _pupil(session, school_id, asked.child)
        numbered = [f"pupil:{pupil.id}"] if pupil else []
        query = query.where(
            or_(AuditEntry.subject.in_([f"pupil:{asked.child}", *numbered]), AuditEntry.actor.in_(numbered))
        )
    if asked.person:
        query = query.where(AuditEntry.actor == _actor(session, school_id, asked.person))
    query = query.order_by(AuditEntry.id.desc()).offset(PAGE * (asked.page - 1)).limit(PAGE + 1)
    return session.scalars(query).all()


def _reads(session: Session, school_id: int, asked: Asked) -> Sequence[RecordRead]:
    query = select(RecordRead).where(RecordRead.school_id == school_id)
    if asked.first:
        query = query.where(RecordRead.day >= asked.first)
    if asked.last:
        query = query.where(RecordRead.day <= asked.last)
    if asked.child:
        pupil = _pupil(session, school_id, asked.child)
        group = [f"class:{pupil.school_class.key}"] if pupil else []  # whoever saw the class saw this child in it
        query = query.where(RecordRead.subject.in_([f"pupil:{asked.child}", *group]))
    if asked.person:
        query = query.where(RecordRead.actor == _actor(session, school_id, asked.person))
    query = query.order_by(RecordRead.id.desc()).offset(PAGE * (asked.page - 1)).limit(PAGE + 1)
    return session.scalars(query).all()


def _pupil(session: Session, school_id: int, key: str) -> Pupil | None:
    return session.scalars(select(Pupil).where(Pupil.school_id == school_id, Pupil.key == key)).first()


def _actor(session: Session, school_id: int, key: str) -> str:
    found = session.scalars(select(Staff.id).where(Staff.school_id == school_id, Staff.key == key)).first()
    return f"staff:{found or 0}"


def _line(row: AuditEntry | RecordRead, names: _Names) -> Line:
    who, what = names.of(row.actor), names.of(row.subject)
    if isinstance(row, RecordRead):
        return Line(row.day, None, who, row.kind, what)
    return Line(row.at.astimezone(SCHOOL_ZONE).date(), row.at, who, row.action, what)


class _Names:
    """Names behind ``staff:3`` and ``pupil:k3m…``, asked for once a page. Some subjects carry ids, most carry keys."""

    def __init__(self, session: Session, school_id: int, rows: Iterable[AuditEntry | RecordRead]) -> None:
        marks = {mark for row in rows for mark in (row.actor, row.subject)}
        self._names: dict[str, str] = {}
        named: tuple[tuple[str, Any, Any], ...] = (
            ("staff", Staff, Staff.name), ("pupil", Pupil, Pupil.first_name), ("class", SchoolClass, SchoolClass.name)
        )  # fmt: skip
        for kind, table, name in named:
            ends = [mark.partition(":")[2] for mark in marks if mark.startswith(f"{kind}:")]
            ids = [int(end) for end in ends if end.isdecimal() and len(end) < 12]
            query = select(table.id, table.key, name).where(table.school_id == school_id)
            for id_, key, found in session.execute(query.where(or_(table.id.in_(ids), table.key.in_(ends)))):
                self._names[f"{kind}:{id_}"] = self._names[f"{kind}:{key}"] = found

    def of(self, mark: str) -> tuple[str, str]:
        return mark.partition(":")[0], self._names.get(mark, "")
