"""The row of one pupil and one promise, made at its first use and locked while it changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agreements.contract import Promise
from core.database import new_key
from pledges.models import Pledge, TalkWish
from pledges.queries.rows import answers_of, asked_again_since, shown
from pledges.rules.child import Child, year_of
from pledges.rules.opening import BY_MODULE, BY_SITUATIONS, by_module, is_open
from pledges.rules.states import NotOpen, State, understood
from progress.storage import insert_once


def row_of(session: Session, child: Child, promise: Promise, at: datetime) -> Pledge:
    """The child's row for ``promise`` in this school year, locked; with understanding brought up to date."""
    match = {
        "pupil_id": child.pupil_id, "promise": promise.id, "meaning": promise.meaning, "year": year_of(at),
    }  # fmt: skip
    start = {
        "school_id": child.school_id, "key": new_key(), "state": State.DRAFT, "choice": "", "words": "",
        "signed_words": "", "understood": "", "answers": [], "changed_at": at,
    }  # fmt: skip
    insert_once(session, Pledge, {**match, **start})
    row = session.scalars(select(Pledge).filter_by(**match).with_for_update()).one()
    settle(session, row, promise, at)
    return row


def settle(session: Session, row: Pledge, promise: Promise, at: datetime) -> None:
    """Note in ``row`` that understanding was shown, where the evidence says so."""
    if row.understood:
        return
    rows = session.scalars(select(Pledge).where(Pledge.pupil_id == row.pupil_id, Pledge.promise == row.promise)).all()
    since = asked_again_since(rows, row.year, row.meaning)
    if by_module(shown(session, row.pupil_id, promise), since=since):
        mark_understood(row, BY_MODULE, at)
    elif any(answer.right for answer in answers_of(row)):
        mark_understood(row, BY_SITUATIONS, at)


def mark_understood(row: Pledge, how: str, at: datetime) -> None:
    row.understood, row.understood_at = how, at
    row.state = understood(State(row.state))
    row.changed_at = at


def require_open(session: Session, row: Pledge, promise: Promise) -> None:
    """Raise NotOpen unless the promise may be signed."""
    if not is_open(understood=bool(row.understood), shown=shown(session, row.pupil_id, promise)):
        raise NotOpen


def forget_wish(session: Session, pupil_id: int, promise: str, year: int) -> None:
    """The talk about a promise has been had, or is no longer wished."""
    session.execute(
        delete(TalkWish).where(TalkWish.pupil_id == pupil_id, TalkWish.promise == promise, TalkWish.year == year)
    )
