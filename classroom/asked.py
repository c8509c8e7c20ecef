"""What was asked, and what could be answered: questions of banks, and every choice in a step of a lesson.

Only questions with one choice out of a few are here: those are what a class can be divided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.text import Settings, Text
from lessons.schema import Module
from lessons.steps import AnyStep
from lessons.steps.berichtspeurder import Berichtspeurder
from lessons.steps.gevolgentrap import Gevolgentrap
from lessons.steps.instellingen import Instellingen
from lessons.steps.keuzeverhaal import Keuzeverhaal
from lessons.steps.sorteren import Sorteren
from lessons.steps.verzoekspeurder import Verzoekspeurder
from lessons.steps.zoekrechter import Zoekrechter
from quizzes.types.base import Item, Option
from quizzes.types.cloze import Cloze
from quizzes.types.message import Message
from quizzes.types.single import Single

DECISIONS = {
    "yes": Text.model_validate({"nl": "Ja, ik ken diegene echt", "en": "Yes, I really know this person"}),
    "no": Text.model_validate({"nl": "Nee, dank je", "en": "No, thank you"}),
    "ask": Text.model_validate({"nl": "Eerst aan een volwassene vragen", "en": "Ask an adult first"}),
}
VERDICTS = {
    "use": Text.model_validate({"nl": "Bruikbaar", "en": "Useful"}),
    "check": Text.model_validate({"nl": "Eerst controleren", "en": "Check first"}),
    "skip": Text.model_validate({"nl": "Niet nodig", "en": "Not needed"}),
}
"""The buttons of two step types, as the pupils see them."""


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
    found += [asked for step in module.steps for asked in asked_by(module, step)]
    return {(asked.name, asked.part): asked for asked in found if asked}


def asked_by(module: Module, step: AnyStep) -> list[Asked]:
    """What one step asks, one choice out of a few at a time; nothing for a step that asks otherwise."""
    found: list[Asked] = []
    match step:
        case Sorteren():
            found = _of_sorting(module, step)
        case Keuzeverhaal():
            found = _of_story(module, step)
        case Berichtspeurder():
            found = _of_messages(module, step)
        case Verzoekspeurder():
            found = _of_requests(module, step)
        case Zoekrechter():
            found = _of_results(module, step)
        case Gevolgentrap():
            found = _of_stairs(module, step)
        case Instellingen():
            found = _of_switches(module, step)
    return found


def _of_item(module: Module, item: Item, settings: Settings) -> Asked | None:
    body = item.at(settings)
    if isinstance(body, Message):
        lines = (*body.message.lines, body.stem)
        return Asked(item.id, "act", lines, _options(module, item.agreement, body.acts), item.agreement)
    if isinstance(body, Single):
        lines = (body.stem, body.sentence) if isinstance(body, Cloze) else (body.stem,)
        return Asked(item.id, "answer", lines, _options(module, item.agreement, body.options), item.agreement)
    return None


def _choice(
    module: Module, agreement: str, choice_id: str, words: Text, tag: str | None, feedback: Text | None, *, right: bool
) -> Choice:
    """A choice whose misconception only counts where it is not right."""
    reason = _reason(module, agreement, right, tag or "")
    return Choice(choice_id, words, right, reason, feedback, "" if right else _tag(tag))


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
        agreement = card.agreement or _first_of(step)
        choices = tuple(
            _choice(module, agreement, box.id, box.name, card.tag, card.feedback, right=box.id in card.boxes)
            for box in step.boxes
        )
        found.append(Asked(f"{step.id}/{card.id}", card.id, (step.title, card.text), choices, agreement))
    return found


def _of_story(module: Module, step: Keuzeverhaal) -> list[Asked]:
    agreement = _first_of(step)
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
        agreement = message.agreement or _first_of(step)
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


def _of_requests(module: Module, step: Verzoekspeurder) -> list[Asked]:
    agreement = _first_of(step)
    return [
        Asked(
            f"{step.id}/{request.id}", "decision",
            (step.title, *([request.message] if request.message else request.lines), request.name),
            tuple(
                Choice(
                    one.id, DECISIONS[one.id], one.right, _reason(module, agreement, one.right, one.tag or ""),
                    one.feedback, "" if one.right else _tag(one.tag),
                )
                for one in request.decisions
            ), agreement,
        )
        for request in step.requests
    ]  # fmt: skip


def _of_results(module: Module, step: Zoekrechter) -> list[Asked]:
    agreement = _first_of(step)
    return [
        Asked(
            f"{step.id}/{result.id}", "verdict", (step.title, step.query, result.title),
            tuple(
                Choice(
                    one.id, VERDICTS[one.id], one.right, _reason(module, agreement, one.right, one.tag or ""),
                    one.feedback, "" if one.right else _tag(one.tag),
                )
                for one in result.verdicts
            ), agreement,
        )
        for result in step.results
    ]  # fmt: skip


def _of_stairs(module: Module, step: Gevolgentrap) -> list[Asked]:
    found = []
    for part in step.situations:
        agreement = part.agreement or _first_of(step)
        choices = tuple(
            _choice(module, agreement, rung.id, rung.text, part.tag, part.feedback, right=rung.id in part.first)
            for rung in step.rungs
        )
        found.append(Asked(f"{step.id}/{part.id}", part.id, (step.title, part.text), choices, agreement))
    return found


def _of_switches(module: Module, step: Instellingen) -> list[Asked]:
    agreement = _first_of(step)
    found = []
    for switch in step.switches:
        choices = tuple(
            _choice(module, agreement, one.id, one.text, switch.tag, switch.feedback, right=one.id in switch.ok)
            for one in switch.options
        )
        found.append(Asked(step.id, switch.id, (step.goal, switch.name), choices, agreement))
    return found


def _first_of(step: AnyStep) -> str:
    """The agreement that a part of a step stands for where it names none itself."""
    return step.agreements[0] if step.agreements else ""


def _reason(module: Module, agreement: str, right: bool, tag: str) -> Text | None:
    if right:
        return next((one.text for one in module.agreements if one.id == agreement), None)
    return next((one.text for one in module.misconceptions if one.id == tag), None)


def _tag(tag: str | None) -> str:
    return "" if tag in (None, "none") else str(tag)
