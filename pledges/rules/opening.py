"""When a promise opens: understood, and at least one protective action shown in a simulation of its module.

Understood is: the module is behaald, or a situation was answered right (after one or two misses a parallel one), or a
teacher talked it through. After the second miss comes the card "Lees het samen met iemand", then a third situation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

BY_MODULE = "module"
BY_SITUATIONS = "situations"
BY_TEACHER = "teacher"
ON_PAPER = "paper"
WAYS_TO_UNDERSTAND = (BY_MODULE, BY_SITUATIONS, BY_TEACHER, ON_PAPER)

MOST_SITUATIONS = 3


class Next(StrEnum):
    """What the page of a promise asks for next."""

    DONE = "done"
    FIRST = "first"
    PARALLEL = "parallel"
    TOGETHER = "together"
    TALK = "talk"


@dataclass(frozen=True)
class Shown:
    """What the evidence says about a pupil and the module behind a promise."""

    mastered_at: datetime | None = None
    renewed_at: datetime | None = None
    protective_at: datetime | None = None


@dataclass(frozen=True)
class Answered:
    """One situation that was answered for a promise."""

    item: str
    choice: str
    right: bool


def by_module(shown: Shown, *, since: datetime | None) -> bool:
    """Whether the module alone shows understanding; when a promise is asked again, only if done after ``since``."""
    latest = shown.renewed_at or shown.mastered_at
    return latest is not None and (since is None or latest > since)


def next_task(answers: Sequence[Answered], *, understood: bool) -> Next:
    """What comes after ``answers``."""
    if understood or any(answer.right for answer in answers):
        return Next.DONE
    return (Next.FIRST, Next.PARALLEL, Next.TOGETHER, Next.TALK)[min(len(answers), MOST_SITUATIONS)]


def is_open(*, understood: bool, shown: Shown, on_paper: bool = False) -> bool:
    """Whether the promise may be signed. On paper the teacher answers for the protective action."""
    return understood and (on_paper or shown.protective_at is not None)
