"""The school's side of the contract."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pledges.models import SchoolSide


def school_side(session: Session, school_id: int, contract: str) -> SchoolSide | None:
    """The school's signature under this version of the contract, if it is there."""
    query = select(SchoolSide).where(SchoolSide.school_id == school_id, SchoolSide.contract == contract)
    return session.scalars(query).first()
