"""What teachers added themselves: questions to practise, talk questions, class rules."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.models import ClassRule, OwnContent


def own_content(session: Session, class_id: int, module: str = "", kind: str = "") -> Sequence[OwnContent]:
    """What a class has of its own, oldest first; of one module, of one kind."""
    query = select(OwnContent).where(OwnContent.class_id == class_id, OwnContent.deleted_at.is_(None))
    if module:
        query = query.where(OwnContent.module == module)
    if kind:
        query = query.where(OwnContent.kind == kind)
    return session.scalars(query.order_by(OwnContent.id)).all()


def talk_questions(session: Session, class_id: int, module: str) -> list[str]:
    """The teacher's own talk questions for the board, as plain words."""
    return [row.markdown for row in own_content(session, class_id, module, "talk")]


def class_rules(session: Session, class_id: int) -> list[str]:
    """The rules that the class made, in order."""
    query = select(ClassRule.words).where(ClassRule.class_id == class_id).order_by(ClassRule.place)
    return list(session.scalars(query))
