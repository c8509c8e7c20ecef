"""Which accounts elsewhere a person has tied."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from school.models import OutsideAccount


def tied(session: Session, *, pupil_id: int = 0, staff_id: int = 0) -> list[str]:
    """Names of the providers whose accounts sign this person in."""
    mine = OutsideAccount.pupil_id == pupil_id if pupil_id else OutsideAccount.staff_id == staff_id
    return list(session.scalars(select(OutsideAccount.provider).where(mine).order_by(OutsideAccount.provider)))
