"""The staff of a school."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from school.models import ClassTeacher, Passkey, SchoolClass, Staff
from school.rules.names import order


@dataclass(frozen=True)
class Member:
    """One member of staff as the administrator sees them. ``state``: active, invited (no passphrase yet) or ended."""

    key: str
    name: str
    email: str
    role: str
    state: str
    second_step: bool
    classes: list[str]


def members(session: Session, school_id: int) -> list[Member]:
    """Everybody, those that can sign in first, by name."""
    query = (
        select(ClassTeacher.staff_id, SchoolClass.name)
        .join(SchoolClass, SchoolClass.id == ClassTeacher.class_id)
        .where(ClassTeacher.school_id == school_id, SchoolClass.deleted_at.is_(None), SchoolClass.archived_at.is_(None))
        .order_by(SchoolClass.name)
    )
    classes: dict[int, list[str]] = {}
    for staff_id, name in session.execute(query):
        classes.setdefault(staff_id, []).append(name)
    rows = session.scalars(select(Staff).where(Staff.school_id == school_id, Staff.role != "board"))
    keyed = set(session.scalars(select(Passkey.staff_id).where(Passkey.school_id == school_id)))
    found = [
        Member(
            row.key,
            row.name,
            row.email,
            row.role,
            _state(row),
            bool(row.totp_secret) or row.id in keyed,
            classes.get(row.id, []),
        )
        for row in rows
    ]
    return sorted(found, key=lambda member: (member.state == "ended", order(member.name)))


def member(session: Session, school_id: int, key: str) -> Staff | None:
    """The member of this school's staff with this key."""
    query = select(Staff).where(Staff.school_id == school_id, Staff.key == key, Staff.role != "board")
    return session.scalars(query).first()


def _state(row: Staff) -> str:
    if row.disabled_at:
        return "ended"
    return "active" if row.password_hash else "invited"
