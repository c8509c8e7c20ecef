"""What was asked, and what could be answered: questions of banks, cards to sort, turns of a story, messages to judge.

Only questions with one choice out of a few are here: those are what a class can be divided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.text import Settings, Text
from lessons.schema import Module
from lessons.steps.berichtspeurder import Berichtspeurder
from lessons.steps.keuzeverhaal import Keuzeverhaal
from lessons.steps.sorteren import Sorteren
from quizzes.types.base import Item, Option
from quizzes.types.cloze import Cloze
from quizzes.types.message import Message
from quizzes.types.single import Single


@dataclass(frozen=True)
class Choice:
    """One answer. ``reason``: why somebody may choose it, in words of the course; never a child's own.

    ``feedback`` is what the pupils read after it, for the teacher's pages; ``tag``: the misconception behind it.
    """

    id: str
    text: Text
    right: bool
    reason: Text | None = None
    feedback: Text | None = None
    tag: str = ""


@dataclass(frozen=True)
class Asked:
    """A question. ``name`` and ``part`` are how evidence calls it; ``lines`` are its words, the last one asks."""

    name: str
    part: str
    lines: tuple[Text, ...]
    choices: tuple[Choice, ...]
    agreement: str = ""

    def choice(self, choice_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)


def questions_of(module: Module, items: Iterable[Item], settings: Settings) -> dict[tuple[str, str], Asked]:
    """(name, part) → question, for everything of a module on which a class can be divided, at one school."""
    found = [_of_item(module, item, settings) for item in items]
    for step in module.steps:
        if isinstance(step, Sorteren):
            found += _of_sorting(module, step)
        elif isinstance(step, Keuzeverhaal):
            found += _of_story(module, step)
        elif isinstance(step, Berichtspeurder):
            found += _of_messages(module, step)
    return {(asked.name, asked.part): asked for asked in found if asked}


def _of_item(module: Module, item: Item, settings: Settings) -> Asked | None:
    body = item.at(settings)
    if isinstance(body, Message):
        lines = (*body.message.lines, body.stem)
        return Asked(item.id, "act", lines, _options(module, item.agreement, body.acts), item.agreement)
    if isinstance(body, Single):
        lines = (body.stem, body.sentence) if isinstance(body, Cloze) else (body.stem,)
        return Asked(item.id, "answer", lines, _options(module, item.agreement, body.options), item.agreement)
    return None


def _options(module: Module, agreement: str, options: Sequence[Option]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            one.id, one.text, one.correct, _reason(module, agreement, one.correct, one.misconception or ""),
            one.feedback, one.misconception or "",
        )
        for one in options
    )  # fmt: skip


def _of_sorting(module: Module, step: Sorteren) -> list[Asked]:
    found = []
    for card in step.cards:
        agreement = card.agreement or (step.agreements[0] if step.agreements else "")
        choices = tuple(
            Choice(
                box.id, box.name, box.id in card.boxes,
                _reason(module, agreement, box.id in card.boxes, card.tag or ""), card.feedback,
                "" if box.id in card.boxes else _tag(card.tag),
            )
            for box in step.boxes
        )  # fmt: skip
        found.append(Asked(f"{step.id}/{card.id}", card.id, (step.title, card.text), choices, agreement))
    return found


def _of_story(module: Module, step: Keuzeverhaal) -> list[Asked]:
    agreement = step.agreements[0] if step.agreements else ""
    found = []
    for turn in step.turns:
        choices = tuple(
            Choice(
                one.id, one.text, one.protective, _reason(module, agreement, one.protective, one.tag or ""),
                one.feedback, _tag(one.tag),
            )
            for one in turn.choices
        )  # fmt: skip
        said = [message.text for message in turn.messages if message.text and not message.only_if][-1:]
        lines = (step.title, *said, *([turn.question] if turn.question else []))
        found.append(Asked(step.id, turn.id, lines, choices, agreement))
    return found


def _of_messages(module: Module, step: Berichtspeurder) -> list[Asked]:
    found = []
    for message in step.messages:
        agreement = message.agreement or (step.agreements[0] if step.agreements else "")
        choices = tuple(
            Choice(
                one.id, one.text, one.right, _reason(module, agreement, one.right, one.tag or ""), one.feedback,
                _tag(one.tag),
            )
            for one in message.acts
        )  # fmt: skip
        lines = (message.text, *([message.act_question] if message.act_question else [step.title]))
        found.append(Asked(f"{step.id}/{message.id}", "act", lines, choices, agreement))
    return found


def _reason(module: Module, agreement: str, right: bool, tag: str) -> Text | None:
    if right:
        return next((one.text for one in module.agreements if one.id == agreement), None)
    return next((one.text for one in module.misconceptions if one.id == tag), None)


def _tag(tag: str | None) -> str:
    return "" if tag in (None, "none") else str(tag)
