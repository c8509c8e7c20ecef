"""What a teacher arranges for a class in a module, and does with what pupils explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.database import writing
from lessons.models import ClassLesson, TeachBack
from progress.storage import held

REPLIES = ("mooi", "duidelijk", "voorbeeld", "vraag", "durf", "samen", "dankje", "langs")
"""The fixed kind remarks with which a teacher can answer; their words are in the pages."""


class NoSuchReply(ValueError):
    """Only the fixed remarks can be given."""


def go_live(session: Session, *, school_id: int, class_id: int, module: str, until: datetime | None) -> None:
    """Say until when a class does a module together; None ends it, and nothing stays paused or opened."""
    with writing(session):
        row = _row(session, school_id, class_id, module)
        row.live_until = until
        if until is None:
            row.paused_at, row.open_step = None, ""


def pause(session: Session, *, school_id: int, class_id: int, module: str, paused: bool, at: datetime) -> None:
    """Make the screens of a class quiet, or let it go on."""
    with writing(session):
        _row(session, school_id, class_id, module).paused_at = at if paused else None


def open_for_all(session: Session, *, school_id: int, class_id: int, module: str, step: str) -> None:
    """Open a step for the whole class; an empty ``step`` takes that back."""
    with writing(session):
        _row(session, school_id, class_id, module).open_step = step


def leave_out(session: Session, *, school_id: int, class_id: int, module: str, steps: Sequence[str]) -> None:
    """Choose the steps that a class leaves out."""
    with writing(session):
        _row(session, school_id, class_id, module).off = sorted(set(steps))


def arrange_modules(
    session: Session, *, school_id: int, class_id: int, order: Sequence[str], hidden: Sequence[str]
) -> None:
    """Choose in which order a class sees its modules, and which it does not see."""
    with writing(session):
        for place, slug in enumerate(order, 1):
            row = _row(session, school_id, class_id, slug)
            row.place, row.hidden = place, slug in hidden


def read_telling(session: Session, *, telling_id: int, staff_id: int, reply: str, at: datetime) -> None:
    """Mark a teach-back as read, with one of REPLIES or none. Raises NoSuchReply."""
    if reply and reply not in REPLIES:
        raise NoSuchReply(reply)
    with writing(session):
        row = session.get_one(TeachBack, telling_id)
        row.read_at, row.read_by = row.read_at or at, row.read_by or staff_id
        row.reply = reply or row.reply


def hide_telling(session: Session, *, telling_id: int, staff_id: int, hidden: bool) -> None:
    """Hide a text from colleagues with access to the class, or show it again."""
    with writing(session):
        session.get_one(TeachBack, telling_id).hidden_by = staff_id if hidden else None


def _row(session: Session, school_id: int, class_id: int, module: str) -> ClassLesson:
    start = {"school_id": school_id, "off": [], "open_step": "", "hidden": False}
    return held(session, ClassLesson, {"class_id": class_id, "module": module}, start)
