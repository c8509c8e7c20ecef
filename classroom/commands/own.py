"""What a teacher adds for a class: practice questions and talk questions with clean words, and the class rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.models import ClassRule, OwnContent
from classroom.refusals import NoSuchLesson, NoWords, OneRight, TooLongOwn, TooManyRules
from core.audit import note
from core.database import writing
from core.safe_html import plain, safe_html

LONGEST_QUESTION = 1_000
LONGEST_OPTION = 200
OPTIONS = (2, 3)
MOST_RULES, LONGEST_RULE = 5, 140


@dataclass(frozen=True)
class OwnOption:
    """An answer to an own question, with what the pupil reads after choosing it."""

    text: str
    right: bool
    feedback: str


def add_item(
    session: Session, *, school_id: int, class_id: int, actor: str, module: str, words: str,
    options: Sequence[OwnOption], at: datetime,
) -> OwnContent:  # fmt: skip
    """Add a practice question: two or three answers, one of them right, each with its explanation.

    It is practice and no more: no evidence is kept of it. Raises NoWords, OneRight, TooLongOwn, NoSuchLesson.
    """
    given = [one for one in options if one.text.strip()]
    if (
        len(given) not in OPTIONS
        or sum(one.right for one in given) != 1
        or any(not one.feedback.strip() for one in given)
    ):
        raise OneRight
    if any(len(part) > LONGEST_OPTION for one in given for part in (one.text, one.feedback)):
        raise TooLongOwn(most=LONGEST_OPTION)
    kept = [
        {"text": plain(one.text.strip()), "right": one.right, "feedback": plain(one.feedback.strip())} for one in given
    ]
    return _add(session, school_id, class_id, actor, module, "item", words, kept, at)


def add_talk(
    session: Session, *, school_id: int, class_id: int, actor: str, module: str, words: str, at: datetime
) -> OwnContent:
    """Add a question for the class talk. Raises NoWords, TooLongOwn, NoSuchLesson."""
    return _add(session, school_id, class_id, actor, module, "talk", words, [], at)


def remove(session: Session, *, row: OwnContent, actor: str, at: datetime) -> None:
    """Take own content away."""
    with writing(session):
        row.deleted_at = at
        note(session, school_id=row.school_id, actor=actor, action="own.removed", subject=f"own:{row.key}", at=at)


def write_rules(session: Session, *, school_id: int, class_id: int, rules: Sequence[str]) -> None:
    """Write the rules of a class anew. Raises TooManyRules, TooLongOwn."""
    kept = [plain(rule.strip()) for rule in rules if rule.strip()]
    if len(kept) > MOST_RULES:
        raise TooManyRules(most=MOST_RULES)
    if any(len(rule) > LONGEST_RULE for rule in kept):
        raise TooLongOwn(most=LONGEST_RULE)
    with writing(session):
        session.execute(delete(ClassRule).where(ClassRule.class_id == class_id))
        for place, words in enumerate(kept, 1):
            session.add(ClassRule(school_id=school_id, class_id=class_id, words=words, place=place))


def _add(
    session: Session, school_id: int, class_id: int, actor: str, module: str, kind: str, words: str,
    options: list[dict[str, object]], at: datetime,
) -> OwnContent:  # fmt: skip
    words = plain(words.strip())
    if catalog.module(module) is None:
        raise NoSuchLesson
    if not words:
        raise NoWords
    if len(words) > LONGEST_QUESTION:
        raise TooLongOwn(most=LONGEST_QUESTION)
    row = OwnContent(
        school_id=school_id, class_id=class_id, module=module, kind=kind, markdown=words,
        html=str(safe_html(words)), options=options, created_at=at,
    )  # fmt: skip
    with writing(session):
        session.add(row)
        session.flush()
        note(session, school_id=school_id, actor=actor, action="own.added", subject=f"own:{row.key}", at=at)
    return row
