"""A class that does not exist, for who wants to look without an account: everything is made here, nothing is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from classroom import catalog
from classroom.facts import Mastery, PupilRow
from classroom.queries.live import Board, OnBoard
from classroom.rules.next_action import Action, Thought, actions
from classroom.rules.signals import Place, Signal
from lessons.schema import Module
from progress.queries import GoalRef, GoalView, ModuleView
from progress.rules import AgreementRef, Level, agreement_levels, promise_level

NAMES = ("Amir", "Bibi", "Cato", "Demi", "Eren", "Floor", "Guus", "Hanna", "Idris", "Juul", "Kiki", "Lou")
DONE = 2
"""Modules that the class did: the first ones of the course."""


@dataclass(frozen=True)
class Example:
    """What the pages of a teacher show, of pupils whom nobody knows."""

    modules: tuple[Module, ...]
    known: Mastery
    board: Board
    thoughts: tuple[Thought, ...]
    actions: tuple[Action, ...]


def example(at: datetime) -> Example:
    """The class as it would be at ``at``: the same every time."""
    pupils = tuple(PupilRow(n, f"voorbeeld-{n}", name, "", 7, "plus") for n, name in enumerate(NAMES, 1))
    modules = tuple(catalog.modules()[: DONE + 1])
    thoughts = _thoughts(modules[DONE - 1], pupils)
    return Example(modules, _known(pupils, modules, at), _board(pupils, modules[DONE], at), thoughts,
                   tuple(actions(thoughts)))  # fmt: skip


def _known(pupils: tuple[PupilRow, ...], modules: Sequence[Module], at: datetime) -> Mastery:
    goals_of = catalog.goals_of()
    goals: dict[int, dict[GoalRef, GoalView]] = {}
    levels: dict[int, dict[AgreementRef, Level]] = {}
    promises: dict[int, dict[str, Level]] = {}
    for pupil in pupils:
        own: dict[GoalRef, Level] = {
            (module.slug, goal.id): _level(pupil.id, turn, place)
            for turn, module in enumerate(modules[:DONE])
            for place, goal in enumerate(module.goals)
        }
        goals[pupil.id] = {
            ref: GoalView(level, 2 if level == Level.UNDERSTOOD else 1, 2, ()) for ref, level in own.items()
        }
        levels[pupil.id] = agreement_levels(own, goals_of)
        promises[pupil.id] = {
            module.slug: promise_level(
                [level for ref, level in levels[pupil.id].items() if ref[0] == module.slug], module_mastered=False
            )
            for module in catalog.modules()
        }
    states = {
        pupil.id: {module.slug: ModuleView(None, None, None, at) for module in modules[:DONE]} for pupil in pupils
    }
    return Mastery(pupils, goals, states, levels, promises, {4: frozenset({modules[1].slug})})


def _level(pupil: int, turn: int, place: int) -> Level:
    """Most can do most; some practise a goal still, later modules more than earlier ones."""
    return Level.PRACTISE if (pupil + 3 * place) % (7 - 2 * turn) == 0 else Level.UNDERSTOOD


def _board(pupils: Sequence[PupilRow], module: Module, at: datetime) -> Board:
    steps = [step for step in module.steps if step.lesson == 1]

    def on(number: int, minutes: int, **more: object) -> Place:
        step = steps[min(number, len(steps)) - 1]
        since = at - timedelta(minutes=minutes)
        return Place(module.slug, step.id, since, at, number=number, total=len(steps), **more)  # type: ignore[arg-type]

    stuck = on(2, 7)
    asked = on(3, 3, asked_at=at - timedelta(minutes=1))
    return Board(
        walk=(
            OnBoard(pupils[8], asked, Signal("help", "asked", 1)),
            OnBoard(pupils[4], stuck, Signal("stuck", "long", 7)),
        ),
        busy=tuple(OnBoard(pupil, on(2 + pupil.id % 2, 2)) for pupil in pupils if pupil.id not in (5, 6, 9, 12)),
        done=(OnBoard(pupils[5], on(len(steps), 1, done=True)),),
        absent=(OnBoard(pupils[11], None),), paused=False, open_step="",
        present=len(pupils) - 1,
    )  # fmt: skip


def _thoughts(module: Module, pupils: Sequence[PupilRow]) -> tuple[Thought, ...]:
    ids = [pupil.id for pupil in pupils]
    wanted = ((0, 0, 4), (1, 1, 2), (2, 0, 1))
    found = []
    for agreement, tag, number in wanted:
        if agreement < len(module.agreements) and tag < len(module.misconceptions):
            who = tuple(ids[agreement : agreement + number])
            found.append(
                Thought(module.slug, module.agreements[agreement].id, module.misconceptions[tag].id, who, len(ids))
            )
    return tuple(found)
