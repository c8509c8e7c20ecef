"""A statement for the class, with a private vote before and after the talk."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from core.text import Text
from lessons.steps.base import Step
from lessons.steps.play import (
    Choices,
    Doubled,
    Form,
    Judgement,
    NotHere,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    StepType,
    one,
    only,
)

VOTES = ("agree", "unsure", "disagree")
MOMENTS = ("before", "after")


class Klassengesprek(Step):
    type: Literal["klassengesprek"]
    statement: Text
    before: Text
    """Asks for the first vote and says that nobody sees it."""
    talk: Text
    questions: list[Text] = Field(min_length=3, max_length=3)
    after: Text
    """Asks for the second vote."""


class ClassTalk(StepType[Klassengesprek]):
    """The record says only that a vote was given; the vote itself is counted for the class without a name."""

    name = "klassengesprek"
    answer_place = "gevolg"

    def parse(self, step: Klassengesprek, form: Form, record: Record) -> Parsed:
        only(form, ("before", "after", "on"))
        if len(form) > 1:
            raise NotHere
        if form.get("on"):
            return Parsed({"on": True})
        for moment in MOMENTS:
            if form.get(moment):
                if moment in record.last:
                    raise Doubled
                return Parsed({moment: True}, vote=(moment, one(form, moment, VOTES)))
        raise NothingChosen

    def judge(self, step: Klassengesprek, record: Record) -> Judgement:
        return Judgement("after" in record.last or "on" in record.last)

    def show(self, step: Klassengesprek, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        return {"before": "before" in record.last, "after": "after" in record.last, "on": "on" in record.last}

    def samples(self, step: Klassengesprek) -> Samples:
        return Samples(
            right=[
                [{"before": ["agree"]}, {"after": ["disagree"]}], [{"on": ["1"]}],
                [{"before": ["unsure"]}, {"on": ["1"]}],
            ],
            wrong=[[{"before": ["agree"]}]],
            invalid=[
                {}, {"before": ["_soms"]}, {"before": ["agree", "unsure"]}, {"before": ["agree"], "after": ["agree"]},
                {"_vreemd": ["1"]},
            ],
        )  # fmt: skip
