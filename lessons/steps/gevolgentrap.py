"""What happens at this school when it goes wrong: match situations to the first thing that happens."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Condition, Conditional, Text
from lessons.steps.base import AgreementId, Card, Id, Step, Tag, known, unique
from lessons.steps.play import (
    Choices,
    Fact,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    Seen,
    StepType,
    one,
    only,
)


class Rung(Conditional):
    """One thing a school does, in the order in which it comes; ``for`` says at which schools."""

    id: Id
    text: Text


class FirstKey(Condition):
    """Another key for the schools where its condition holds."""

    first: list[Id] = Field(min_length=1)
    feedback: Text


class Situation(Conditional):
    id: Id
    text: Text
    first: list[Id] = Field(min_length=1)
    """Rungs that are right as the first thing that happens."""
    feedback: Text
    keys: list[FirstKey] = Field(default_factory=list)
    tag: Tag | None = None
    agreement: AgreementId | None = None


class Gevolgentrap(Step):
    type: Literal["gevolgentrap"]
    rungs: list[Rung] = Field(min_length=2, max_length=12)
    situations: list[Situation] = Field(min_length=2, max_length=8)
    self_help: Card
    """*Wat kun je zelf doen?*"""

    @model_validator(mode="after")
    def _consistent(self) -> Gevolgentrap:
        rungs = [rung.id for rung in self.rungs]
        unique(rungs, "rung")
        unique((situation.id for situation in self.situations), "situation")
        for situation in self.situations:
            known(situation.first, rungs, "rung")
            for key in situation.keys:
                known(key.first, rungs, "rung")
        return self


class Stairs(StepType[Gevolgentrap]):
    name = "gevolgentrap"

    def parse(self, step: Gevolgentrap, form: Form, record: Record) -> Parsed:
        only(form, (situation.id for situation in step.situations))
        rungs = [rung.id for rung in step.rungs]
        chosen = {part.id: one(form, part.id, rungs) for part in step.situations if any(form.get(part.id, ()))}
        if not chosen:
            raise NothingChosen
        return Parsed(chosen)

    def judge(self, step: Gevolgentrap, record: Record) -> Judgement:
        seen = {
            part.id: Seen(record.last[part.id] in part.first, part.feedback, part.agreement)
            for part in step.situations
            if part.id in record.last
        }
        return Judgement(len(seen) == len(step.situations) and all(part.right for part in seen.values()), seen)

    def facts(self, step: Gevolgentrap, before: Record, after: Record) -> list[Fact]:
        return [
            Fact(
                part.id, right := after.first[part.id] in part.first, tag=None if right else part.tag,
                agreement=part.agreement, picks=((part.id, after.first[part.id]),),
            )
            for part in step.situations
            if part.id in after.first and part.id not in before.first
        ]  # fmt: skip

    def show(self, step: Gevolgentrap, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        judged = self.judge(step, record)
        return {
            "situations": [
                {"situation": part, "given": record.last.get(part.id), "seen": judged.parts.get(part.id)}
                for part in step.situations
            ],
            "rungs": step.rungs,
            "answered": bool(record.last),
            "self_help": step.self_help if judged.done else None,
        }

    def samples(self, step: Gevolgentrap) -> Samples:
        rungs = [rung.id for rung in step.rungs]
        right: Form = {part.id: [next(name for name in part.first if name in rungs)] for part in step.situations}
        part = next(part for part in step.situations if not set(rungs) <= set(part.first))
        other = next(rung for rung in rungs if rung not in part.first)
        return Samples(
            right=[[right], [{part.id: [other]}, right]],
            wrong=[[{**right, part.id: [other]}]],
            invalid=[{}, {part.id: ["_niets"]}, {part.id: rungs[:2]}, {**right, "_vreemd": ["1"]}],
        )
