"""Which items an attempt, a refresher or the pledge takes. Pure: what was seen and the random source come in.

Unseen items come first, then those not seen for the longest time, so that a pupil never gets the same items first in
a later year. A retake asks only the goals that were not both right: unseen, then missed items.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

PER_GOAL = 2
REHEARSE_FROM = 3
"""From this attempt on the pupil first goes through the rehearsal step again: guessing must not pay."""


@dataclass(frozen=True)
class Candidate:
    """An item that could be asked, and what this pupil last did with it."""

    item: str
    goal: str
    parallel: str | None = None
    seen_at: datetime | None = None
    right: bool = False

    @property
    def missed(self) -> bool:
        return self.seen_at is not None and not self.right


Ranking = Callable[[Candidate], tuple[int, float]]


def unseen_then_oldest(candidate: Candidate) -> tuple[int, float]:
    """For a first attempt, and for one in a later school year."""
    return (0, 0.0) if candidate.seen_at is None else (1, candidate.seen_at.timestamp())


def unseen_then_missed(candidate: Candidate) -> tuple[int, float]:
    """For a retake."""
    if candidate.seen_at is None:
        return (0, 0.0)
    return (1 if candidate.missed else 2, candidate.seen_at.timestamp())


def missed_then_oldest(candidate: Candidate) -> tuple[int, float]:
    """For a refresher: missed before, then longest not seen; items never seen come last of all."""
    if candidate.seen_at is None:
        return (2, 0.0)
    return (0 if candidate.missed else 1, candidate.seen_at.timestamp())


def ranked(candidates: Iterable[Candidate], ranking: Ranking, rng: Random) -> list[Candidate]:
    """Candidates from first choice to last; equals are drawn by ``rng``."""
    drawn = sorted(candidates, key=lambda candidate: candidate.item)
    rng.shuffle(drawn)
    return sorted(drawn, key=ranking)


def choose_attempt(candidates: Collection[Candidate], goals: Sequence[str], ranking: Ranking, rng: Random) -> list[str]:
    """Two items for each of ``goals``, in rounds: one of every goal, then a second of every goal.

    The first two items are therefore about two goals, which is what the exit check of a class lesson takes.
    """
    chosen = [
        [candidate.item for candidate in ranked(own, ranking, rng)[:PER_GOAL]]
        for own in ([c for c in candidates if c.goal == goal] for goal in goals)
    ]
    return [items[turn] for turn in range(PER_GOAL) for items in chosen if turn < len(items)]


def weak_goals(right: Mapping[str, int], goals: Sequence[str]) -> list[str]:
    """The goals that a retake asks: fewer than two of the last two different items right."""
    return [goal for goal in goals if right.get(goal, 0) < PER_GOAL]


def choose_refresher(
    candidates: Collection[Candidate], count: int, rng: Random, *, only_goals: Collection[str] = ()
) -> list[str]:
    """``count`` items of one module: missed before, then longest not seen, then others.

    Of two parallel items one is taken; ``only_goals`` narrows the choice for a goal that comes back.
    """
    own = [c for c in candidates if not only_goals or c.goal in only_goals]
    order = ranked(own, missed_then_oldest, rng)
    groups: set[str] = set()
    first: list[Candidate] = []
    for candidate in order:
        if candidate.parallel is None or candidate.parallel not in groups:
            first.append(candidate)
            groups.update([candidate.parallel] if candidate.parallel else [])
    rest = [candidate for candidate in order if candidate not in first]
    return [candidate.item for candidate in [*first, *rest][:count]]


def choose_situations(candidates: Collection[Candidate], count: int, rng: Random) -> list[str]:
    """Situations for the pledge: unseen first, then least recently seen."""
    return [candidate.item for candidate in ranked(candidates, unseen_then_oldest, rng)[:count]]


def must_rehearse(finished: Sequence[datetime], *, already_mastered: bool, rehearsed_at: datetime | None) -> bool:
    """True when the next attempt waits for the rehearsal step: two attempts were not enough, and the pupil has not
    gone through the step since the last one. ``finished`` are the ends of this school year's attempts."""
    if already_mastered or len(finished) + 1 < REHEARSE_FROM:
        return False
    return rehearsed_at is None or rehearsed_at <= max(finished)
