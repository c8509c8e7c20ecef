"""Whether and how a member of staff has a second step."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from school.models import Passkey, RecoveryCode, Staff


def passkeys(session: Session, staff_id: int) -> list[Passkey]:
    """The keys of an account, the oldest first."""
    return list(session.scalars(select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.id)))


def has_second_step(session: Session, staff: Staff) -> bool:
    """True when an app or a key is tied to the account."""
    if staff.totp_secret:
        return True
    return session.scalars(select(Passkey.id).where(Passkey.staff_id == staff.id).limit(1)).first() is not None


def recovery_codes_left(session: Session, staff_id: int) -> int:
    """How many recovery codes were not used yet."""
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.staff_id == staff_id)
    return session.scalar(query) or 0
