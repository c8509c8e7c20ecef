"""The way to the pupil's pledge, which is made elsewhere."""

from __future__ import annotations

from typing import Any, Literal

from core.text import Text
from lessons.steps.base import Step
from lessons.steps.play import Choices, Form, Judgement, NothingChosen, Parsed, Record, Samples, StepType, only


class Belofte(Step):
    type: Literal["belofte"]
    text: Text
    button: Text


class PromiseLink(StepType[Belofte]):
    name = "belofte"

    def parse(self, step: Belofte, form: Form, record: Record) -> Parsed:
        only(form, ("on",))
        if not form.get("on"):
            raise NothingChosen
        return Parsed({"on": True})

    def judge(self, step: Belofte, record: Record) -> Judgement:
        return Judgement(bool(record.last))

    def show(self, step: Belofte, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        return {}

    def samples(self, step: Belofte) -> Samples:
        return Samples(right=[[{"on": ["1"]}]], wrong=[], invalid=[{}, {"on": ["1"], "_vreemd": ["1"]}])
