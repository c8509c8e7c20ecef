"""The passphrase workshop: what is typed stays in the page; only level and memory test are recorded."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from core.text import Spec, Text
from lessons.steps.base import Id, Step
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
    mixed,
    one,
    only,
    whole_number,
)


class Level(Spec):
    name: Text
    text: Text


class Tips(Spec):
    """What the meter can say about a phrase."""

    year: Text
    name: Text
    common: Text
    row: Text
    twice: Text


class Memory(Spec):
    right: Text
    not_yet: Text


class Phrase(Spec):
    id: Id
    text: Text


class Paper(Spec):
    """The task without JavaScript: rank ready-made phrases, then make one on paper."""

    question: Text
    phrases: list[Phrase] = Field(min_length=3, max_length=3)
    """In the right order, from weak to strong; the page shows them in another."""
    right: Text
    not_yet: Text
    text: Text


class Wachtzinwerkplaats(Step):
    type: Literal["wachtzinwerkplaats"]
    tasks: list[Text] = Field(min_length=4, max_length=4)
    """Collect, picture, type, memory test."""
    levels: list[Level] = Field(min_length=4, max_length=4)
    """Open deur, Wankel slot, Stevig slot, Kluis."""
    tips: Tips
    memory: Memory
    facts: list[Text] = Field(default_factory=list)
    paper: Paper


class Workshop(StepType[Wachtzinwerkplaats]):
    """The level and the memory test come from the page; without JavaScript three phrases are ranked."""

    name = "wachtzinwerkplaats"

    def parse(self, step: Wachtzinwerkplaats, form: Form, record: Record) -> Parsed:
        phrases = [phrase.id for phrase in step.paper.phrases]
        only(form, ("level", "memory", *phrases))
        ranked = any(any(form.get(name, ())) for name in phrases)
        if "level" in form and ranked:
            raise NotHere
        if "level" in form:
            level = whole_number(form, "level", 0, len(step.levels) - 1)
            return Parsed({"level": level, "memory": one(form, "memory", ("yes", "no")) == "yes"})
        if not all(any(form.get(name, ())) for name in phrases):
            raise NothingChosen
        places = {name: whole_number(form, name, 1, len(phrases)) for name in phrases}
        if len(set(places.values())) < len(places):
            raise Doubled
        return Parsed({"order": sorted(phrases, key=lambda name: places[name])})

    def judge(self, step: Wachtzinwerkplaats, record: Record) -> Judgement:
        if "level" in record.last:
            return Judgement(done=True)
        if "order" not in record.last:
            return Judgement(done=False)
        right = record.last["order"] == [phrase.id for phrase in step.paper.phrases]
        return Judgement(right, words=step.paper.right if right else step.paper.not_yet)

    def show(self, step: Wachtzinwerkplaats, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        by_id = {phrase.id: phrase for phrase in step.paper.phrases}
        judged = self.judge(step, record)
        return {
            "phrases": [by_id[name] for name in record.last.get("order") or mixed(list(by_id), step.id)],
            "ranked": "order" in record.last,
            "right": judged.done,
            "words": judged.words,
            "level": record.last.get("level"),
            "memory": record.last.get("memory"),
        }

    def samples(self, step: Wachtzinwerkplaats) -> Samples:
        names = [phrase.id for phrase in step.paper.phrases]
        ranked = {name: [str(number)] for number, name in enumerate(names, start=1)}
        other = {name: [str(number)] for number, name in enumerate(names[::-1], start=1)}
        return Samples(
            right=[[{"level": ["3"], "memory": ["yes"]}], [{"level": ["0"], "memory": ["no"]}], [other, ranked]],
            wrong=[[other]],
            invalid=[
                {}, {"level": ["4"], "memory": ["yes"]}, {"level": ["2"]}, {"level": ["2"], "memory": ["_misschien"]},
                {names[0]: ["1"]}, {name: ["1"] for name in names}, {**ranked, "level": ["2"], "memory": ["yes"]},
                {"phrase": ["trampoline-kaas-dino-wolk"], "level": ["3"], "memory": ["yes"]},
            ],
        )  # fmt: skip
