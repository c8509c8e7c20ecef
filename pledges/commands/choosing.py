"""What a pupil does before signing: situations, own words, *ja* or *nog niet*, and the wish to talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from agreements.contract import Promise
from core.audit import note
from core.database import writing
from core.refusal import Refusal
from pledges.commands.rows import forget_wish, mark_understood, require_open, row_of
from pledges.models import TalkWish
from pledges.queries.rows import answers_of
from pledges.rules.child import Child, year_of
from pledges.rules.opening import BY_SITUATIONS, BY_TEACHER, Next, next_task
from pledges.rules.writing import own_words, short_words
from progress.commands import ItemFacts, Person, Verdict, record_answer
from progress.storage import insert_once

TALK, READ = "talk", "read"


class AnsweredElsewhere(Refusal):
    status = 409
    sentence = "Deze vraag heb je al beantwoord, misschien in een ander venster. Hier zie je hoe het nu staat."


@dataclass(frozen=True)
class Situation:
    """An answered situation: which item, what was chosen, and the judgement of it."""

    item: ItemFacts
    choice: str
    verdict: Verdict
    number: int
    """How many situations the page had seen before this one."""


def answer_situation(session: Session, *, child: Child, promise: Promise, situation: Situation, at: datetime) -> Next:
    """Keep one answer; what comes next. Raises AnsweredElsewhere when the page was behind."""
    with writing(session):
        row = row_of(session, child, promise, at)
        before = answers_of(row)
        if len(before) != situation.number or next_task(before, understood=bool(row.understood)) is Next.DONE:
            raise AnsweredElsewhere
        token = f"pledge:{promise.id}:{row.year}:{promise.meaning[:16]}:{situation.number}"
        person = Person(child.school_id, child.pupil_id, child.class_id, child.language)
        record_answer(
            session, person=person, item=situation.item, verdict=situation.verdict, source="pledge", token=token, at=at
        )
        row.answers = [*row.answers, [situation.item.item, situation.choice, situation.verdict.right]]
        row.changed_at = at
        if situation.verdict.right:
            mark_understood(row, BY_SITUATIONS, at)
        after = next_task(answers_of(row), understood=bool(row.understood))
        if after in (Next.TOGETHER, Next.TALK):
            _wish(session, child, promise.id, READ, "", at)
    return after


def accept(session: Session, *, child: Child, promise: Promise, words: str, at: datetime) -> None:
    """*Ja, dit beloof ik*, in own words. Raises NotOpen or what is wrong with the words."""
    checked = own_words(words)
    with writing(session):
        row = row_of(session, child, promise, at)
        require_open(session, row, promise)
        row.words, row.choice, row.changed_at = checked, "yes", at


def keep_draft(session: Session, *, child: Child, promise: Promise, words: str, at: datetime) -> None:
    """What the pupil is writing, kept for that pupil alone. Raises NotOpen, or when it is too long."""
    kept = short_words(words)
    with writing(session):
        row = row_of(session, child, promise, at)
        require_open(session, row, promise)
        if kept != row.words:
            row.words, row.choice, row.changed_at = kept, "", at


def not_yet(session: Session, *, child: Child, promise: Promise, words: str, at: datetime) -> None:
    """*Nog niet*: a full answer. What was written is kept, and the teacher is asked for a talk."""
    kept = short_words(words)
    with writing(session):
        row = row_of(session, child, promise, at)
        row.words, row.choice, row.changed_at = kept, "not-yet", at
        _wish(session, child, promise.id, TALK, "", at)


def wish_to_talk(session: Session, *, child: Child, promise: Promise, why: str, at: datetime) -> None:
    """The pupil would like to talk about a promise, and may say why."""
    kept = short_words(why)
    with writing(session):
        _wish(session, child, promise.id, TALK, kept, at)


def no_talk(session: Session, *, child: Child, promise: Promise, at: datetime) -> None:
    """The pupil would rather not talk about it now."""
    with writing(session):
        forget_wish(session, child.pupil_id, promise.id, year_of(at))


def confirm_understood(session: Session, *, child: Child, promise: Promise, staff_id: int, at: datetime) -> None:
    """The teacher talked it through with the pupil: understood."""
    with writing(session):
        row = row_of(session, child, promise, at)
        if not row.understood:
            mark_understood(row, BY_TEACHER, at)
            row.confirmed_by = staff_id
        forget_wish(session, child.pupil_id, promise.id, row.year)
        _note(session, child, staff_id, "pledge.understood", promise, at)


def talked(session: Session, *, child: Child, promise: Promise, staff_id: int, at: datetime) -> None:
    """Teacher and pupil talked: the wish goes from the list."""
    with writing(session):
        forget_wish(session, child.pupil_id, promise.id, year_of(at))
        _note(session, child, staff_id, "pledge.talked", promise, at)


def ask_for_talk(session: Session, child: Child, promise: str, at: datetime) -> None:
    """Put a talk on the teacher's list; inside ``writing(session)``."""
    _wish(session, child, promise, TALK, "", at)


def _wish(session: Session, child: Child, promise: str, about: str, why: str, at: datetime) -> None:
    match = {"pupil_id": child.pupil_id, "promise": promise, "year": year_of(at)}
    words = {"about": about, "why": why, "language": child.language}
    values = {**match, **words, "school_id": child.school_id, "asked_at": at}
    if not insert_once(session, TalkWish, values):
        row = session.query(TalkWish).filter_by(**match).one()
        row.about = about
        if why:
            row.why, row.language = why, child.language


def _note(session: Session, child: Child, staff_id: int, action: str, promise: Promise, at: datetime) -> None:
    note(
        session, school_id=child.school_id, actor=f"staff:{staff_id}", action=action,
        subject=f"pupil:{child.pupil_id}", at=at, facts={"promise": promise.id},
    )  # fmt: skip
