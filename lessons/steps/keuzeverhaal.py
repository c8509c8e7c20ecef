"""A branching chat or scene in which the pupil chooses what to say or do."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Text
from lessons.steps.base import App, Card, Id, OnlyIf, Option, Picture, Step, Tag, known, unique
from lessons.steps.play import (
    Answer,
    Choices,
    Fact,
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


class Message(Conditional):
    """One line of the chat or scene. Without ``from`` it is told by nobody: a line of story."""

    from_: Id | None = Field(default=None, alias="from")
    """Who says it: one of the cast, of the module's ``people``, or ``you``."""
    text: Text | None = None
    clip: Text | None = None
    """A grey tile instead of a film or photo, with these words on it; never playable."""
    picture: Picture | None = None
    alt: Text | None = None
    only_if: OnlyIf | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Message:
        if not (self.text or self.clip or self.picture):
            raise ValueError("a message needs text, clip or picture")
        if self.picture and not self.alt:
            raise ValueError("a picture needs alt")
        return self


class Choice(Option):
    happens: list[Message] = Field(default_factory=list)
    """What follows in the story, before the feedback."""
    feedback: Text
    protective: bool
    """Whether choosing this shows that the pupil can keep themselves or another out of trouble."""
    tag: Tag | None = None
    only_if: OnlyIf | None = None


class Turn(Conditional):
    id: Id
    messages: list[Message] = Field(default_factory=list)
    question: Text | None = None
    choices: list[Choice] = Field(min_length=2, max_length=4)
    only_if: OnlyIf | None = None
    """The turn is left out unless this holds."""


class Keuzeverhaal(Step):
    type: Literal["keuzeverhaal"]
    app: App | None = None
    """The made-up app it plays in; none for a scene in real life."""
    room: Text | None = None
    """Name of the chat, as on top of the screen."""
    you: Id | None = None
    """Which of the cast the pupil plays; none: themselves."""
    turns: list[Turn] = Field(min_length=1, max_length=6)
    closing: Card

    @model_validator(mode="after")
    def _consistent(self) -> Keuzeverhaal:
        unique((turn.id for turn in self.turns), "turn")
        for turn in self.turns:
            unique((choice.id for choice in turn.choices), f"turn {turn.id}: choice")
        if not any(choice.protective for turn in self.turns for choice in turn.choices):
            raise ValueError("no choice is protective")
        self._earlier_choices_exist()
        return self

    def _earlier_choices_exist(self) -> None:
        seen: dict[str, set[str]] = {}
        for turn in self.turns:
            for condition in _conditions(turn):
                if condition.step is None:
                    known([condition.turn], seen, f"turn before {turn.id} named")
                    known([condition.choice], seen[condition.turn], f"choice in turn {condition.turn} named")
            seen[turn.id] = {choice.id for choice in turn.choices}


def _conditions(turn: Turn) -> list[OnlyIf]:
    parts: list[Turn | Choice | Message] = [turn, *turn.choices, *turn.messages]
    for choice in turn.choices:
        parts.extend(choice.happens)
    return [part.only_if for part in parts if part.only_if]


class ChoiceStory(StepType[Keuzeverhaal]):
    """The record's ``path`` maps turns to choices in order; ``open`` is the turn whose feedback is being read.

    The path continued last counts. ``closed`` says that it reached the closing card.
    """

    name = "keuzeverhaal"
    answer_place = "gevolg"

    def parse(self, step: Keuzeverhaal, form: Form, record: Record) -> Parsed:
        path, reading = _path(step, record), record.last.get("open")
        only(form, ("go", *(turn.id for turn in step.turns)))
        if len(form) > 1:
            raise NotHere
        if "go" in form:
            return Parsed(self._go(step, one(form, "go", ("on", "again", "restart")), path, reading))
        if not form:
            raise NothingChosen
        turn = next(turn for turn in step.turns if turn.id in form)
        upto = path if turn.id not in path else _before(path, turn.id)
        if turn is not next_turn(step, upto):
            raise NotHere
        choice = one(form, turn.id, [choice.id for choice in open_choices(step, turn, upto)])
        return Parsed({"path": {**upto, turn.id: choice}, "open": turn.id, "closed": False})

    def _go(self, step: Keuzeverhaal, where: str, path: dict[str, str], reading: str | None) -> Answer:
        if where == "restart":
            return {"path": {}, "open": "", "closed": False}
        if not reading:
            raise NotHere
        if where == "again":
            return {"path": _before(path, reading), "open": "", "closed": False}
        return {"path": path, "open": "", "closed": next_turn(step, path) is None}

    def keep(self, step: Keuzeverhaal, record: Record, answer: Answer) -> Record:
        tries = dict(record.tries)
        if answer["open"]:
            tries[answer["open"]] = tries.get(answer["open"], 0) + 1
        first = {"path": {**answer["path"], **record.first.get("path", {})}}
        return Record(first, dict(answer), tries, record.done)

    def judge(self, step: Keuzeverhaal, record: Record) -> Judgement:
        return Judgement(bool(record.last.get("closed")))

    def facts(self, step: Keuzeverhaal, before: Record, after: Record) -> list[Fact]:
        if not after.last.get("closed") or before.last.get("closed"):
            return []
        path = _path(step, after)
        protective = any(choice.protective for _, choice in _walked(step, path))
        return [Fact("", protective, first=not before.done, protective=protective, picks=tuple(path.items()))]

    def show(self, step: Keuzeverhaal, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        path, reading = _path(step, record), record.last.get("open")
        walked = [
            {"turn": turn, "choice": choice, "messages": _told(turn.messages, path, choices),
             "happens": _told(choice.happens, path, choices)}
            for turn, choice in _walked(step, path)
        ]  # fmt: skip
        closed = bool(record.last.get("closed"))
        asked = None if reading or closed else next_turn(step, path)
        return {
            "walked": walked,
            "reading": walked[-1] if reading and walked else None,
            "asked": asked,
            "messages": _told(asked.messages, path, choices) if asked else [],
            "choices": open_choices(step, asked, path) if asked else [],
            "closing": step.closing if closed else None,
            "more": reading and next_turn(step, path) is not None,
        }

    def samples(self, step: Keuzeverhaal) -> Samples:
        def walk(pick: int) -> list[Form]:
            forms: list[Form] = []
            path: dict[str, str] = {}
            while turn := next_turn(step, path):
                options = open_choices(step, turn, path)
                path[turn.id] = options[min(pick, len(options) - 1)].id
                forms += [{turn.id: [path[turn.id]]}, {"go": ["on"]}]
            return forms

        first, last = walk(0), walk(9)
        again: list[Form] = [first[0], {"go": ["again"]}, *last]
        turn = step.turns[0].id
        return Samples(
            right=[first, last, again, [*first, {"go": ["restart"]}, *last]],
            wrong=[first[:-1], [*first, {"go": ["restart"]}]],
            invalid=[
                {}, {"go": ["on"]}, {"go": ["_weg"]}, {turn: ["_niets"]}, {turn: []}, {"_vreemd": ["a"]},
                {**first[0], "go": ["on"]}, {turn: [choice.id for choice in step.turns[0].choices]},
            ],
        )  # fmt: skip


def next_turn(step: Keuzeverhaal, path: dict[str, str]) -> Turn | None:
    """The first turn on this path that has no choice yet."""
    return next((turn for turn in step.turns if turn.id not in path and _holds(turn.only_if, path)), None)


def open_choices(step: Keuzeverhaal, turn: Turn, path: dict[str, str]) -> list[Choice]:
    """The choices of ``turn`` that this path offers."""
    return [choice for choice in turn.choices if _holds(choice.only_if, path)]


def _holds(condition: OnlyIf | None, path: dict[str, str]) -> bool:
    return condition is None or path.get(condition.turn) == condition.choice


def _told(messages: list[Message], path: dict[str, str], choices: Choices) -> list[Message]:
    def holds(condition: OnlyIf | None) -> bool:
        if condition is not None and condition.step:
            return choices.went_over(condition.step, condition.turn, condition.choice)
        return _holds(condition, path)

    return [message for message in messages if holds(message.only_if)]


def _path(step: Keuzeverhaal, record: Record) -> dict[str, str]:
    """The path kept in ``record``, as far as the story still has it."""
    kept = record.last.get("path", {})
    path: dict[str, str] = {}
    for turn in step.turns:
        if kept.get(turn.id) in {choice.id for choice in open_choices(step, turn, path)} and _holds(turn.only_if, path):
            path[turn.id] = kept[turn.id]
    return path


def _before(path: dict[str, str], turn: str) -> dict[str, str]:
    earlier = list(path)[: list(path).index(turn)] if turn in path else list(path)
    return {name: path[name] for name in earlier}


def _walked(step: Keuzeverhaal, path: dict[str, str]) -> list[tuple[Turn, Choice]]:
    return [
        (turn, next(choice for choice in turn.choices if choice.id == path[turn.id]))
        for turn in step.turns
        if turn.id in path
    ]
