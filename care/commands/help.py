"""Asking for help: naming adults, writing to one, taking it back, reading, answering, having talked.

The audit says that it happened and who of the staff did it, by the key of the message: never which child.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from care.models import HelpAdult, HelpMessage
from care.queries.help import adults_of
from care.rules.help import LONGEST, REPLIES, SHORTEST, WAITING
from core.audit import note
from core.database import writing
from core.refusal import Refusal
from core.safe_html import plain
from school.models import Pupil, Staff


class NothingWritten(Refusal):
    """Too few characters, or far too many."""

    sentence = "Schrijf een paar woorden, hoogstens %(longest)s tekens."


class NobodyChosen(Refusal):
    """No adult, or one who is not (or no longer) named by the school."""

    sentence = "Kies aan wie je schrijft."


class EnoughWaiting(Refusal):
    """The child's messages are not being read: it should go to a person."""

    status = 429
    sentence = (
        "Er wachten al %(waiting)s berichten van jou. Ga nu naar een volwassene toe, of bel gratis 0800-0432 "
        "(De Kindertelefoon)."
    )


class NoTask(Refusal):
    """Children have to know who this adult is."""

    sentence = "Schrijf in een paar woorden wie dit voor kinderen is, zoals: vertrouwenspersoon."


class NoColleague(Refusal):
    """Nobody chosen, somebody of elsewhere, or somebody whose account has ended."""

    sentence = "Kies een collega met een account dat werkt."


class NoSuchReply(Refusal):
    """Something else than one of the fixed sentences."""

    sentence = "Kies een van de antwoorden."


def name_adult(session: Session, *, school_id: int, staff_key: str, task: str, by: int, at: datetime) -> None:
    """Let children write to a colleague; a second time changes the task. Raises NoTask, NoColleague."""
    words = " ".join(plain(task[:500]).split())
    if not SHORTEST <= len(words) <= 60:
        raise NoTask
    with writing(session):
        staff = session.scalars(
            select(Staff).where(Staff.key == staff_key, Staff.school_id == school_id, Staff.disabled_at.is_(None))
        ).first()
        if staff is None or staff.role not in ("teacher", "administrator"):
            raise NoColleague
        row = session.scalars(select(HelpAdult).where(HelpAdult.staff_id == staff.id)).first()
        if row is None:
            session.add(HelpAdult(school_id=school_id, staff_id=staff.id, task=words, named_at=at, named_by=by))
        else:
            row.task = words
        _note(session, school_id, f"staff:{by}", "help.name", f"staff:{staff.id}", at)


def unname_adult(session: Session, *, school_id: int, adult_key: str, by: int, at: datetime) -> bool:
    """Stop children writing to a colleague; what was written stays with that colleague. False: no such adult."""
    with writing(session):
        row = session.scalars(
            select(HelpAdult).where(HelpAdult.key == adult_key, HelpAdult.school_id == school_id)
        ).first()
        if row is None:
            return False
        session.delete(row)
        _note(session, school_id, f"staff:{by}", "help.unname", f"staff:{row.staff_id}", at)
    return True


def send(
    session: Session, *, pupil_id: int, adult_key: str, words: str, language: str, token: str, at: datetime
) -> None:
    """Write to a named adult; the same ``token`` counts once. Raises NobodyChosen, NothingWritten, EnoughWaiting."""
    cleaned = plain(words[: 10 * LONGEST]).strip()
    if not SHORTEST <= len(cleaned) <= LONGEST:
        raise NothingWritten(longest=LONGEST)
    with writing(session):
        pupil = session.get_one(Pupil, pupil_id)
        adult = next((one for one in adults_of(session, pupil.school_id) if one.key == adult_key), None)
        if adult is None:
            raise NobodyChosen
        mine = select(HelpMessage).where(HelpMessage.pupil_id == pupil_id)
        if session.scalars(mine.where(HelpMessage.token == token)).first() is not None:
            return
        unread = mine.where(HelpMessage.read_at.is_(None)).with_only_columns(func.count())
        if (session.scalar(unread) or 0) >= WAITING:
            raise EnoughWaiting(waiting=WAITING)
        row = HelpMessage(
            school_id=pupil.school_id,
            pupil_id=pupil_id,
            staff_id=adult.staff_id,
            token=token,
            words=cleaned,
            language=language,
            sent_at=at,
        )
        session.add(row)
        session.flush()
        _note(session, pupil.school_id, "pupil", "help.send", f"help:{row.key}", at)


def take_back(session: Session, *, pupil_id: int, message_key: str, at: datetime) -> bool:
    """Remove an own message that nobody has read yet. False: there is none, or it was read."""
    with writing(session):
        row = session.scalars(
            select(HelpMessage).where(
                HelpMessage.key == message_key, HelpMessage.pupil_id == pupil_id, HelpMessage.read_at.is_(None)
            )
        ).first()
        if row is None:
            return False
        session.execute(delete(HelpMessage).where(HelpMessage.id == row.id))
        _note(session, row.school_id, "pupil", "help.take-back", f"help:{message_key}", at)
    return True


def read(session: Session, message: HelpMessage, *, staff_id: int, at: datetime) -> None:
    """The adult opens a message; the child sees that it was read."""
    with writing(session):
        session.refresh(message)
        if message.read_at is None:
            message.read_at = at
            _note(session, message.school_id, f"staff:{staff_id}", "help.read", f"help:{message.key}", at)


def answer(session: Session, message: HelpMessage, *, reply: str, staff_id: int, at: datetime) -> None:
    """Send one of REPLIES back. Raises NoSuchReply."""
    if reply not in REPLIES:
        raise NoSuchReply
    with writing(session):
        session.refresh(message)
        message.read_at = message.read_at or at
        message.reply, message.replied_at = reply, at
        _note(session, message.school_id, f"staff:{staff_id}", "help.answer", f"help:{message.key}", at)


def talked(session: Session, message: HelpMessage, *, staff_id: int, at: datetime) -> None:
    """The adult and the child talked: from now on the message is kept 30 days."""
    with writing(session):
        session.refresh(message)
        message.read_at = message.read_at or at
        message.talked_at = message.talked_at or at
        _note(session, message.school_id, f"staff:{staff_id}", "help.talked", f"help:{message.key}", at)


def _note(session: Session, school_id: int, actor: str, action: str, subject: str, at: datetime) -> None:
    note(session, school_id=school_id, actor=actor, action=action, subject=subject, at=at)
