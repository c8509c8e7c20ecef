"""The teachers of a class, and what they promised in return."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.clock import local_day
from pledges.models import PledgeSigning
from pledges.rules.child import year_of
from school.models import ClassTeacher, Staff


def class_teachers(session: Session, class_id: int | None, at: datetime) -> list[str]:
    """Names of the teachers of a class now."""
    query = (
        select(Staff.name)
        .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        .where(
            ClassTeacher.class_id == class_id,
            or_(ClassTeacher.until.is_(None), ClassTeacher.until >= local_day(at)),
            Staff.disabled_at.is_(None),
        )
        .order_by(Staff.name)
    )
    return list(session.scalars(query))


def teacher_words(session: Session, class_id: int | None, at: datetime) -> str:
    """What a teacher of the class last promised this school year; empty before the first time."""
    query = select(PledgeSigning.teacher_words).where(
        PledgeSigning.class_id == class_id, PledgeSigning.year == year_of(at), PledgeSigning.teacher_words != ""
    )
    return session.scalars(query.order_by(PledgeSigning.countersigned_at.desc()).limit(1)).first() or ""
