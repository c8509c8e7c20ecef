"""A settings screen: set an app so that it does what a person wants, and no more."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import App, Id, Option, Step, Tag, known, unique
from lessons.steps.play import (
    Answer,
    Choices,
    Fact,
    Form,
    Judgement,
    Parsed,
    Record,
    Samples,
    Seen,
    StepType,
    one,
    only,
)

KEPT_CHECKS = 20


class Switch(Spec):
    """One setting. ``ok`` are the values with which the goal can be reached."""

    id: Id
    name: Text
    options: list[Option] = Field(min_length=2, max_length=3)
    start: Id
    closed: Id
    """The tightest value: choosing it everywhere is what *everything off* means."""
    ok: list[Id] = Field(min_length=1)
    feedback: Text
    """Why this setting does not fit the goal yet."""
    tag: Tag | None = None

    @model_validator(mode="after")
    def _values_exist(self) -> Switch:
        unique((option.id for option in self.options), "option")
        known([self.start, self.closed, *self.ok], (option.id for option in self.options), "option")
        return self


class Line(Spec):
    """A line in a view, there when each named switch has one of the given values."""

    when: dict[str, list[str]]
    text: Text


class View(Spec):
    """What somebody sees with the settings as they stand."""

    id: Literal["classmate", "stranger", "company"]
    name: Text
    sees: list[Line] = Field(min_length=1)
    nothing: Text


class Instellingen(Step):
    type: Literal["instellingen"]
    app: App = "kletsr"
    person: Id
    """Whose app it is: one of the cast."""
    goal: Text
    switches: list[Switch] = Field(min_length=3, max_length=8)
    views: list[View] = Field(min_length=3, max_length=3)
    done: Text
    not_yet: Text
    all_closed: Text
    """Said when everything is off: that does not reach the goal either."""

    @model_validator(mode="after")
    def _consistent(self) -> Instellingen:
        unique((switch.id for switch in self.switches), "switch")
        values = {switch.id: {option.id for option in switch.options} for switch in self.switches}
        unique((view.id for view in self.views), "view")
        for view in self.views:
            for line in view.sees:
                known(line.when, values, "switch")
                for switch, wanted in line.when.items():
                    known(wanted, values[switch], f"option of {switch}")
        if all(switch.closed in switch.ok for switch in self.switches):
            raise ValueError("with everything off the goal would be reached")
        return self


class SettingUp(StepType[Instellingen]):
    """The record keeps the state at each check."""

    name = "instellingen"
    answer_place = "gevolg"

    def parse(self, step: Instellingen, form: Form, record: Record) -> Parsed:
        only(form, (switch.id for switch in step.switches))
        values = {switch.id: one(form, switch.id, (option.id for option in switch.options)) for switch in step.switches}
        return Parsed(values)

    def keep(self, step: Instellingen, record: Record, answer: Answer) -> Record:
        checks = [*record.last.get("checks", []), answer][-KEPT_CHECKS:]
        return Record(
            first=record.first or {"set": answer},
            last={"set": answer, "checks": checks},
            tries={"check": record.misses("check") + 1},
            done=record.done,
        )

    def judge(self, step: Instellingen, record: Record) -> Judgement:
        if "set" not in record.last:
            return Judgement(done=False)
        values = record.last["set"]
        seen = {
            switch.id: Seen(False, switch.feedback)
            for switch in step.switches
            if values.get(switch.id) not in switch.ok
        }
        if not seen:
            return Judgement(done=True, words=step.done)
        closed = all(values.get(switch.id) == switch.closed for switch in step.switches)
        return Judgement(False, seen, step.all_closed if closed else step.not_yet)

    def facts(self, step: Instellingen, before: Record, after: Record) -> list[Fact]:
        if before.done:
            return []
        judged = self.judge(step, after)
        picks = tuple(after.last["set"].items())
        if judged.done:
            return [Fact("", right=True, first=not before.first, protective=True, picks=picks)]
        if before.first:
            return []
        wrong = (switch.tag for switch in step.switches if switch.id in judged.parts and switch.tag)
        return [Fact("", right=False, tag=next(wrong, None), picks=picks)]

    def show(self, step: Instellingen, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        checked = record.last.get("set")
        values = checked or {switch.id: switch.start for switch in step.switches}
        judged = self.judge(step, record)
        return {
            "switches": [
                {"switch": switch, "value": values.get(switch.id, switch.start), "seen": judged.parts.get(switch.id)}
                for switch in step.switches
            ],
            "views": [{"view": view, "lines": _lines(view, values)} for view in step.views] if checked else [],
            "judged": judged if checked else None,
        }

    def samples(self, step: Instellingen) -> Samples:
        good: Form = {switch.id: [switch.ok[0]] for switch in step.switches}
        closed: Form = {switch.id: [switch.closed] for switch in step.switches}
        switch = step.switches[0]
        return Samples(
            right=[[good], [closed, good]],
            wrong=[[closed]],
            invalid=[
                {}, {switch.id: [switch.ok[0]]}, {**good, switch.id: ["_niets"]}, {**good, "_vreemd": ["1"]},
                {**good, switch.id: [option.id for option in switch.options]},
            ],
        )  # fmt: skip


def _lines(view: View, values: dict[str, str]) -> list[Text]:
    return [
        line.text for line in view.sees if all(values.get(switch) in wanted for switch, wanted in line.when.items())
    ]
