"""sorteren: lay four to six cards in two or three boxes; right when every card lies well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Settings, Text
from quizzes.types.base import NO_TAG, Answer, Body, Form, Item, Line, NotAnAnswer, Part, Result, check_ids


class SortCard(Part):
    """A card with the box or boxes where it may lie, and why."""

    box: list[str] = Field(min_length=1)
    feedback: Text
    tag: str | None = Field(default=None, pattern=r"^(M[1-9]|none)$")


class Sort(Body):
    boxes: list[Part] = Field(min_length=2, max_length=3)
    cards: list[SortCard] = Field(min_length=4, max_length=6)

    @model_validator(mode="after")
    def _boxes_exist(self) -> Sort:
        check_ids([*self.boxes, *self.cards], "boxes or cards")
        known = {box.id for box in self.boxes}
        for card in self.cards:
            if not set(card.box) <= known:
                raise ValueError(f"card {card.id!r} names a box that does not exist")
            if set(card.box) == known:
                raise ValueError(f"card {card.id!r} is right in every box")
        return self

    def parts(self) -> list[Part]:
        return [*self.boxes, *self.cards]

    def parse(self, form: Form, meaning: Mapping[str, str]) -> Answer:
        """``card-<card>`` holds the box it was laid in."""
        field = {part: opaque for opaque, part in meaning.items()}
        sent = {card.id: [v for v in form.get(f"card-{field[card.id]}", ()) if v] for card in self.cards}
        if not any(sent.values()):
            raise NotAnAnswer("nothing")
        boxes = {box.id for box in self.boxes}
        if any(meaning.get(value) not in boxes for values in sent.values() for value in values):
            raise NotAnAnswer("strange")
        if any(len(values) != 1 for values in sent.values()):
            raise NotAnAnswer("place")
        return Answer(tuple((card, meaning[values[0]]) for card, values in sent.items()))

    def grade(self, answer: Answer) -> Result:
        laid = dict(answer.picks)
        wrong = [card for card in self.cards if card.id in laid and laid[card.id] not in card.box]
        tags = dict.fromkeys(card.tag for card in wrong if card.tag and card.tag != NO_TAG)
        return Result(bool(laid) and not wrong, tuple(tags))

    def lines(self, answer: Answer) -> list[Line]:
        """Every card with its box and why; for *weet ik niet* with a box where it may lie."""
        laid, words = dict(answer.picks), {box.id: box.text for box in self.boxes}
        return [
            Line(card.text, box in card.box, card.id in laid, into=words.get(box), why=card.feedback)
            for card in self.cards
            for box in [laid.get(card.id, card.box[0])]
        ]

    def answers(self) -> Iterator[Answer]:
        for laid in product((box.id for box in self.boxes), repeat=len(self.cards)):
            yield Answer(tuple((card.id, box) for card, box in zip(self.cards, laid, strict=True)))

    def untagged(self) -> list[tuple[str | int, ...]]:
        return [("cards", place) for place, card in enumerate(self.cards) if card.tag is None]


class SortVariant(Conditional, Sort):
    pass


class SortItem(Item, Sort):
    type: Literal["sort"]
    variants: list[SortVariant] = Field(default_factory=list)
    type_name: ClassVar[str] = "sort"

    def at(self, settings: Settings) -> Body:
        return next((v for v in self.variants if v.exists_at(settings)), self)
