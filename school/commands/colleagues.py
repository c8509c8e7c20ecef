"""Who teaches a class: the own teachers, duo partners, substitutes with a last day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import note
from core.clock import local_day
from core.database import writing
from core.refusal import Refusal
from school.models import ClassTeacher, SchoolClass, Staff


class NotOurs(Refusal):
    """Not a member of this school's staff who can teach."""

    sentence = "Kies een collega uit de lijst."


class DayGone(Refusal):
    """A last day in the past."""

    sentence = "De laatste dag is al voorbij. Kies een dag vanaf vandaag."


class LastTeacher(Refusal):
    """A class keeps at least one teacher without a last day."""

    status = 409
    sentence = "Iemand moet de klas blijven zien. Koppel eerst een andere leerkracht zonder einddatum."


def tie(
    session: Session, group: SchoolClass, staff: Staff | None, *, until: date | None, actor: str, at: datetime
) -> None:
    """Let ``staff`` see and teach a class, up to and including ``until``. Raises NotOurs, DayGone, LastTeacher."""
    if staff is None or staff.school_id != group.school_id or staff.role == "board" or staff.disabled_at:
        raise NotOurs
    if until is not None and until < local_day(at):
        raise DayGone
    with writing(session):
        row = session.get(ClassTeacher, (group.id, staff.id), populate_existing=True)
        if row is None:
            session.add(ClassTeacher(class_id=group.id, staff_id=staff.id, school_id=group.school_id, until=until))
        else:
            if until is not None:
                _keep_one(session, row)
            row.until = until
        _note(session, group, staff, "class.teacher-tied", actor, at)


def untie(session: Session, group: SchoolClass, staff: Staff | None, *, actor: str, at: datetime) -> None:
    """End somebody's view of a class at once. Raises NotOurs, LastTeacher."""
    with writing(session):
        row = session.get(ClassTeacher, (group.id, staff.id), populate_existing=True) if staff else None
        if row is None or staff is None:
            raise NotOurs
        _keep_one(session, row)
        session.delete(row)
        _note(session, group, staff, "class.teacher-untied", actor, at)


def _keep_one(session: Session, leaving: ClassTeacher) -> None:
    others = (
        select(ClassTeacher.staff_id)
        .join(Staff, Staff.id == ClassTeacher.staff_id)
        .where(ClassTeacher.class_id == leaving.class_id, ClassTeacher.staff_id != leaving.staff_id)
        .where(ClassTeacher.until.is_(None), Staff.disabled_at.is_(None))
    )
    if leaving.until is None and session.scalars(others).first() is None:
        raise LastTeacher


def _note(session: Session, group: SchoolClass, staff: Staff, action: str, actor: str, at: datetime) -> None:
    facts, subject = {"staff": staff.key}, f"class:{group.key}"
    note(session, school_id=group.school_id, actor=actor, action=action, subject=subject, at=at, facts=facts)
