"""What evidence says about goals, agreements, promises and clauses. Pure functions.

A goal rests on the last two *different* items answered in a quiz. A module is mastered (behaald) when, at the end of
an attempt, at least 6 of those 8 answers are right and at least one per goal. An agreement is as strong as the
weakest of its goals; a clause as strong as the best agreement that cites it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

KEPT = 2
GOALS = 4
ENOUGH_RIGHT = 6
ENOUGH_PER_GOAL = 1

AgreementRef = tuple[str, str]
"""Module and agreement id, such as ``("doorsturen", "A1")``."""


class Level(IntEnum):
    """How far a pupil is: nothing answered yet, still to practise, understood (gesnapt)."""

    OPEN = 0
    PRACTISE = 1
    UNDERSTOOD = 2


class Answered(NamedTuple):
    """One item as last answered in a quiz."""

    item: str
    right: bool


def remember(last: Sequence[Answered], new: Answered) -> list[Answered]:
    """The last two different items, newest first, after ``new``. An item answered again counts as answered now."""
    return [new, *(old for old in last if old.item != new.item)][:KEPT]


def right_of(last: Iterable[Answered]) -> int:
    """How many of the remembered answers are right."""
    return sum(answer.right for answer in last)


def goal_level(last: Sequence[Answered]) -> Level:
    """Understood when both remembered answers are right."""
    if not last:
        return Level.OPEN
    return Level.UNDERSTOOD if right_of(last) == KEPT else Level.PRACTISE


def mastered(goals: Iterable[Sequence[Answered]]) -> bool:
    """True when the four goals together are enough; to be asked when an attempt ends."""
    right = [right_of(last) for last in goals]
    return len(right) == GOALS and sum(right) >= ENOUGH_RIGHT and min(right) >= ENOUGH_PER_GOAL


def agreement_level(goals: Iterable[Level]) -> Level:
    """The weakest of the goals; open when there are none."""
    return min(goals, default=Level.OPEN)


def agreement_levels(
    goals: Mapping[tuple[str, str], Level], goals_of: Mapping[AgreementRef, Collection[str]]
) -> dict[AgreementRef, Level]:
    """Level of each agreement in ``goals_of``, from levels per (module, goal)."""
    return {
        agreement: agreement_level(goals.get((agreement[0], goal), Level.OPEN) for goal in own)
        for agreement, own in goals_of.items()
    }


def promise_level(agreements: Collection[Level], *, module_mastered: bool) -> Level:
    """A promise is understood when its module is mastered or all its agreements are; open when nothing was answered."""
    if module_mastered or agreement_level(agreements) == Level.UNDERSTOOD:
        return Level.UNDERSTOOD
    return Level.PRACTISE if any(agreements) else Level.OPEN


def clause_levels(
    agreements: Mapping[AgreementRef, Level], cited: Mapping[AgreementRef, Collection[str]], clauses: Iterable[str]
) -> dict[str, Level | None]:
    """Level of each of ``clauses``: the best agreement that cites it, None (niet getoetst) where none does."""
    best: dict[str, Level] = {}
    for agreement, level in agreements.items():
        for clause in cited.get(agreement, ()):
            best[clause] = max(level, best.get(clause, Level.OPEN))
    return {clause: best.get(clause) for clause in clauses}
