"""Whether a module teaches all it says, on both routes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lessons.references import Loc
from lessons.schema import Module
from lessons.steps import AnyStep
from lessons.steps.keuzeverhaal import Keuzeverhaal
from lessons.steps.klassengesprek import Klassengesprek
from lessons.steps.terugvertellen import Terugvertellen
from lessons.steps.verhaal import Verhaal


def gaps(module: Module) -> Iterator[tuple[Loc, str]]:
    """What is missing, with its place."""
    yield from _practised(module, module.steps, "no step practises it")
    basis = [step for step in module.steps if step.route == "basis"]
    yield from _practised(module, basis, "no step of route basis practises it")
    yield from _route(module, basis)
    yield from _shown(module)
    if not any(isinstance(step, Keuzeverhaal) for step in module.steps):
        yield ("steps",), "no keuzeverhaal: every module has a rehearsal"
    lessons = [step.lesson for step in module.steps]
    if lessons != sorted(lessons):
        yield ("steps",), "a step of lesson 1 comes after one of lesson 2"


def _practised(module: Module, steps: Sequence[AnyStep], words: str) -> Iterator[tuple[Loc, str]]:
    practised = {goal for step in steps for goal in step.goals}
    for number, goal in enumerate(module.goals):
        if goal.id not in practised:
            yield ("goals", number), words


def _route(module: Module, basis: Sequence[AnyStep]) -> Iterator[tuple[Loc, str]]:
    stories = [step for step in module.steps if isinstance(step, Verhaal)]
    if stories and stories[-1].route != "basis":
        yield ("steps", module.steps.index(stories[-1]), "route"), "route basis misses the story's ending"
    for kind, words in ((Klassengesprek, "the class talk"), (Terugvertellen, "a teach-back")):
        if not any(isinstance(step, kind) for step in basis):
            yield ("steps",), f"route basis misses {words}"


def _shown(module: Module) -> Iterator[tuple[Loc, str]]:
    shown = {name for step in module.steps for name in step.agreements}
    for number, agreement in enumerate(module.agreements):
        if agreement.id not in shown:
            yield ("agreements", number), "no step shows it"
