"""Who can be written to, and who wrote what to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.models import HelpAdult, HelpMessage
from school.models import Pupil, SchoolClass, Staff


@dataclass(frozen=True)
class Adult:
    """A named adult as children see them; ``unread`` says how many messages wait, for the administrator."""

    key: str
    staff_id: int
    name: str
    task: str
    unread: int = 0


@dataclass(frozen=True)
class Letter:
    """One message with the names that belong to it. ``to`` is empty when that adult no longer reads here."""

    message: HelpMessage
    pupil: str
    group: str
    to: str


def adults_of(session: Session, school_id: int) -> list[Adult]:
    """The adults whom a school named and whose account works, by name."""
    unread = (
        select(func.count())
        .where(HelpMessage.staff_id == HelpAdult.staff_id, HelpMessage.read_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(HelpAdult.key, HelpAdult.staff_id, Staff.name, HelpAdult.task, unread)
        .join(Staff, Staff.id == HelpAdult.staff_id)
        .where(HelpAdult.school_id == school_id, Staff.school_id == school_id, Staff.disabled_at.is_(None))
        .order_by(Staff.name)
    )
    return [Adult(*row) for row in session.execute(query)]


def colleagues(session: Session, school_id: int) -> list[tuple[str, str]]:
    """(key, name) of everybody on the staff who could be named."""
    query = select(Staff.key, Staff.name).where(
        Staff.school_id == school_id, Staff.disabled_at.is_(None), Staff.role.in_(("teacher", "administrator"))
    )
    return [(key, name) for key, name in session.execute(query.order_by(Staff.name))]


def letters_of(session: Session, pupil_id: int) -> list[Letter]:
    """What one child wrote, newest first."""
    return _letters(session, HelpMessage.pupil_id == pupil_id)


def letters_to(session: Session, school_id: int, staff_id: int) -> list[Letter]:
    """What children of the school wrote to one adult, what waits longest first."""
    found = _letters(session, (HelpMessage.staff_id == staff_id) & (HelpMessage.school_id == school_id))
    return sorted(found, key=lambda one: (_stage(one.message), one.message.sent_at))


def letter_to(session: Session, school_id: int, staff_id: int, key: str) -> Letter | None:
    """One of them."""
    return next((one for one in letters_to(session, school_id, staff_id) if one.message.key == key), None)


def waiting_for(session: Session, staff_id: int) -> int:
    """How many messages this adult has not read."""
    query = select(func.count()).where(HelpMessage.staff_id == staff_id, HelpMessage.read_at.is_(None))
    return session.scalar(query) or 0


def has_post(session: Session, staff_id: int) -> bool:
    """True when children may write to this adult, or have written."""
    named = select(HelpAdult.id).where(HelpAdult.staff_id == staff_id).limit(1)
    written = select(HelpMessage.id).where(HelpMessage.staff_id == staff_id).limit(1)
    return session.scalar(named) is not None or session.scalar(written) is not None


def sent_and_talked(session: Session) -> list[tuple[int, datetime, datetime | None]]:
    """(id, sent, talked) of every message of the installation, for the upkeep."""
    query = select(HelpMessage.id, HelpMessage.sent_at, HelpMessage.talked_at)
    return [(number, sent, talked) for number, sent, talked in session.execute(query)]


def _letters(session: Session, match: object) -> list[Letter]:
    reads = (
        (HelpAdult.staff_id == HelpMessage.staff_id) & (Staff.id == HelpMessage.staff_id) & Staff.disabled_at.is_(None)
    )
    query = (
        select(HelpMessage, Pupil.first_name, SchoolClass.name, HelpAdult.id, Staff.name)
        .join(Pupil, Pupil.id == HelpMessage.pupil_id)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .outerjoin(Staff, Staff.id == HelpMessage.staff_id)
        .outerjoin(HelpAdult, reads)
        .where(match)  # type: ignore[arg-type]
        .order_by(HelpMessage.sent_at.desc())
    )
    return [
        Letter(message, first_name, group, name if adult else "")
        for message, first_name, group, adult, name in session.execute(query)
    ]


def _stage(message: HelpMessage) -> int:
    return 0 if message.read_at is None else 1 if message.talked_at is None else 2
