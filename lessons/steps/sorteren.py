"""Cards to sort into boxes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Condition, Conditional, Spec, Text
from lessons.steps.base import AgreementId, Id, Picture, Step, Tag, known, unique
from lessons.steps.play import (
    Choices,
    Fact,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    Seen,
    StepType,
    mixed,
    one,
    only,
)

MISSES_BEFORE_REASON = 2


class Box(Spec):
    id: Id
    name: Text


class Key(Condition):
    """Another key for the schools where its condition holds."""

    boxes: list[Id] = Field(min_length=1)
    feedback: Text


class SortCard(Conditional):
    id: Id
    text: Text
    picture: Picture | None = None
    alt: Text | None = None
    boxes: list[Id] = Field(min_length=1)
    """The boxes that are right; more than one may be."""
    feedback: Text
    """The reason: said when it lies right, and after two misses."""
    hint: Text | None = None
    """Said after the first miss; without it only *kijk nog eens*."""
    keys: list[Key] = Field(default_factory=list)
    """The first that holds at the school replaces boxes and feedback."""
    tag: Tag | None = None
    """The misconception behind a wrong box."""
    agreement: AgreementId | None = None

    @model_validator(mode="after")
    def _described(self) -> SortCard:
        if self.picture and not self.alt:
            raise ValueError("a picture needs alt")
        return self


class Sorteren(Step):
    type: Literal["sorteren"]
    boxes: list[Box] = Field(min_length=2, max_length=4)
    cards: list[SortCard] = Field(min_length=4, max_length=14)
    """6–10 at any school; more only where ``for`` chooses among them."""
    done: Text

    @model_validator(mode="after")
    def _consistent(self) -> Sorteren:
        boxes = [box.id for box in self.boxes]
        unique(boxes, "box")
        unique((card.id for card in self.cards), "card")
        for card in self.cards:
            known(card.boxes, boxes, "box")
            for key in card.keys:
                known(key.boxes, boxes, "box")
        return self


class Sorting(StepType[Sorteren]):
    name = "sorteren"
    answer_place = "gevolg"

    def parse(self, step: Sorteren, form: Form, record: Record) -> Parsed:
        only(form, (field(card.id) for card in step.cards))
        boxes = [box.id for box in step.boxes]
        named = {card.id: field(card.id) for card in step.cards}
        chosen = {card: one(form, name, boxes) for card, name in named.items() if any(form.get(name, ()))}
        if not chosen:
            raise NothingChosen
        lies = {card.id for card in step.cards if record.last.get(card.id) in card.boxes}
        return Parsed({card: box for card, box in chosen.items() if card not in lies})

    def judge(self, step: Sorteren, record: Record) -> Judgement:
        seen = {card.id: self._seen(card, record) for card in step.cards if card.id in record.last}
        done = len(seen) == len(step.cards) and all(part.right for part in seen.values())
        return Judgement(done, seen, step.done if done else None)

    def _seen(self, card: SortCard, record: Record) -> Seen:
        right = record.last[card.id] in card.boxes
        told = right or record.misses(card.id) >= MISSES_BEFORE_REASON
        return Seen(right, card.feedback if told else card.hint, card.agreement)

    def facts(self, step: Sorteren, before: Record, after: Record) -> list[Fact]:
        return [
            Fact(
                card.id, right := after.last[card.id] in card.boxes, tag=None if right else card.tag,
                agreement=card.agreement, picks=((card.id, after.last[card.id]),),
            )
            for card in step.cards
            if card.id in after.first and card.id not in before.first
        ]  # fmt: skip

    def show(self, step: Sorteren, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        judged = self.judge(step, record)
        by_id = {card.id: card for card in step.cards}
        order = mixed(list(by_id), step.id)
        cards: list[dict[str, Any]] = [
            {"card": by_id[name], "seen": judged.parts.get(name), "box": record.last.get(name)} for name in order
        ]
        lies = {name: record.last[name] for name in order if (seen := judged.parts.get(name)) and seen.right}
        return {
            "open": [card for card in cards if card["card"].id not in lies],
            "boxes": [{"box": box, "cards": [by_id[n] for n in order if lies.get(n) == box.id]} for box in step.boxes],
            "total": len(order),
            "placed": len(lies),
            "last": next((card for card in cards if card["card"].id == focus and card["seen"]), None),
        }

    def samples(self, step: Sorteren) -> Samples:
        right: Form = {field(card.id): [card.boxes[0]] for card in step.cards}
        card = next(card for card in step.cards if len(card.boxes) < len(step.boxes))
        other = next(box.id for box in step.boxes if box.id not in card.boxes)
        name = field(card.id)
        return Samples(
            right=[[right], [{name: [other]}, right], [{each: list(box)} for each, box in right.items()]],
            wrong=[[{**right, name: [other]}], [{name: card.boxes[:1]}]],
            invalid=[
                {}, {name: [""]}, {name: ["_nergens"]}, {name: [other, card.boxes[0]]},
                {"_vreemd": [other]}, {**right, "_vreemd": ["1"]},
            ],
        )  # fmt: skip


def field(card: str) -> str:
    """The name of a card's field in the form."""
    return f"card-{card}"
