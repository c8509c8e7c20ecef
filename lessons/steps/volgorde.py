"""Cards to put in order; several orders may be right."""

from __future__ import annotations

from itertools import permutations
from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import Id, Option, Step, Tag, known, unique
from lessons.steps.play import (
    Choices,
    Doubled,
    Fact,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    StepType,
    mixed,
    only,
    whole_number,
)


class Rule(Spec):
    """``card`` comes somewhere before ``before``; or, where said, right after it."""

    card: Id
    before: Id
    or_right_after: bool = False


class Volgorde(Step):
    type: Literal["volgorde"]
    cards: list[Option] = Field(min_length=3, max_length=5)
    rules: list[Rule] = Field(default_factory=list)
    must: list[Id] = Field(default_factory=list)
    """Where given: the other cards may be left out, these may not."""
    right: Text
    not_yet: Text
    remember: Text | None = None
    tag: Tag | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Volgorde:
        cards = [card.id for card in self.cards]
        unique(cards, "card")
        known(self.must, cards, "card")
        known((name for rule in self.rules for name in (rule.card, rule.before)), cards, "card")
        if not self.rules and not self.must:
            raise ValueError("any order would be right: give rules")
        return self


class Ordering(StepType[Volgorde]):
    name = "volgorde"

    def parse(self, step: Volgorde, form: Form, record: Record) -> Parsed:
        cards = [card.id for card in step.cards]
        only(form, map(field, cards))
        filled = [card for card in cards if any(form.get(field(card), ()))]
        if not filled or (not step.must and len(filled) < len(cards)):
            raise NothingChosen
        places = {card: whole_number(form, field(card), 1, len(cards)) for card in filled}
        if len(set(places.values())) < len(places):
            raise Doubled
        return Parsed({"order": sorted(filled, key=lambda card: places[card])})

    def judge(self, step: Volgorde, record: Record) -> Judgement:
        if "order" not in record.last:
            return Judgement(done=False)
        right = fits(step, record.last["order"])
        return Judgement(right, words=step.right if right else step.not_yet)

    def facts(self, step: Volgorde, before: Record, after: Record) -> list[Fact]:
        if "order" in before.first:
            return []
        right = fits(step, after.first["order"])
        picks = tuple((str(number), card) for number, card in enumerate(after.first["order"], start=1))
        return [Fact("", right, tag=None if right else step.tag, picks=picks)]

    def show(self, step: Volgorde, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        by_id = {card.id: card for card in step.cards}
        order = record.last.get("order") or start_order(step)
        left_out = [card for card in start_order(step) if card not in order]
        judged = self.judge(step, record)
        return {
            "cards": [by_id[card] for card in order if card in by_id],
            "left_out": [by_id[card] for card in left_out],
            "may_leave_out": bool(step.must),
            "judged": judged,
            "answered": "order" in record.last,
            "remember": step.remember if judged.done else None,
        }

    def samples(self, step: Volgorde) -> Samples:
        good = right_order(step)
        wrong = start_order(step)
        ids = [field(card.id) for card in step.cards]
        return Samples(
            right=[[_places(good)], [_places(wrong), _places(good)]],
            wrong=[[_places(wrong)]],
            invalid=[
                {}, {ids[0]: ["1"], ids[1]: ["1"], **{name: ["3"] for name in ids[2:]}}, {ids[0]: ["0"]},
                {**_places(good), ids[0]: ["99"]}, {**_places(good), ids[0]: ["een"]},
                {**_places(good), ids[0]: ["1", "2"]}, {**_places(good), "_vreemd": ["1"]},
            ],
        )  # fmt: skip


def fits(step: Volgorde, order: list[str]) -> bool:
    """True when every rule holds in ``order``. A rule about a card that was left out holds."""
    if not set(step.must) <= set(order):
        return False
    place = {card: number for number, card in enumerate(order)}
    return all(_holds(rule, place) for rule in step.rules)


def _holds(rule: Rule, place: dict[str, int]) -> bool:
    if rule.card not in place or rule.before not in place:
        return True
    return place[rule.card] < place[rule.before] or (rule.or_right_after and place[rule.card] == place[rule.before] + 1)


def start_order(step: Volgorde) -> list[str]:
    """The order in which the cards lie at first: never a right one, the same for everybody."""
    ids = mixed([card.id for card in step.cards], step.id)
    turns = [ids[turn:] + ids[:turn] for turn in range(len(ids))]
    candidates = turns + [turn[::-1] for turn in turns]
    return next((order for order in candidates if not fits(step, order)), ids)


def right_order(step: Volgorde) -> list[str]:
    """One order that fits. Raises StopIteration when the rules exclude each other."""
    return next(list(order) for order in permutations(card.id for card in step.cards) if fits(step, list(order)))


def _places(order: list[str]) -> dict[str, list[str]]:
    return {field(card): [str(number)] for number, card in enumerate(order, start=1)}


def field(card: str) -> str:
    """The name of a card's field in the form."""
    return f"place-{card}"
