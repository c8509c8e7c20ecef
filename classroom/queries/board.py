"""What the board shows: votes as totals, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classroom.constants import VOTES_SHOWN
from classroom.models import BoardTally, BoardVote, BoardVoter
from core.clock import local_day
from school.models import Pupil


@dataclass(frozen=True)
class VoteView:
    """A vote on the board. ``after`` is None while it is open, and below 5 votes."""

    id: int
    module: str
    name: str
    part: str
    open: bool
    votes: int
    before: dict[str, int]
    after: dict[str, int] | None


def open_vote_of(session: Session, class_id: int) -> VoteView | None:
    """The vote that is open in a class; two statements."""
    query = select(BoardVote).where(BoardVote.class_id == class_id, BoardVote.closed_at.is_(None))
    row = session.scalars(query.order_by(BoardVote.id.desc())).first()
    if row is None:
        return None
    rows = session.execute(select(BoardTally.answer, BoardTally.votes).where(BoardTally.vote_id == row.id))
    return _view(row, {tally.answer: tally.votes for tally in rows})


def votes_today(session: Session, class_id: int, at: datetime) -> list[VoteView]:
    """The votes of today in a class, the latest first; two statements."""
    rows = session.scalars(
        select(BoardVote)
        .where(BoardVote.class_id == class_id, BoardVote.opened_at >= at - timedelta(days=1))
        .order_by(BoardVote.id.desc())
    )
    today = [row for row in rows if local_day(row.opened_at) == local_day(at)]
    counts: dict[int, dict[str, int]] = {row.id: {} for row in today}
    for tally in session.scalars(select(BoardTally).where(BoardTally.vote_id.in_(list(counts)))):
        counts[tally.vote_id][tally.answer] = tally.votes
    return [_view(row, counts[row.id]) for row in today]


def has_voted(session: Session, vote_id: int, pupil_id: int) -> bool:
    """True when the pupil's vote was counted."""
    return session.get(BoardVoter, {"vote_id": vote_id, "pupil_id": pupil_id}) is not None


def names_in(session: Session, class_id: int) -> list[str]:
    """First names of a class: what must not stand on the board."""
    query = select(Pupil.first_name).where(Pupil.class_id == class_id, Pupil.deleted_at.is_(None))
    return sorted(set(session.scalars(query)), key=len, reverse=True)


def class_size(session: Session, class_id: int) -> int:
    """Pupils in the class."""
    query = select(func.count()).where(Pupil.class_id == class_id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
    return session.scalar(query) or 0


def _view(row: BoardVote, counts: dict[str, int]) -> VoteView:
    votes = sum(counts.values())
    shown = counts if row.closed_at is not None and votes >= VOTES_SHOWN else None
    return VoteView(row.id, row.module, row.name, row.part, row.closed_at is None, votes, dict(row.before), shown)
