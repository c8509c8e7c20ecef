"""A class agrees on its own promise, or words it anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from pledges.commands.teaching import Teacher
from pledges.models import ClassPromise
from pledges.queries.of_class import class_totals
from pledges.rules.class_promise import require_carried
from pledges.rules.writing import own_words


def agree(
    session: Session, *, teacher: Teacher, class_id: int, words: str, in_favour: int, cast: int, at: datetime
) -> None:
    """Keep what the class carried. Other words ask every pupil who signed the earlier ones again.

    Raises NotCarried, VotesDoNotAdd, or what is wrong with the words.
    """
    text = own_words(words)
    with writing(session):
        require_carried(in_favour=in_favour, cast=cast, pupils=class_totals(session, class_id, at)[0])
        row = session.scalars(select(ClassPromise).where(ClassPromise.class_id == class_id)).first()
        if row is None:
            row = ClassPromise(school_id=teacher.school_id, class_id=class_id)
            session.add(row)
        row.words, row.in_favour, row.cast, row.agreed_at = text, in_favour, cast, at
        note(
            session, school_id=teacher.school_id, actor=teacher.actor, action="pledge.class-promise",
            subject=f"class:{class_id}", at=at, facts={"in_favour": in_favour, "cast": cast},
        )  # fmt: skip
