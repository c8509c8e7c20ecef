"""One pupil: what was shown at first and what now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.facts import MARKS
from lessons.models import TeachBack
from progress.models import Evidence
from progress.rules import KEPT, AgreementRef, Answered, Level, agreement_levels, goal_level


@dataclass(frozen=True)
class Then:
    """One agreement of one pupil: its state after the first answers, and when those were given."""

    state: str
    since: datetime


def first_states(session: Session, pupil_id: int) -> dict[AgreementRef, Then]:
    """Agreement → its state after the first two different questions of each of its goals; one statement."""
    rows = session.execute(
        select(Evidence.module, Evidence.goal, Evidence.agreement, Evidence.name, Evidence.right, Evidence.at)
        .where(Evidence.pupil_id == pupil_id, Evidence.source == "quiz", Evidence.first)
        .order_by(Evidence.at, Evidence.id)
    )
    goals: dict[tuple[str, str], list[Answered]] = defaultdict(list)
    since: dict[AgreementRef, datetime] = {}
    for module, goal, agreement, item, right, at in rows:
        since.setdefault((module, agreement), at)
        if len(goals[module, goal]) < KEPT:
            goals[module, goal].append(Answered(item, right))
    levels = agreement_levels({ref: goal_level(kept) for ref, kept in goals.items()}, catalog.goals_of())
    return {ref: Then(MARKS[level], since[ref]) for ref, level in levels.items() if ref in since and level > Level.OPEN}


def tellings_of(session: Session, pupil_ids: Collection[int], staff_id: int, year: int) -> list[TeachBack]:
    """What pupils explained this school year, unread ones first, then the newest; what colleagues hid is left out."""
    rows = session.scalars(
        select(TeachBack)
        .where(
            TeachBack.pupil_id.in_(pupil_ids),
            TeachBack.year == year,
            TeachBack.text != "",
            or_(TeachBack.hidden_by.is_(None), TeachBack.hidden_by == staff_id),
        )
        .order_by(TeachBack.written_at)
    )
    found = list(rows)
    return [row for row in found if not row.read_at] + [row for row in reversed(found) if row.read_at]
