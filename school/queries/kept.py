"""Answers that arrived after their session had ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from school.models import KeptAnswer

LASTS = timedelta(minutes=30)


def kept_answers(session: Session, pupil_id: int, at: datetime) -> list[KeptAnswer]:
    """What is kept for a pupil and not too old, the oldest first."""
    query = select(KeptAnswer).where(KeptAnswer.pupil_id == pupil_id, KeptAnswer.kept_at > at - LASTS)
    return list(session.scalars(query.order_by(KeptAnswer.id)))
