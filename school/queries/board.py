"""The schools of a board."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from school.models import BoardSchool, School, Staff
from school.rules.names import order


def schools_of_board(session: Session, staff_id: int) -> list[School]:
    """The schools whose totals a board member sees, by name: its own, and those it was given."""
    given = select(BoardSchool.school_id).where(BoardSchool.staff_id == staff_id)
    own = select(Staff.school_id).where(Staff.id == staff_id)
    query = select(School).where(or_(School.id.in_(given), School.id.in_(own)))
    return sorted(session.scalars(query), key=lambda school: (order(school.name), school.key))
