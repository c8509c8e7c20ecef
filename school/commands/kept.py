"""Keeping an answer that arrived after its session had ended, for that pupil alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.database import writing
from school.models import KeptAnswer, Pupil

MOST = 5
"""Kept forms per pupil; the oldest go first."""

LONGEST = 200_000
"""Characters of one form."""


def keep_answer(session: Session, *, pupil_id: int, path: str, form: dict[str, list[str]], at: datetime) -> bool:
    """Keep a form; False when it is too long to keep."""
    if len(path) > 300 or sum(len(text) for values in form.values() for text in values) > LONGEST:
        return False
    with writing(session):
        pupil = session.get_one(Pupil, pupil_id)
        mine = select(KeptAnswer.id).where(KeptAnswer.pupil_id == pupil_id).order_by(KeptAnswer.id.desc())
        old = list(session.scalars(mine))[MOST - 1 :]
        session.execute(delete(KeptAnswer).where(KeptAnswer.id.in_(old)))
        session.add(KeptAnswer(school_id=pupil.school_id, pupil_id=pupil_id, path=path, form=form, kept_at=at))
    return True


def drop_kept(session: Session, *, pupil_id: int, kept_id: int | None = None) -> None:
    """Forget one kept form of a pupil, or all."""
    query = delete(KeptAnswer).where(KeptAnswer.pupil_id == pupil_id)
    if kept_id is not None:
        query = query.where(KeptAnswer.id == kept_id)
    with writing(session):
        session.execute(query)
