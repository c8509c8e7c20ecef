"""Leaving a suggestion aside."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from classroom.models import LeftAside
from core.database import writing
from progress.storage import insert_once

LONGEST_NAME = 80


def leave_aside(session: Session, *, school_id: int, class_id: int, suggestion: str, day: date) -> None:
    """Do not show this suggestion again on ``day``; what was left aside on other days is forgotten."""
    key = {"class_id": class_id, "suggestion": suggestion[:LONGEST_NAME]}
    with writing(session):
        session.execute(delete(LeftAside).where(LeftAside.class_id == class_id, LeftAside.day != day))
        insert_once(session, LeftAside, {**key, "school_id": school_id, "day": day})
