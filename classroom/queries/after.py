"""What a lesson showed in a class; a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.asked import Asked, Choice
from classroom.constants import VOTES_SHOWN
from classroom.queries.division import Answers
from classroom.rules.next_action import Thought
from lessons.models import ClassVote
from lessons.schema import Module
from lessons.steps.klassengesprek import Klassengesprek


@dataclass(frozen=True)
class ThoughtCard:
    """A misconception with where it came up: a question, an answer that carries it, and how many chose that answer."""

    thought: Thought
    where: tuple[tuple[Asked, Choice, int], ...]


@dataclass(frozen=True)
class Vote:
    """What a class voted in a class talk: per moment agree, unsure, disagree; None below 5 votes."""

    step: Klassengesprek
    before: tuple[int, int, int] | None
    after: tuple[int, int, int] | None


def map_rows(thoughts: Collection[Thought], answered: Mapping[str, int]) -> list[tuple[str, int, list[Thought]]]:
    """Agreement, how many answered, its thoughts by share: the agreement with the highest share first."""
    rows: dict[str, list[Thought]] = defaultdict(list)
    for thought in thoughts:
        rows[thought.agreement].append(thought)
    found = [
        (agreement, number, sorted(rows[agreement], key=lambda t: (-t.share, t.tag)))
        for agreement, number in answered.items()
    ]
    return sorted(found, key=lambda row: (-(row[2][0].share if row[2] else 0.0), row[0]))


def card_of(thought: Thought, answers: Mapping[tuple[str, str], Answers]) -> ThoughtCard:
    """Where a thought came up, most often first."""
    found = [
        (one.asked, choice, one.counts[choice.id])
        for one in answers.values()
        if one.asked.agreement == thought.agreement
        for choice in one.asked.choices
        if choice.tag == thought.tag and one.counts[choice.id]
    ]
    return ThoughtCard(thought, tuple(sorted(found, key=lambda one: (-one[2], one[0].name, one[0].part, one[1].id))))


def votes_in(session: Session, class_id: int, module: Module) -> list[Vote]:
    """The votes of a class in the talks of a module; one statement."""
    rows = session.scalars(select(ClassVote).where(ClassVote.class_id == class_id, ClassVote.module == module.slug))
    totals = {(row.step, row.moment): (row.agree, row.unsure, row.disagree) for row in rows}
    steps = [step for step in module.steps if isinstance(step, Klassengesprek)]
    found = []
    for step in steps:
        before, after = (_shown(totals.get((step.id, moment))) for moment in ("before", "after"))
        found.append(Vote(step, before, after))
    return found


def _shown(votes: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    return votes if votes and sum(votes) >= VOTES_SHOWN else None
