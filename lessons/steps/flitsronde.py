"""A mixed round of quiz items from all modules; no pass mark."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from core.text import Text
from lessons.steps.base import Step
from lessons.steps.play import Choices, Form, Judgement, NothingChosen, Parsed, Record, Samples, StepType, only


class Flitsronde(Step):
    type: Literal["flitsronde"]
    items: int = Field(default=8, ge=3, le=12)
    done: Text


class FlashRound(StepType[Flitsronde]):
    """The items are the quizzes' own; this step only knows that the round was walked."""

    name = "flitsronde"

    def parse(self, step: Flitsronde, form: Form, record: Record) -> Parsed:
        only(form, ("on",))
        if not form.get("on"):
            raise NothingChosen
        return Parsed({"on": True})

    def judge(self, step: Flitsronde, record: Record) -> Judgement:
        done = bool(record.last)
        return Judgement(done, words=step.done if done else None)

    def show(self, step: Flitsronde, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        return {"count": step.items}

    def samples(self, step: Flitsronde) -> Samples:
        return Samples(right=[[{"on": ["1"]}]], wrong=[], invalid=[{}, {"on": [""], "_vreemd": ["1"]}])
