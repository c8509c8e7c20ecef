"""Story panels, with an optional question about what the pupil thinks."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Spec, Text
from lessons.steps.base import Alternatives, Id, Option, Picture, Step, StepId, unique
from lessons.steps.play import (
    Choices,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    StepType,
    one,
    only,
    several,
)


class Panel(Conditional):
    id: Id
    picture: Picture
    alt: Text
    text: Text
    """At most 50 words. A blank line starts a new paragraph, ``*word*`` is emphasis."""
    instead: list[Alternatives] = Field(default_factory=list)
    """The first that holds replaces ``text``."""


class Prediction(Spec):
    """A free choice, never graded, taken up again by a later ``revisit``."""

    question: Text
    pick: Literal["one", "many"]
    options: list[Option] = Field(min_length=2, max_length=6)
    after: Text


class Revisit(Spec):
    """Takes up the prediction made in an earlier step: shows the pupil's choice again, then ``text``."""

    step: StepId
    text: Text


class Source(Spec):
    """A fact in the story with where it comes from, checked every year."""

    title: Text
    text: Text
    source: Text
    checked: int
    """Year of the last check."""


class Verhaal(Step):
    type: Literal["verhaal"]
    panels: list[Panel] = Field(min_length=1, max_length=6)
    prediction: Prediction | None = None
    revisit: Revisit | None = None
    fact: Source | None = None
    end: Text | None = None
    """Said under the last panel."""

    @model_validator(mode="after")
    def _consistent(self) -> Verhaal:
        unique((panel.id for panel in self.panels), "panel")
        if self.prediction:
            unique((option.id for option in self.prediction.options), "option")
        return self


class Story(StepType[Verhaal]):
    name = "verhaal"

    def parse(self, step: Verhaal, form: Form, record: Record) -> Parsed:
        if step.prediction is None:
            only(form, ("read",))
            if not form.get("read"):
                raise NothingChosen
            return Parsed({"read": True})
        only(form, ("guess",))
        ids = [option.id for option in step.prediction.options]
        guess = several(form, "guess", ids) if step.prediction.pick == "many" else [one(form, "guess", ids)]
        if not guess:
            raise NothingChosen
        return Parsed({"guess": guess})

    def judge(self, step: Verhaal, record: Record) -> Judgement:
        done = bool(record.last)
        return Judgement(done, words=step.prediction.after if done and step.prediction else None)

    def show(self, step: Verhaal, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        return {
            "panels": [{"panel": panel, "text": _words(panel, choices)} for panel in step.panels],
            "guess": record.last.get("guess", []),
            "guessed": choices.predicted(step.revisit.step) if step.revisit else [],
            "after": self.judge(step, record).words,
        }

    def samples(self, step: Verhaal) -> Samples:
        if step.prediction is None:
            return Samples(right=[[{"read": ["1"]}]], wrong=[], invalid=[{}, {"read": ["1"], "guess": ["a"]}])
        ids = [option.id for option in step.prediction.options]
        right: list[list[Form]] = [[{"guess": ids[:1]}]]
        invalid: list[Form] = [{}, {"guess": ["_niets"]}, {"guess": [ids[0], ids[0]]}]
        invalid.append({"guess": ids[:1], "_vreemd": ["1"]})
        if step.prediction.pick == "many":
            right.append([{"guess": ids}])
        else:
            invalid.append({"guess": ids[:2]})
        return Samples(right=right, wrong=[], invalid=invalid)


def _words(panel: Panel, choices: Choices) -> Text:
    for other in panel.instead:
        if choices.went_over(other.only_if.step or "", other.only_if.turn, other.only_if.choice):
            return other.text
    return panel.text
