"""Build something from blocks (a mail, a source line, a message), or the helping hand on paper."""

from __future__ import annotations

from itertools import product
from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import App, Id, Option, Step, Tag, known, unique
from lessons.steps.play import (
    Choices,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    StepType,
    mixed,
    one,
    only,
)


class Block(Option):
    meets: list[Id] = Field(default_factory=list)
    """Checks that this block fulfils."""
    breaks: list[Id] = Field(default_factory=list)
    """Checks that cannot be met with this block in."""
    tag: Tag | None = None


class Part(Spec):
    """One place in the work, filled with one of its blocks."""

    id: Id
    label: Text
    blocks: list[Block] = Field(min_length=2, max_length=5)


class Check(Spec):
    """Met when no chosen block breaks it and, where some block meets it, one of those is chosen."""

    id: Id
    text: Text
    hint: Text
    """Said while it is not met."""


class Finger(Spec):
    id: Id
    label: Text
    ideas: list[Text] = Field(default_factory=list)


class Maakwerk(Step):
    type: Literal["maakwerk"]
    kind: Literal["mail", "message", "line", "hand"]
    """How it looks. ``hand``: five fingers, typed or drawn, printed, never sent."""
    app: App | None = None
    parts: list[Part] = Field(default_factory=list)
    checks: list[Check] = Field(default_factory=list, max_length=5)
    fingers: list[Finger] = Field(default_factory=list)
    notice: Text | None = None
    """Says that nothing is kept, or who reads it."""
    done: Text

    @model_validator(mode="after")
    def _consistent(self) -> Maakwerk:
        if self.kind == "hand":
            if len(self.fingers) != 5 or self.parts or self.checks:
                raise ValueError("a hand has five fingers, no parts and no checks")
            return self
        if self.fingers or len(self.parts) < 2 or len(self.checks) < 2:
            raise ValueError("give at least two parts and two checks, and no fingers")
        unique((part.id for part in self.parts), "part")
        checks = [check.id for check in self.checks]
        unique(checks, "check")
        for part in self.parts:
            unique((block.id for block in part.blocks), f"part {part.id}: block")
            for block in part.blocks:
                known([*block.meets, *block.breaks], checks, "check")
        return self


class Making(StepType[Maakwerk]):
    name = "maakwerk"
    answer_place = "gevolg"

    def parse(self, step: Maakwerk, form: Form, record: Record) -> Parsed:
        if step.kind == "hand":
            only(form, ("made",))
            if not form.get("made"):
                raise NothingChosen
            return Parsed({"made": True})
        only(form, (part.id for part in step.parts))
        return Parsed({part.id: one(form, part.id, (block.id for block in part.blocks)) for part in step.parts})

    def judge(self, step: Maakwerk, record: Record) -> Judgement:
        if step.kind == "hand":
            return Judgement("made" in record.last, words=step.done if "made" in record.last else None)
        if not record.last:
            return Judgement(done=False)
        done = len(met(step, record.last)) == len(step.checks)
        return Judgement(done, words=step.done if done else None)

    def show(self, step: Maakwerk, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        good = met(step, record.last) if record.last else []
        chosen = {part.id: _block(part, record.last.get(part.id)) for part in step.parts}
        return {
            "parts": [
                {"part": part, "blocks": _mixed(part, step.id), "chosen": record.last.get(part.id)}
                for part in step.parts
            ],
            "preview": [chosen[part.id] for part in step.parts] if record.last else [],
            "checks": [{"check": check, "met": check.id in good} for check in step.checks],
            "checked": bool(record.last),
            "judged": self.judge(step, record),
        }

    def samples(self, step: Maakwerk) -> Samples:
        if step.kind == "hand":
            return Samples(right=[[{"made": ["1"]}]], wrong=[], invalid=[{}, {"thumb": ["oma"]}])
        options = [[(part.id, block.id) for block in part.blocks] for part in step.parts]
        works: list[Form] = [{name: [block] for name, block in work} for work in product(*options)]
        full = len(step.checks)
        right = [work for work in works if len(met(step, {name: block[0] for name, block in work.items()})) == full]
        wrong = [work for work in works if work not in right]
        part = step.parts[0]
        return Samples(
            right=[[right[0]], [wrong[0], right[0]]],
            wrong=[[wrong[0]]],
            invalid=[
                {}, {part.id: [part.blocks[0].id]}, {**right[0], part.id: ["_niets"]}, {**right[0], "_vreemd": ["1"]},
                {**right[0], part.id: [block.id for block in part.blocks]},
            ],
        )  # fmt: skip


def met(step: Maakwerk, chosen: dict[str, Any]) -> list[str]:
    """Ids of the checks that the chosen blocks meet."""
    blocks = [block for part in step.parts if (block := _block(part, chosen.get(part.id)))]
    every = [block for part in step.parts for block in part.blocks]
    return [
        check.id
        for check in step.checks
        if not any(check.id in block.breaks for block in blocks)
        and (any(check.id in b.meets for b in blocks) or not any(check.id in b.meets for b in every))
    ]


def _block(part: Part, name: str | None) -> Block | None:
    return next((block for block in part.blocks if block.id == name), None)


def _mixed(part: Part, salt: str) -> list[Block]:
    by_id = {block.id: block for block in part.blocks}
    return [by_id[name] for name in mixed(list(by_id), f"{salt}/{part.id}")]
