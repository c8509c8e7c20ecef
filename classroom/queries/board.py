"""What the board shows: votes as totals, never a person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classroom.constants import VOTES_SHOWN
from classroom.models import BoardTally, BoardVote, BoardVoter, LiveLesson
from core.clock import local_day, school_year
from lessons.models import ClassLesson, LessonProgress
from quizzes.models import Attempt, AttemptAnswer
from school.models import Pupil, SignIn

BEFORE = timedelta(minutes=15)
"""Who signed in this long before the lesson began counts as in."""


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


def open_vote_id(session: Session, class_id: int) -> int:
    """The number of the vote that is open in a class, 0 when none is; one statement."""
    query = select(func.max(BoardVote.id)).where(BoardVote.class_id == class_id, BoardVote.closed_at.is_(None))
    return session.scalar(query) or 0


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


def board_mark(session: Session, class_id: int, module: str, at: datetime) -> str:
    """Changes whenever the board would: votes, what the class answered, who is in and done, quiet screens; one
    statement, whatever the history."""
    year = school_year(local_day(at))
    vote = (BoardVote.class_id == class_id, BoardVote.opened_at >= at - timedelta(days=1))
    lesson = (LessonProgress.class_id == class_id, LessonProgress.module == module, LessonProgress.year == year)
    quiz = (Attempt.class_id == class_id, Attempt.module == module, Attempt.year == year)
    figures = (
        select(func.max(BoardVote.id)).where(*vote),
        select(func.count(BoardVote.closed_at)).where(*vote),
        select(func.sum(BoardTally.votes)).join(BoardVote, BoardTally.vote_id == BoardVote.id).where(*vote),
        select(func.sum(LessonProgress.done + LessonProgress.tries)).where(*lesson),
        select(func.count()).where(*lesson, LessonProgress.step == ""),
        select(func.count(AttemptAnswer.item)).join(Attempt, AttemptAnswer.attempt_id == Attempt.id).where(*quiz),
        select(func.count() + func.count(SignIn.partner_id)).where(SignIn.class_id == class_id, SignIn.expires_at > at),
        select(func.max(LiveLesson.id)).where(LiveLesson.class_id == class_id, LiveLesson.ended_at.is_(None)),
        select(func.count(ClassLesson.paused_at)).where(ClassLesson.class_id == class_id, ClassLesson.module == module),
        select(func.count()).where(Pupil.class_id == class_id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None)),
    )  # fmt: skip
    found = session.execute(select(*(figure.scalar_subquery() for figure in figures))).one()
    return hashlib.sha256(repr((module, local_day(at), *found)).encode()).hexdigest()[:20]


def progress_of(session: Session, lesson: LiveLesson, at: datetime) -> tuple[int, int]:
    """How many pupils of a running lesson are in, and how many are done; three statements, and never who."""
    here = select(SignIn.pupil_id, SignIn.partner_id).where(
        SignIn.class_id == lesson.class_id, SignIn.last_seen >= lesson.started_at - BEFORE, SignIn.expires_at > at
    )
    own = select(Pupil.id).where(Pupil.class_id == lesson.class_id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None))
    done = select(func.count()).select_from(LessonProgress).join(Pupil, Pupil.id == LessonProgress.pupil_id).where(
        Pupil.class_id == lesson.class_id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None),
        LessonProgress.module == lesson.module, LessonProgress.year == school_year(local_day(at)),
        LessonProgress.step == "",
    )  # fmt: skip
    inside = {pupil_id for pair in session.execute(here) for pupil_id in pair} & set(session.scalars(own))
    return len(inside), session.scalar(done) or 0


def _view(row: BoardVote, counts: dict[str, int]) -> VoteView:
    votes = sum(counts.values())
    shown = counts if row.closed_at is not None and votes >= VOTES_SHOWN else None
    return VoteView(row.id, row.module, row.name, row.part, row.closed_at is None, votes, dict(row.before), shown)
