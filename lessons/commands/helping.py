"""A teacher was with a pupil who did not get it."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.database import writing
from lessons.models import LessonProgress


def helped(session: Session, *, pupil_id: int) -> None:
    """Take the mark of *Ik snap het niet* away, in whatever module it stands."""
    with writing(session):
        session.execute(
            update(LessonProgress)
            .where(LessonProgress.pupil_id == pupil_id, LessonProgress.help_at.is_not(None))
            .values(help_at=None)
        )
