"""What pupils and classes know, as plain data. Each query is a fixed number of statements, whatever the class's size
and however many years it has been here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from progress.calendar import Break, Calendar, merged
from progress.holidays import holidays_of
from progress.models import GoalState, ItemMemory, ModuleState, SchoolBreak, StepMemory
from progress.rules import AgreementRef, Answered, Level, agreement_levels, clause_levels, goal_level, right_of

GoalRef = tuple[str, str]
"""Module and goal id, such as ``("doorsturen", "G2")``."""


@dataclass(frozen=True)
class GoalView:
    """One goal of one pupil: how many of the last two different items are right, out of how many."""

    level: Level
    right: int
    answered: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class ModuleView:
    """One module of one pupil."""

    mastered_at: datetime | None
    renewed_at: datetime | None
    protective_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class Seen:
    """What a pupil last did with an item."""

    item: str
    goal: str
    agreement: str
    seen_at: datetime
    right: bool
    tags: tuple[str, ...]


def pupil_goals(session: Session, pupil_id: int) -> dict[GoalRef, GoalView]:
    """Every goal the pupil has answered something about."""
    return class_goals(session, [pupil_id]).get(pupil_id, {})


def pupil_modules(session: Session, pupil_id: int) -> dict[str, ModuleView]:
    """Every module the pupil has evidence in."""
    return class_modules(session, [pupil_id]).get(pupil_id, {})


def class_goals(session: Session, pupil_ids: Collection[int]) -> dict[int, dict[GoalRef, GoalView]]:
    """Pupil → goal → view, in one statement; pupils without answers are left out."""
    rows = session.execute(
        select(GoalState.pupil_id, GoalState.module, GoalState.goal, cast(GoalState.last, Text)).where(
            GoalState.pupil_id.in_(pupil_ids)
        )
    )
    found: dict[int, dict[GoalRef, GoalView]] = defaultdict(dict)
    for pupil_id, module, goal, pairs in rows:
        found[pupil_id][module, goal] = _goal_view(pairs)
    return dict(found)


@lru_cache(20_000)
def _goal_view(pairs: str) -> GoalView:
    """The view of what was kept of a goal, as JSON: few goals have many kinds of it, and a class has hundreds."""
    last = [Answered(*pair) for pair in json.loads(pairs)]
    return GoalView(goal_level(last), right_of(last), len(last), tuple(answer.item for answer in last))


def class_modules(session: Session, pupil_ids: Collection[int]) -> dict[int, dict[str, ModuleView]]:
    """Pupil → module → view, in one statement; pupils without evidence are left out."""
    rows = session.execute(
        select(
            ModuleState.pupil_id,
            ModuleState.module,
            ModuleState.mastered_at,
            ModuleState.renewed_at,
            ModuleState.protective_at,
            ModuleState.updated_at,
        ).where(ModuleState.pupil_id.in_(pupil_ids))
    )
    found: dict[int, dict[str, ModuleView]] = defaultdict(dict)
    for pupil_id, module, mastered_at, renewed_at, protective_at, updated_at in rows:
        found[pupil_id][module] = ModuleView(mastered_at, renewed_at, protective_at, updated_at)
    return dict(found)


def class_agreements(
    session: Session, pupil_ids: Collection[int], goals_of: Mapping[AgreementRef, Collection[str]]
) -> dict[int, dict[AgreementRef, Level]]:
    """Pupil → agreement → level for everybody in ``pupil_ids``, in one statement. ``goals_of`` says which goals
    belong to an agreement of a module."""
    goals = class_goals(session, pupil_ids)
    return {
        pupil_id: agreement_levels({ref: view.level for ref, view in goals.get(pupil_id, {}).items()}, goals_of)
        for pupil_id in pupil_ids
    }


def class_clauses(
    session: Session,
    pupil_ids: Collection[int],
    goals_of: Mapping[AgreementRef, Collection[str]],
    cited: Mapping[AgreementRef, Collection[str]],
    clauses: Sequence[str],
) -> dict[int, dict[str, Level | None]]:
    """Pupil → clause of the own school → level, None where no agreement cites it; one statement."""
    agreements = class_agreements(session, pupil_ids, goals_of)
    return {pupil_id: clause_levels(levels, cited, clauses) for pupil_id, levels in agreements.items()}


def items_seen(session: Session, pupil_id: int, module: str) -> dict[str, Seen]:
    """Item → what the pupil last did with it, for one module."""
    rows = session.scalars(select(ItemMemory).where(ItemMemory.pupil_id == pupil_id, ItemMemory.module == module))
    return {row.item: _seen(row) for row in rows}


def latest_on_agreements(session: Session, pupil_ids: Collection[int], module: str) -> dict[int, dict[str, Seen]]:
    """Pupil → agreement → the pupil's latest answer about it, for the map of misconceptions; one statement."""
    rows = session.scalars(
        select(ItemMemory)
        .where(ItemMemory.pupil_id.in_(pupil_ids), ItemMemory.module == module)
        .order_by(ItemMemory.seen_at, ItemMemory.item)
    )
    found: dict[int, dict[str, Seen]] = defaultdict(dict)
    for row in rows:
        found[row.pupil_id][row.agreement] = _seen(row)
    return dict(found)


def step_done_at(session: Session, pupil_id: int, module: str, step: str) -> datetime | None:
    """When the pupil last finished a simulation, or None."""
    row = session.get(StepMemory, {"pupil_id": pupil_id, "module": module, "step": step})
    return row.last_at if row else None


def school_calendar(session: Session, school_id: int, region: str) -> Calendar:
    """The holidays the school keeps: its own where it wrote them, the region's elsewhere."""
    own: dict[int, list[Break]] = defaultdict(list)
    for row in session.scalars(select(SchoolBreak).where(SchoolBreak.school_id == school_id)):
        own[row.year].append(Break(row.first, row.last, row.name))
    return merged(holidays_of(region), own)


def breaks_of_year(session: Session, school_id: int, region: str, year: int) -> tuple[list[Break], bool]:
    """The holidays of one school year, and whether the school wrote them itself."""
    query = select(SchoolBreak).where(SchoolBreak.school_id == school_id, SchoolBreak.year == year)
    own = [Break(row.first, row.last, row.name) for row in session.scalars(query)]
    return (sorted(own), True) if own else (sorted(holidays_of(region).get(year, [])), False)


def first_of_year(year: int) -> date:
    """The first day of a school year."""
    return date(year, 8, 1)


def _seen(row: ItemMemory) -> Seen:
    return Seen(row.item, row.goal, row.agreement, row.seen_at, row.right, tuple(row.tags))
