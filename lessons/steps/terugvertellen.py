"""Explain it to someone in your own words, and make an if-then plan. Never marked by the machine."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.safe_html import plain
from core.text import Spec, Text
from lessons.steps.base import Option, Step, unique
from lessons.steps.play import (
    Choices,
    Form,
    Judgement,
    NotHere,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    StepType,
    Telling,
    TooLong,
    TooShort,
    one,
    only,
)

SHORTEST, LONGEST = 20, 400
LONGEST_PLAN = 120
OWN = "own"


class Plan(Spec):
    """*Als …, dan …*: the first half, and second halves to choose from; *iets van mezelf* is always there."""

    lead: Text
    options: list[Option] = Field(min_length=2, max_length=4)


class Terugvertellen(Step):
    type: Literal["terugvertellen"]
    readers: Text
    """Who can read it, and what not to write."""
    starters: list[Text] = Field(min_length=2, max_length=4)
    checks: list[Text] = Field(min_length=2, max_length=4)
    plan: Plan

    @model_validator(mode="after")
    def _consistent(self) -> Terugvertellen:
        unique((option.id for option in self.plan.options), "option")
        return self


class TeachBack(StepType[Terugvertellen]):
    """What was written goes to a table of its own; the record only says that it was sent."""

    name = "terugvertellen"

    def parse(self, step: Terugvertellen, form: Form, record: Record) -> Parsed:
        only(form, ("text", "told", "check", "plan", "own"))
        text, told = _text(form, "text"), bool(form.get("told"))
        if not text and not told:
            raise NothingChosen
        if text and len(text) < SHORTEST and not told:
            raise TooShort(least=SHORTEST)
        if len(text) > LONGEST:
            raise TooLong(most=LONGEST)
        plan = one(form, "plan", (OWN, *(option.id for option in step.plan.options))) if form.get("plan") else ""
        own = _text(form, "own") if plan == OWN else ""
        if len(own) > LONGEST_PLAN:
            raise TooLong(most=LONGEST_PLAN)
        if plan == OWN and not own:
            raise NothingChosen
        return Parsed({"sent": True}, telling=Telling(text, told, plan, own))

    def judge(self, step: Terugvertellen, record: Record) -> Judgement:
        return Judgement("sent" in record.last)

    def show(self, step: Terugvertellen, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        return {"sent": "sent" in record.last, "longest": LONGEST, "shortest": SHORTEST, "longest_plan": LONGEST_PLAN}

    def samples(self, step: Terugvertellen) -> Samples:
        text = "Je wachtwoord is van jou en van niemand anders."
        plan = step.plan.options[0].id
        return Samples(
            right=[
                [{"text": [text], "plan": [plan]}], [{"told": ["1"]}], [{"text": [""], "told": ["1"], "plan": [plan]}],
                [{"text": [text], "check": ["0"], "plan": [OWN], "own": ["doe ik het samen"]}],
            ],
            wrong=[],
            invalid=[
                {}, {"text": ["kort"]}, {"text": ["x" * (LONGEST + 1)]}, {"text": [text], "plan": ["_niets"]},
                {"text": [text], "plan": [OWN]}, {"text": [text, text]}, {"text": [text], "_vreemd": ["1"]},
                {"text": [text], "plan": [OWN], "own": ["x" * (LONGEST_PLAN + 1)]},
            ],
        )  # fmt: skip


def _text(form: Form, name: str) -> str:
    values = form.get(name, ())
    if len(values) > 1:
        raise NotHere
    return plain("".join(values).replace("\r\n", "\n")).strip()
