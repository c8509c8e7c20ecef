"""How far a message spreads (``doorsturen``), or how much of it can be taken back (``terughalen``)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import Id, Step, known, unique
from lessons.steps.play import (
    Answer,
    Choices,
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
    whole_number,
)
from lessons.steps.spread_sum import fewer, rounds, total, tree

MOST = 1_000_000


class Outcome(Spec):
    """What is said after the last round when of every four children ``forward`` pass it on."""

    forward: Literal[0, 1, 2, 3]
    text: Text
    stop: Text | None = None
    """What is said after *Wat als ik stop?*; none for 0."""


class Guess(Spec):
    """The question before the first round; ``{guess}`` in the answers is what the pupil filled in."""

    question: Text
    forward: Literal[1, 2, 3] = 2
    """The case that the question is about."""
    low: Text
    near: Text


class Spread(Spec):
    guess: Guess
    question: Text
    """How many of every four forward it?"""
    outcomes: list[Outcome] = Field(min_length=4, max_length=4)

    @model_validator(mode="after")
    def _all_four(self) -> Spread:
        if [outcome.forward for outcome in self.outcomes] != [0, 1, 2, 3]:
            raise ValueError("outcomes must be for 0, 1, 2 and 3, in that order")
        for outcome in self.outcomes:
            if bool(outcome.stop) != (outcome.forward > 0):
                raise ValueError("outcomes for 1, 2 and 3 need stop; the one for 0 has none")
        return self


class Place(Spec):
    id: Id
    name: Text
    copies: int = Field(ge=1, le=60)


class Act(Spec):
    """Something the pupil can do to take copies back."""

    id: Id
    button: Text
    answers: list[Text] = Field(default_factory=list)
    """What people say back, one by one."""
    takes: dict[str, int]
    """Place → copies that go."""
    after: Text
    """May hold ``{left}``: the copies that are left altogether."""


class Recall(Spec):
    places: list[Place] = Field(min_length=2, max_length=6)
    acts: list[Act] = Field(min_length=1, max_length=6)
    end: Text

    @model_validator(mode="after")
    def _something_stays(self) -> Recall:
        unique((place.id for place in self.places), "place")
        unique((act.id for act in self.acts), "act")
        for act in self.acts:
            known(act.takes, (place.id for place in self.places), "place")
        if sum(sum(act.takes.values()) for act in self.acts) >= sum(place.copies for place in self.places):
            raise ValueError("something must be left after all acts: never 0")
        return self


class Verspreider(Step):
    type: Literal["verspreider"]
    spread: Spread | None = None
    recall: Recall | None = None
    note: Text
    """Says that this is a sum, not real life."""

    @model_validator(mode="after")
    def _one_mode(self) -> Verspreider:
        if (self.spread is None) == (self.recall is None):
            raise ValueError("give either spread or recall")
        return self


class Spreading(StepType[Verspreider]):
    name = "verspreider"
    answer_place = "gevolg"

    def parse(self, step: Verspreider, form: Form, record: Record) -> Parsed:
        if step.recall is not None:
            only(form, ("act",))
            return Parsed({"act": one(form, "act", (act.id for act in step.recall.acts))})
        only(form, ("guess", "forward"))
        if form.get("guess") and form.get("forward"):
            raise NotHere
        if form.get("guess"):
            return Parsed({"guess": whole_number(form, "guess", 0, MOST)})
        forward = one(form, "forward", ("0", "1", "2", "3"))
        if "guess" not in record.last:
            raise NothingChosen
        return Parsed({"forward": int(forward)})

    def keep(self, step: Verspreider, record: Record, answer: Answer) -> Record:
        """The guess, and the values tried; or the acts done."""
        kept = super().keep(step, record, answer)
        last = {**kept.last}
        if "forward" in answer:
            last["tried"] = sorted({*record.last.get("tried", []), answer["forward"]})
        if "act" in answer:
            last["acts"] = list(dict.fromkeys([*record.last.get("acts", []), answer["act"]]))
        return Record(kept.first, last, kept.tries, kept.done)

    def judge(self, step: Verspreider, record: Record) -> Judgement:
        if step.recall is not None:
            done = len(record.last.get("acts", [])) == len(step.recall.acts)
            return Judgement(done, words=step.recall.end if done else None)
        return Judgement("forward" in record.last)

    def show(self, step: Verspreider, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        if step.recall is not None:
            return {"recall": self._recall(step.recall, record)}
        spread = step.spread
        if spread is None:
            return {}
        guess, forward = record.last.get("guess"), record.last.get("forward")
        shown: dict[str, Any] = {"guess": guess, "forward": forward, "tried": record.last.get("tried", [])}
        if forward is not None:
            outcome = spread.outcomes[forward]
            said = None
            if guess is not None and forward == spread.guess.forward:
                said = spread.guess.low if guess < total(forward) else spread.guess.near
            shown |= {
                "rounds": rounds(forward), "outcome": outcome, "said": said, "fewer": fewer(forward),
                "tree": tree(forward), "total": total(forward),
            }  # fmt: skip
        return shown

    def _recall(self, recall: Recall, record: Record) -> dict[str, Any]:
        done: list[str] = record.last.get("acts", [])
        left = {place.id: place.copies for place in recall.places}
        story = []
        for name in done:
            act = next(act for act in recall.acts if act.id == name)
            for place, copies in act.takes.items():
                left[place] = max(0, left[place] - copies)
            story.append({"act": act, "left": sum(left.values())})
        return {
            "places": [{"place": place, "left": left[place.id]} for place in recall.places],
            "left": sum(left.values()),
            "story": story,
            "open": [act for act in recall.acts if act.id not in done],
        }

    def samples(self, step: Verspreider) -> Samples:
        if step.recall is not None:
            acts: list[Form] = [{"act": [act.id]} for act in step.recall.acts]
            return Samples(
                right=[acts, acts[::-1]],
                wrong=[acts[1:]] if len(acts) > 1 else [],
                invalid=[{}, {"act": ["_niets"]}, {"act": ["a", "b"]}, {**acts[0], "_vreemd": ["1"]}],
            )
        guess: Form = {"guess": ["40"]}
        return Samples(
            right=[[guess, {"forward": [value]}] for value in "0123"],
            wrong=[[guess]],
            invalid=[
                {}, {"guess": ["veel"]}, {"guess": ["-1"]}, {"guess": ["1000001"]}, {"guess": ["1", "2"]},
                {"forward": ["2"]}, {"forward": ["4"]}, {"guess": ["4"], "forward": ["2"]}, {"_vreemd": ["1"]},
            ],
        )  # fmt: skip
