"""A teacher was with a pupil who did not get a question."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.database import writing
from quizzes.models import Attempt


def helped(session: Session, *, pupil_id: int) -> None:
    """Take the mark of *Ik snap het niet* away from every running attempt."""
    with writing(session):
        session.execute(
            update(Attempt)
            .where(Attempt.pupil_id == pupil_id, Attempt.help_at.is_not(None))
            .values(help_at=None, help_item=None)
        )
