"""meer antwoorden: four options, two of them right ("kies er twee")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Settings
from quizzes.types.base import Answer, Body, Form, Item, Line, NotAnAnswer, Option, Part, Result, check_ids
from quizzes.types.single import untagged_in


class Multi(Body):
    pick: Literal[2] = 2
    options: list[Option] = Field(min_length=4, max_length=4)

    @model_validator(mode="after")
    def _two_right(self) -> Multi:
        check_ids(self.options, "options")
        right = sum(option.correct for option in self.options)
        if right != self.pick:
            raise ValueError(f"exactly {self.pick} options must be correct, not {right}")
        return self

    def parts(self) -> list[Part]:
        return list(self.options)

    def parse(self, form: Form, meaning: Mapping[str, str]) -> Answer:
        values = form.get("answer") or []
        if not values:
            raise NotAnAnswer("nothing")
        own = {option.id for option in self.options}
        chosen = [meaning.get(value) for value in values]
        if any(part is None or part not in own for part in chosen):
            raise NotAnAnswer("strange")
        if len(chosen) != self.pick or len(set(chosen)) != self.pick:
            raise NotAnAnswer("number")
        return Answer(tuple(("answer", option.id) for option in self.options if option.id in chosen))

    def grade(self, answer: Answer) -> Result:
        picked = [option for option in self.options if option.id in answer.under("answer")]
        right = len(picked) == self.pick and all(option.correct for option in picked)
        return Result(right, tuple(dict.fromkeys(o.misconception for o in picked if o.misconception)))

    def lines(self, answer: Answer) -> list[Line]:
        """The two that were chosen with why, then the right ones that were left; for *weet ik niet* with why too."""
        chosen = answer.under("answer")
        picked = [option for option in self.options if option.id in chosen]
        left = [option for option in self.options if option.correct and option not in picked]
        return [
            *(Line(option.text, option.correct, chosen=True, why=option.feedback) for option in picked),
            *(Line(o.text, good=True, chosen=False, why=o.feedback if answer.unsure else None) for o in left),
        ]

    def answers(self) -> Iterator[Answer]:
        for pair in combinations(self.options, self.pick):
            yield Answer(tuple(("answer", option.id) for option in pair))

    def untagged(self) -> list[tuple[str | int, ...]]:
        return untagged_in(self.options, "options")


class MultiVariant(Conditional, Multi):
    pass


class MultiItem(Item, Multi):
    type: Literal["multi"]
    variants: list[MultiVariant] = Field(default_factory=list)
    type_name: ClassVar[str] = "multi"

    def at(self, settings: Settings) -> Body:
        return next((v for v in self.variants if v.exists_at(settings)), self)
