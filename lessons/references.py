"""What a module names must exist: goals, agreements, misconceptions, people, earlier steps and choices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.content import Fault, fault_at
from core.text import Spec
from lessons.cast import known
from lessons.schema import Module
from lessons.steps.base import OnlyIf, Step
from lessons.steps.instellingen import Instellingen
from lessons.steps.keuzeverhaal import Keuzeverhaal, Message
from lessons.steps.verhaal import Revisit, Verhaal

Loc = tuple[str | int, ...]


def parts(spec: Spec, loc: Loc = ()) -> Iterator[tuple[Loc, Spec]]:
    """``spec`` and every part in it, with its place in the file."""
    yield loc, spec
    for name, field in type(spec).model_fields.items():
        value = getattr(spec, name)
        here = (*loc, field.alias or name)
        if isinstance(value, Spec):
            yield from parts(value, here)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, Spec):
                    yield from parts(item, (*here, number))


def faults(path: Path, module: Module) -> list[Fault]:
    """Every name in ``module`` that leads nowhere, with file and line."""
    found: list[tuple[Loc, str]] = []
    if module.slug != path.stem:
        found.append((("slug",), f"must be {path.stem}, like the file"))
    found += list(_ids(module))
    for number, step in enumerate(module.steps):
        found += [(("steps", number, *loc), words) for loc, words in _step(module, step, number)]
    return [fault_at(path, loc, words) for loc, words in found]


def _ids(module: Module) -> Iterator[tuple[Loc, str]]:
    agreements = {agreement.id for agreement in module.agreements}
    tags = {misconception.id for misconception in module.misconceptions}
    steps = {step.id for step in module.steps}
    for number, goal in enumerate(module.goals):
        if goal.agreement not in agreements:
            yield ("goals", number, "agreement"), f"there is no agreement {goal.agreement}"
    for number, step in enumerate(module.steps):
        for loc, part in parts(step, ("steps", number)):
            tag, agreement = getattr(part, "tag", None), getattr(part, "agreement", None)
            if tag not in (None, "none", *tags):
                yield (*loc, "tag"), f"there is no misconception {tag}"
            if agreement is not None and agreement not in agreements:
                yield (*loc, "agreement"), f"there is no agreement {agreement}"
        for name in step.agreements:
            if name not in agreements:
                yield ("steps", number, "agreements"), f"there is no agreement {name}"
    if len(steps) != len(module.steps):
        yield ("steps",), "two steps share an id"


def _step(module: Module, step: Step, number: int) -> Iterator[tuple[Loc, str]]:
    people = known(module)
    earlier = {one.id: one for one in module.steps[:number]}
    for loc, part in parts(step):
        if isinstance(part, OnlyIf) and (part.step or not isinstance(step, Keuzeverhaal)):
            yield from ((loc, words) for words in _choice(part, earlier))
        if isinstance(part, Revisit) and not _predicts(earlier.get(part.step)):
            yield loc, f"no earlier step {part.step} has a prediction"
        for name in _people(part):
            if name not in people:
                yield loc, f"there is nobody called {name}"


def _choice(condition: OnlyIf, earlier: dict[str, Any]) -> Iterator[str]:
    step = earlier.get(condition.step or "")
    if not isinstance(step, Keuzeverhaal):
        yield f"no earlier keuzeverhaal {condition.step}"
        return
    turn = next((turn for turn in step.turns if turn.id == condition.turn), None)
    if turn is None or condition.choice not in {choice.id for choice in turn.choices}:
        yield f"step {condition.step} has no choice {condition.choice} in turn {condition.turn}"


def _predicts(step: Any) -> bool:
    return isinstance(step, Verhaal) and step.prediction is not None


def _people(part: Spec) -> list[str]:
    if isinstance(part, Message):
        return [part.from_] if part.from_ else []
    if isinstance(part, Keuzeverhaal):
        return [part.you] if part.you else []
    return [part.person] if isinstance(part, Instellingen) else []
