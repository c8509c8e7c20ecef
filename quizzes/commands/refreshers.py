"""Beginning a refresher."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day
from core.database import writing
from progress.calendar import monday_of
from progress.commands import Person
from quizzes.commands.attempts import add_attempt
from quizzes.models import Attempt
from quizzes.queries.attempts import AttemptView, candidates
from quizzes.queries.refreshers import KIND, refresher_state
from quizzes.refusals import NothingDue
from quizzes.rules.choosing import choose_refresher
from quizzes.rules.refreshing import ITEMS_PER_MODULE, Due


def begin_refresher(session: Session, *, person: Person, at: datetime, rng: Random) -> AttemptView:
    """Start this week's refresher or go on with it. Raises NothingDue.

    One that was left unfinished in an earlier week is let go: nothing piles up.
    """
    with writing(session):
        _let_go(session, person, at)
        state = refresher_state(session, person.school_id, person.pupil_id, at)
        if state.open:
            return state.open
        if not state.due:
            raise NothingDue
        chosen = [_items(session, person, due, rng) for due in state.due]
        items = [own[turn] for turn in range(ITEMS_PER_MODULE) for own in chosen if turn < len(own)]
        plan = [[due.module, due.number, list(due.goals)] for due in state.due]
        return add_attempt(session, person=person, kind=KIND, module="", items=items, at=at, rng=rng, plan=plan)


def _items(session: Session, person: Person, due: Due, rng: Random) -> list[str]:
    own = candidates(session, person.pupil_id, due.module)
    return choose_refresher(own, ITEMS_PER_MODULE, rng, only_goals=due.goals)


def _let_go(session: Session, person: Person, at: datetime) -> None:
    query = select(Attempt).where(
        Attempt.pupil_id == person.pupil_id,
        Attempt.kind == KIND,
        Attempt.module == "",
        Attempt.finished_at.is_(None),
        Attempt.dropped_at.is_(None),
    )
    for attempt in session.scalars(query):
        if monday_of(local_day(attempt.started_at)) != monday_of(local_day(at)):
            attempt.dropped_at = at
    session.flush()
