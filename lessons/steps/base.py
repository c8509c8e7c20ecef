"""What every step of a module carries, whatever its type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from core.text import Conditional, Spec, Text

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,15}$")]
"""Stable name of a part inside its step: renaming the words keeps it, a copy gets a new one."""

StepId = Annotated[str, StringConstraints(pattern=r"^s[1-9][0-9]?[a-z]?$")]
GoalId = Literal["G1", "G2", "G3", "G4"]
AgreementId = Annotated[str, StringConstraints(pattern=r"^A[1-9]$")]
Tag = Annotated[str, StringConstraints(pattern=r"^(M[1-9]|none)$")]
"""The misconception behind a wrong choice; ``none`` says on purpose that there is none."""

Picture = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""Name of a drawing: ``ds-1-1`` is ``static/img/drawn/ds-1-1.svg``."""

Route = Literal["basis", "plus"]
Phase = Literal["opener", "rule", "practice", "talk", "exit", "close"]
App = Literal["kletsr", "blokstad", "snuffel", "schoolpost"]
"""The made-up products of the story world; each has a face of its own on the screen."""


class OnlyIf(Spec):
    """Holds when the pupil's last path through a keuzeverhaal went over ``choice`` in ``turn``."""

    step: StepId | None = None
    """The keuzeverhaal; left out inside that step itself."""
    turn: Id
    choice: Id


class Step(Conditional):
    """One screen of a module."""

    id: StepId
    title: Text
    route: Route
    """``basis``: on both routes; ``plus``: only on route plus."""
    lesson: Literal[1, 2]
    phase: Phase
    minutes: int = Field(ge=1, le=30)
    goals: list[GoalId] = Field(default_factory=list)
    """Goals that the step practises."""
    agreements: list[AgreementId] = Field(default_factory=list)
    """Agreements shown after answering, the main one first."""
    intro: Text | None = None
    hint: Text | None = None
    """What *Ik snap het niet* says."""


class Card(Spec):
    """A closing card: a title and a few short lines."""

    title: Text
    text: Text | None = None
    points: list[Text] = Field(default_factory=list)
    after: Text | None = None


class Option(Conditional):
    """Something to choose, without right or wrong."""

    id: Id
    text: Text


class JudgedOption(Option):
    """Something to choose, with what it earns and what is said about it."""

    right: bool
    feedback: Text
    tag: Tag | None = None
    """Only on a wrong option."""


class Alternatives(Spec):
    """Other words for a part of the story, for pupils who chose something earlier."""

    only_if: OnlyIf
    text: Text


def unique(ids: Iterable[str], what: str) -> None:
    """Raises ValueError when an id occurs twice among ``what``."""
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ValueError(f"{what} {name!r} occurs twice")
        seen.add(name)


def known(names: Iterable[str], among: Iterable[str], what: str) -> None:
    """Raises ValueError when one of ``names`` does not exist ``among`` the ids of ``what``."""
    there = set(among)
    for name in names:
        if name not in there:
            raise ValueError(f"there is no {what} {name!r}")
