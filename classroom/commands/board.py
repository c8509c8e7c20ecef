"""Voting again on the board: open, vote once, close."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from classroom.models import BoardTally, BoardVote, BoardVoter
from classroom.refusals import NoSuchAnswer, VoteClosed, VotedAlready
from core.database import writing
from progress.storage import insert_once


def open_vote(
    session: Session,
    *,
    school_id: int,
    class_id: int,
    module: str,
    name: str,
    part: str,
    before: Mapping[str, int],
    at: datetime,
) -> BoardVote:
    """Open a vote on a question; another one that is open in the class is closed. Twice the same gives the open one."""
    with writing(session):
        for row in _open(session, class_id):
            if (row.module, row.name, row.part) == (module, name, part):
                return row
            _close(session, row, at)
        row = BoardVote(
            school_id=school_id, class_id=class_id, module=module, name=name, part=part, before=dict(before),
            opened_at=at,
        )  # fmt: skip
        session.add(row)
    return row


def cast_vote(
    session: Session, *, vote_id: int, pupil_id: int, class_id: int, answer: str, among: Collection[str]
) -> None:
    """Count one vote; who voted and what was voted lie apart. Raises VoteClosed, VotedAlready, NoSuchAnswer."""
    if answer not in among:
        raise NoSuchAnswer
    with writing(session):
        row = session.get(BoardVote, vote_id, with_for_update=True, populate_existing=True)
        if row is None or row.class_id != class_id or row.closed_at is not None:
            raise VoteClosed
        key = {"vote_id": vote_id, "school_id": row.school_id}
        if not insert_once(session, BoardVoter, {**key, "pupil_id": pupil_id}):
            raise VotedAlready
        insert_once(session, BoardTally, {**key, "answer": answer, "votes": 0})
        session.execute(
            update(BoardTally)
            .where(BoardTally.vote_id == vote_id, BoardTally.answer == answer)
            .values(votes=BoardTally.votes + 1)
        )


def close_votes(session: Session, *, class_id: int, at: datetime) -> None:
    """Close the open vote of a class and forget who voted; without one nothing happens."""
    with writing(session):
        for row in _open(session, class_id):
            _close(session, row, at)


def _open(session: Session, class_id: int) -> list[BoardVote]:
    query = select(BoardVote).where(BoardVote.class_id == class_id, BoardVote.closed_at.is_(None))
    return list(session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def _close(session: Session, row: BoardVote, at: datetime) -> None:
    row.closed_at = at
    session.execute(delete(BoardVoter).where(BoardVoter.vote_id == row.id))
