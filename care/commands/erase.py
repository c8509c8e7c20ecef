"""Erasing one child: every row about them, at once and for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from pledges.commands.erasing import ErasedList, erase_pledges, returned
from pledges.seal.store import Seals
from school.models import Budget, Pupil


def erase(session: Session, seals: Seals, erased: ErasedList, *, pupil_id: int, actor: str, at: datetime) -> None:
    """Remove a child from every table; the chain of pledges says that somebody was erased and stays sound.

    Raises pledges.commands.sealing.CannotSeal when the chain cannot be written: then nothing is erased.
    """
    with writing(session):
        pupil = session.get_one(Pupil, pupil_id)
        erase_pledges(session, seals, erased, pupil_id=pupil_id, at=at)
        session.execute(delete(Budget).where(Budget.name.in_([f"pupil:{pupil_id}", f"pupil:{pupil.key}"])))
        note(session, school_id=pupil.school_id, actor=actor, action="child.erase", subject=f"pupil:{pupil.key}", at=at)
        # Every table that points to a pupil does so with ON DELETE CASCADE; a test holds that.
        session.execute(delete(Pupil).where(Pupil.id == pupil_id))
        session.expunge_all()


def erase_again(session: Session, seals: Seals, erased: ErasedList, *, at: datetime) -> int:
    """After a restored backup: erase whoever it brought back; how many that were."""
    back = returned(session, erased)
    for pupil_id in back:
        erase(session, seals, erased, pupil_id=pupil_id, actor="operator", at=at)
    return len(back)
