"""How a class practised: per step of a module the first tries, and what was chosen in each; one statement.

First tries, because a step goes on until it is right: what pupils chose last is the same for everybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.asked import Asked, Choice, asked_by
from classroom.constants import VOTES_SHOWN
from lessons.schema import Module
from lessons.steps import AnyStep
from progress.models import Evidence


@dataclass(frozen=True)
class Chosen:
    """One choice in a step, with how many pupils made each of its answers at their first try."""

    asked: Asked
    counts: tuple[tuple[Choice, int], ...]


@dataclass(frozen=True)
class Practised:
    """One step: pupils who did it, and how many of their first choices were right."""

    step: AnyStep
    pupils: int
    right: int
    of: int
    chosen: tuple[Chosen, ...]

    @property
    def share(self) -> float:
        return self.right / self.of


def practised_in(session: Session, pupil_ids: Collection[int], module: Module, year: int) -> list[Practised]:
    """The steps that at least 5 pupils did, in the order of the lesson; choices that fewer made together stay out."""
    rows = session.execute(
        select(Evidence.pupil_id, Evidence.name, Evidence.right, Evidence.picks).where(
            Evidence.pupil_id.in_(pupil_ids), Evidence.module == module.slug, Evidence.year == year,
            Evidence.source == "step", Evidence.first,
        )
    )  # fmt: skip
    who: dict[str, set[int]] = defaultdict(set)
    verdicts: dict[str, list[bool]] = defaultdict(list)
    picked: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for pupil_id, name, right, picks in rows:
        step = name.partition("/")[0]
        who[step].add(pupil_id)
        verdicts[step].append(right)
        picked[name].update((slot, choice) for slot, choice in picks)
    return [
        Practised(
            step, len(who[step.id]), sum(verdicts[step.id]), len(verdicts[step.id]),
            tuple(one for asked in asked_by(module, step) if (one := _chosen(asked, picked[asked.name]))),
        )
        for step in module.steps
        if len(who[step.id]) >= VOTES_SHOWN
    ]  # fmt: skip


def _chosen(asked: Asked, picked: Counter[tuple[str, str]]) -> Chosen | None:
    counts = tuple((choice, picked[asked.part, choice.id]) for choice in asked.choices)
    return Chosen(asked, counts) if sum(number for _choice, number in counts) >= VOTES_SHOWN else None
