"""volgorde: put three to five cards in an order; pairs "a before b" say which orders are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Settings, Spec, Text
from quizzes.types.base import NO_TAG, Answer, Body, Form, Item, Line, NotAnAnswer, Part, Result, check_ids


class OrderFeedback(Spec):
    right: Text
    not_yet: Text


class Order(Body):
    cards: list[Part] = Field(min_length=3, max_length=5)
    before: list[tuple[str, str]] = Field(min_length=1)
    feedback: OrderFeedback
    tag: str | None = Field(default=None, pattern=r"^(M[1-9]|none)$")

    @model_validator(mode="after")
    def _possible(self) -> Order:
        check_ids(self.cards, "cards")
        known = {card.id for card in self.cards}
        strange = [name for pair in self.before for name in pair if name not in known]
        if strange:
            raise ValueError(f"before: there is no card {strange[0]!r}")
        verdicts = [self._keeps(order) for order in permutations(known)]
        if not any(verdicts):
            raise ValueError("before: no order keeps all of these pairs")
        if all(verdicts):
            raise ValueError("before: every order is right")
        return self

    def parts(self) -> list[Part]:
        return list(self.cards)

    def parse(self, form: Form, meaning: Mapping[str, str]) -> Answer:
        """``place-<card>`` holds its place, "1" to the number of cards; the answer lists the cards from the first."""
        field = {part: opaque for opaque, part in meaning.items()}
        places = {card.id: [v for v in form.get(f"place-{field[card.id]}", ()) if v] for card in self.cards}
        if not any(places.values()):
            raise NotAnAnswer("nothing")
        allowed = [str(place) for place in range(1, len(self.cards) + 1)]
        if any(value not in allowed for values in places.values() for value in values):
            raise NotAnAnswer("strange")
        if sorted(value for values in places.values() for value in values) != allowed or not all(places.values()):
            raise NotAnAnswer("place")
        ordered = sorted(places, key=lambda card: int(places[card][0]))
        return Answer(tuple((str(place), card) for place, card in enumerate(ordered, 1)))

    def grade(self, answer: Answer) -> Result:
        if answer.unsure:
            return Result(False)
        right = self._keeps([card for _, card in answer.picks])
        tagged = not right and self.tag not in (None, NO_TAG)
        return Result(right, (str(self.tag),) if tagged else ())

    def lines(self, answer: Answer) -> list[Line]:
        words = {card.id: card.text for card in self.cards}
        return [Line(words[card], None, chosen=True) for _, card in answer.picks if card in words]

    def why(self, answer: Answer) -> list[Text]:
        return [self.feedback.right if self.grade(answer).right else self.feedback.not_yet]

    def answers(self) -> Iterator[Answer]:
        for order in permutations(card.id for card in self.cards):
            yield Answer(tuple((str(place), card) for place, card in enumerate(order, 1)))

    def untagged(self) -> list[tuple[str | int, ...]]:
        return [("tag",)] if self.tag is None else []

    def _keeps(self, order: tuple[str, ...] | list[str]) -> bool:
        place = {card: number for number, card in enumerate(order)}
        if place.keys() != {card.id for card in self.cards}:
            return False  # cards of an older version of the item
        return all(place[first] < place[later] for first, later in self.before)


class OrderVariant(Conditional, Order):
    pass


class OrderItem(Item, Order):
    type: Literal["order"]
    variants: list[OrderVariant] = Field(default_factory=list)
    type_name: ClassVar[str] = "order"

    def at(self, settings: Settings) -> Body:
        return next((v for v in self.variants if v.exists_at(settings)), self)
