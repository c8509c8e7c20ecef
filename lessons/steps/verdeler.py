"""Share out the Wi-Fi of a class over what everyone is doing."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import Id, Step, known, unique
from lessons.steps.play import (
    Choices,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    StepType,
    only,
    whole_number,
)

SMOOTH, STUTTERS = 95, 60


class Activity(Spec):
    id: Id
    name: Text
    cost: int = Field(ge=1, le=100)
    """What one laptop needs for it."""
    start: int = Field(ge=0)
    """Laptops that do it at the start."""


class WifiGoal(Spec):
    activity: Id
    laptops: int = Field(ge=1)
    text: Text


class Verdeler(Step):
    type: Literal["verdeler"]
    capacity: int = 100
    laptops: int = 10
    activities: list[Activity] = Field(min_length=3, max_length=8)
    goal: WifiGoal
    """Reached when that many laptops do the activity and it runs smoothly."""
    done: Text
    not_yet: Text

    @model_validator(mode="after")
    def _consistent(self) -> Verdeler:
        unique((activity.id for activity in self.activities), "activity")
        known([self.goal.activity], (activity.id for activity in self.activities), "activity")
        if self.goal.laptops > self.laptops or any(activity.start > self.laptops for activity in self.activities):
            raise ValueError(f"there are only {self.laptops} laptops")
        return self


class Sharing(StepType[Verdeler]):
    name = "verdeler"

    def parse(self, step: Verdeler, form: Form, record: Record) -> Parsed:
        only(form, (activity.id for activity in step.activities))
        if not form:
            raise NothingChosen
        return Parsed({activity.id: whole_number(form, activity.id, 0, step.laptops) for activity in step.activities})

    def judge(self, step: Verdeler, record: Record) -> Judgement:
        if not record.last:
            return Judgement(done=False)
        reached = record.last.get(step.goal.activity, 0) >= step.goal.laptops and speed(step, record.last) >= SMOOTH
        return Judgement(reached, words=step.done if reached else step.not_yet)

    def show(self, step: Verdeler, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        values = record.last or {activity.id: activity.start for activity in step.activities}
        percent = speed(step, values)
        return {
            "rows": [{"activity": activity, "laptops": values.get(activity.id, 0)} for activity in step.activities],
            "asked": asked(step, values),
            "percent": percent,
            "flow": flow(percent),
            "judged": self.judge(step, record) if record.last else None,
        }

    def samples(self, step: Verdeler) -> Samples:
        ids = [activity.id for activity in step.activities]
        good: Form = {name: [str(step.goal.laptops) if name == step.goal.activity else "0"] for name in ids}
        busy: Form = {name: [str(step.laptops)] for name in ids}
        return Samples(
            right=[[good], [busy, good]],
            wrong=[[busy], [{name: ["0"] for name in ids}]],
            invalid=[
                {}, {ids[0]: ["1"]}, {**good, ids[0]: ["-1"]}, {**good, ids[0]: ["11"]}, {**good, ids[0]: ["veel"]},
                {**good, "_vreemd": ["1"]},
            ],
        )  # fmt: skip


def asked(step: Verdeler, values: dict[str, int]) -> int:
    """What all laptops together need."""
    return sum(activity.cost * values.get(activity.id, 0) for activity in step.activities)


def speed(step: Verdeler, values: dict[str, int]) -> int:
    """Percent of its need that each laptop gets, rounded down."""
    need = asked(step, values)
    return 100 if need <= step.capacity else 100 * step.capacity // need


def flow(percent: int) -> str:
    """``smooth`` from 95, ``stutters`` from 60, else ``stands``."""
    return "smooth" if percent >= SMOOTH else "stutters" if percent >= STUTTERS else "stands"
