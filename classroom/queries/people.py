"""Classes and pupils that a member of staff sees."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from classroom.facts import ClassRow, PupilRow
from core.clock import local_day, school_year
from school.models import ClassTeacher, Pupil, SchoolClass, Staff


def classes_of(session: Session, *, school_id: int, staff_id: int, everything: bool, at: datetime) -> list[ClassRow]:
    """The classes of this school year that a member of staff has, or all of the school; by year group and name."""
    query = select(SchoolClass).where(
        SchoolClass.school_id == school_id, SchoolClass.deleted_at.is_(None), SchoolClass.archived_at.is_(None)
    )
    if not everything:
        query = query.join(ClassTeacher, ClassTeacher.class_id == SchoolClass.id).where(
            ClassTeacher.staff_id == staff_id,
            or_(ClassTeacher.until.is_(None), ClassTeacher.until >= local_day(at)),
        )
    found = [class_row(row) for row in session.scalars(query.where(SchoolClass.year >= school_year(local_day(at))))]
    return sorted(found, key=lambda row: (row.years, row.name.casefold()))


def class_row(row: SchoolClass) -> ClassRow:
    return ClassRow(row.id, row.key, row.name, row.year, tuple(row.years), row.school_id)


def pupils_of(session: Session, class_ids: Collection[int]) -> dict[int, list[PupilRow]]:
    """Class → the pupils in it, by first name; one statement."""
    rows = session.scalars(
        select(Pupil).where(Pupil.class_id.in_(class_ids), Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
    )
    found: dict[int, list[PupilRow]] = {class_id: [] for class_id in class_ids}
    for row in rows:
        found[row.class_id].append(pupil_row(row))
    for pupils in found.values():
        pupils.sort(key=lambda pupil: (pupil.name.casefold(), pupil.sign, pupil.id))
    return found


def pupil_row(row: Pupil) -> PupilRow:
    return PupilRow(row.id, row.key, row.first_name, row.sign, row.year_group, row.route)


def teachers_of(session: Session, class_id: int, at: datetime) -> list[str]:
    """Names of the staff of a class today."""
    names = session.scalars(
        select(Staff.name)
        .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        .where(
            ClassTeacher.class_id == class_id,
            Staff.disabled_at.is_(None),
            or_(ClassTeacher.until.is_(None), ClassTeacher.until >= local_day(at)),
        )
    )
    return sorted(names)
