"""What to do next in a class; four statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.constants import STUCK_TRIES
from classroom.queries.situation import left_aside
from classroom.queries.thoughts import gains_of, thoughts_of
from classroom.rules.next_action import Action, actions
from core.clock import local_day, school_year
from lessons.models import StepState

RECENT = timedelta(days=14)
STUCK_TWICE = 2


@dataclass(frozen=True)
class Suggested:
    """Suggestions for a class, and how many the teacher left aside today."""

    actions: tuple[Action, ...]
    aside: int


def suggestions(session: Session, class_id: int, pupil_ids: Collection[int], at: datetime) -> Suggested:
    """All suggestions, without those that the teacher left aside today."""
    found = actions(
        thoughts_of(session, pupil_ids),
        gains_of(session, pupil_ids, school_year(local_day(at))),
        stuck_twice(session, pupil_ids, at),
    )
    aside = left_aside(session, class_id, local_day(at))
    kept = tuple(action for action in found if name_of(action) not in aside)
    return Suggested(kept or (Action("nothing"),), len(found) - len(kept))


def name_of(action: Action) -> str:
    """The name under which a suggestion is left aside; it changes when other pupils are concerned."""
    pupils = ",".join(str(pupil) for pupil in action.pupils)[:40]
    return f"{action.kind}:{action.module}:{action.agreement}:{action.tag}:{pupils}"[:80]


def stuck_twice(session: Session, pupil_ids: Collection[int], at: datetime) -> dict[int, str]:
    """Pupil → the module in which they tried at least two steps four times or more in the last two weeks."""
    rows = session.execute(  # sorted here: asked in order, SQLite would go through all years by module instead
        select(StepState.pupil_id, StepState.module, StepState.tries).where(
            StepState.pupil_id.in_(pupil_ids), StepState.started_at >= at - RECENT
        )
    )
    steps: dict[tuple[int, str], int] = defaultdict(int)
    for pupil_id, module, tries in rows:
        steps[pupil_id, module] += max(tries.values(), default=0) >= STUCK_TRIES
    return {pupil_id: module for (pupil_id, module), number in sorted(steps.items()) if number >= STUCK_TWICE}
