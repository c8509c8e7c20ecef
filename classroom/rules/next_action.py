"""What to do next, with the reason: suggestions that a teacher may leave aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from classroom.constants import CLASS_CARD_SHARE, GROUP_PUPILS, SMALL_GAIN

ACTIONS = ("class_card", "redo_step", "small_group", "together", "nothing")
"""Kinds of suggestions, the one that helps most pupils first."""


@dataclass(frozen=True)
class Thought:
    """A misconception in a class: pupils whose latest answer on the agreement carried its tag, of all who answered."""

    module: str
    agreement: str
    tag: str
    pupils: tuple[int, ...]
    answered: int

    @property
    def share(self) -> float:
        return len(self.pupils) / self.answered if self.answered else 0.0


@dataclass(frozen=True)
class Gain:
    """Share right of a class on a module's questions, at first and latest answers of the same pupils and goals."""

    module: str
    before: float
    after: float
    pupils: int

    @property
    def gain(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Action:
    """A suggestion. ``pupils`` are named only where the group is small; ``number`` of ``of`` is the reason."""

    kind: str
    module: str = ""
    agreement: str = ""
    tag: str = ""
    pupils: tuple[int, ...] = ()
    number: int = 0
    of: int = 0
    gain: float = 0.0


def action_for(thought: Thought) -> Action | None:
    """From 30 % of the class a card for all, from 2 pupils a small group, else sitting together with one."""
    number = len(thought.pupils)
    if number == 0:
        return None
    pupils = thought.pupils
    if number >= GROUP_PUPILS and thought.share >= CLASS_CARD_SHARE:
        kind, pupils = "class_card", ()
    else:
        kind = "small_group" if number >= GROUP_PUPILS else "together"
    return Action(kind, thought.module, thought.agreement, thought.tag, pupils, number, thought.answered)


def actions(
    thoughts: Iterable[Thought], gains: Iterable[Gain] = (), stuck_twice: Mapping[int, str] | None = None
) -> list[Action]:
    """All suggestions, the one for most pupils first; a single "nothing" when there is nothing to do.

    ``stuck_twice`` are pupils that were stuck on two steps or more, with the module.
    """
    found = [action for thought in thoughts if (action := action_for(thought))]
    for gain in gains:
        if gain.pupils >= GROUP_PUPILS and gain.gain < SMALL_GAIN and gain.after < 1:
            found.append(Action("redo_step", gain.module, number=gain.pupils, of=gain.pupils, gain=gain.gain))
    for pupil, module in (stuck_twice or {}).items():
        found.append(Action("together", module, pupils=(pupil,), number=1, of=1))
    found.sort(key=_order)
    return found or [Action("nothing")]


def _order(action: Action) -> tuple[int, float, str, str, str, tuple[int, ...]]:
    share = action.number / action.of if action.of else 0.0
    return ACTIONS.index(action.kind), -share, action.module, action.agreement, action.tag, action.pupils
