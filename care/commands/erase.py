"""Erasing one child: every row about them, at once and for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from care.traces import empty_log
from core.audit import AuditEntry, RecordRead, note
from core.database import is_writing, writing
from pledges.commands.erasing import ErasedList, erase_pledges, returned
from pledges.seal.store import Seals
from school.models import Budget, Pupil


def erase(session: Session, seals: Seals, erased: ErasedList, *, pupil_id: int, actor: str, at: datetime) -> None:
    """Remove a child from every table; the chain of pledges says that somebody was erased and stays sound.

    In the audit only the child's key is left, which then says nothing to anybody. Raises
    pledges.commands.sealing.CannotSeal when the chain cannot be written: then nothing is erased.
    """
    with writing(session):
        pupil = session.get_one(Pupil, pupil_id)
        erase_pledges(session, seals, erased, pupil_id=pupil_id, at=at)
        session.execute(delete(Budget).where(Budget.name.in_([f"pupil:{pupil_id}", f"pupil:{pupil.key}"])))
        _forget_number(session, pupil)
        note(session, school_id=pupil.school_id, actor=actor, action="child.erase", subject=f"pupil:{pupil.key}", at=at)
        # Every table that points to a pupil does so with ON DELETE CASCADE; a test holds that.
        session.execute(delete(Pupil).where(Pupil.id == pupil_id))
        session.expunge_all()
    if not is_writing():
        empty_log(session.get_bind().engine)


def erase_again(session: Session, seals: Seals, erased: ErasedList, *, at: datetime) -> int:
    """After a restored backup: erase whoever it brought back; how many that were."""
    back = returned(session, erased)
    for pupil_id in back:
        erase(session, seals, erased, pupil_id=pupil_id, actor="operator", at=at)
    return len(back)


def _forget_number(session: Session, pupil: Pupil) -> None:
    """The database may give the number to another child one day, and that child must not inherit these lines."""
    number, key = f"pupil:{pupil.id}", f"pupil:{pupil.key}"
    for table in (AuditEntry, RecordRead):
        session.execute(update(table).where(table.actor == number).values(actor=key))
        session.execute(update(table).where(table.subject == number).values(subject=key))
