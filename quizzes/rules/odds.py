"""The chance that a pupil who guesses, or who knows part of it, masters a module: by exact enumeration. Pure.

Every combination of right and wrong over the items of an attempt is gone through with its probability, attempts after
the first ask only the weak goals, and the answers of each goal replace its last two different items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from progress.rules import ENOUGH_PER_GOAL, ENOUGH_RIGHT, GOALS, KEPT

State = tuple[int, ...]
"""Right answers among the last two, per goal."""

THREE_OPTIONS = Fraction(1, 3)


def mastered(state: State) -> bool:
    """The rule of ``progress.rules.mastered`` on counts."""
    return sum(state) >= ENOUGH_RIGHT and min(state) >= ENOUGH_PER_GOAL


def after_attempt(state: State | None, chance: Fraction) -> dict[State, Fraction]:
    """Probability of each state after one more attempt in which every item is right with ``chance``.

    None is a pupil before the first attempt, who is asked all goals; otherwise only goals below two are asked again.
    """
    asked = [True] * GOALS if state is None else [right < KEPT for right in state]
    old = state or (0,) * GOALS
    found: dict[State, Fraction] = {}
    for counts in product(range(KEPT + 1), repeat=sum(asked)):
        drawn = iter(counts)
        new = tuple(next(drawn) if again else right for again, right in zip(asked, old, strict=True))
        weight = Fraction(1)
        for count in counts:
            weight *= _two(count, chance)
        found[new] = found.get(new, Fraction(0)) + weight
    return found


def mastered_within(attempts: int, chance: Fraction = THREE_OPTIONS) -> list[Fraction]:
    """Chance to have mastered the module after 1, 2 … ``attempts`` attempts, every item right with ``chance``."""
    waiting: dict[State | None, Fraction] = {None: Fraction(1)}
    done = Fraction(0)
    chances = []
    for _ in range(attempts):
        following: dict[State | None, Fraction] = {}
        for state, weight in waiting.items():
            for new, share in after_attempt(state, chance).items():
                if mastered(new):
                    done += weight * share
                else:
                    following[new] = following.get(new, Fraction(0)) + weight * share
        waiting = following
        chances.append(done)
    return chances


def first_attempt(chances: Mapping[str, Sequence[Fraction]]) -> Fraction:
    """Chance to master at the first attempt, from the guessing chances of a real bank's items per goal.

    Two different items are drawn per goal, each pair equally likely.
    """
    per_goal = [_goal_counts(own) for own in chances.values()]
    total = Fraction(0)
    for counts in product(range(KEPT + 1), repeat=len(per_goal)):
        if mastered(counts):
            weight = Fraction(1)
            for table, count in zip(per_goal, counts, strict=True):
                weight *= table[count]
            total += weight
    return total


def _two(right: int, chance: Fraction) -> Fraction:
    """Chance of exactly ``right`` right answers out of two."""
    return ((1 - chance) ** 2, 2 * chance * (1 - chance), chance**2)[right]


def _goal_counts(chances: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    pairs = [(p, q) for i, p in enumerate(chances) for q in chances[i + 1 :]]
    none = sum(((1 - p) * (1 - q) for p, q in pairs), Fraction(0)) / len(pairs)
    both = sum((p * q for p, q in pairs), Fraction(0)) / len(pairs)
    return (none, 1 - none - both, both)
