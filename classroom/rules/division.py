"""On which questions the class is most divided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple


class Counted(NamedTuple):
    """A question with how many pupils chose each of its answers; *weet ik niet* is not among them."""

    name: str
    answers: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.answers.values())


def entropy(counts: Iterable[int]) -> float:
    """Shannon entropy of a distribution of answers, in bits: 0 when all agree."""
    given = [count for count in counts if count > 0]
    total = sum(given)
    return -sum(count / total * log2(count / total) for count in given) if total else 0.0


def most_divided(questions: Iterable[Counted], *, at_least: int, how_many: int) -> list[Counted]:
    """The questions with the highest entropy among those with enough answers; where equal, more answers, then by name.

    A question on which all agree divides nobody and is left out.
    """
    able = [question for question in questions if question.total >= at_least and entropy(question.answers.values()) > 0]
    able.sort(key=lambda question: (-round(entropy(question.answers.values()), 9), -question.total, question.name))
    return able[:how_many]


def two_sides(question: Counted) -> tuple[str, str]:
    """The two answers chosen most, the more frequent one first; where equal, by name."""
    order = sorted(question.answers, key=lambda answer: (-question.answers[answer], answer))
    return order[0], order[1]
