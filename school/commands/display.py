"""Display settings of a pupil."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from core.database import writing
from school.models import Pupil


def keep_look(session: Session, *, pupil_id: int, look: dict[str, Any]) -> None:
    """Keep a pupil's text size, theme, calm colours and wide letters."""
    with writing(session):
        session.get_one(Pupil, pupil_id).look = look
