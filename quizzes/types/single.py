"""één antwoord: three options, one of them right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Settings, Text
from quizzes.types.base import Answer, Body, Form, Item, Line, Option, Part, Result, check_one_right, one_of


class Single(Body):
    options: list[Option] = Field(min_length=3, max_length=3)

    @model_validator(mode="after")
    def _one_right(self) -> Single:
        check_one_right(self.options)
        return self

    def parts(self) -> list[Part]:
        return list(self.options)

    def parse(self, form: Form, meaning: Mapping[str, str]) -> Answer:
        return Answer((("answer", one_of(form, "answer", meaning, (o.id for o in self.options))),))

    def grade(self, answer: Answer) -> Result:
        return grade_one(self.options, answer.under("answer"))

    def lines(self, answer: Answer) -> list[Line]:
        return lines_of_one(self.options, answer.under("answer"))

    def why(self, answer: Answer) -> list[Text]:
        return why_of_one(self.options, answer.under("answer"))

    def answers(self) -> Iterator[Answer]:
        return (Answer((("answer", option.id),)) for option in self.options)

    def untagged(self) -> list[tuple[str | int, ...]]:
        return untagged_in(self.options, "options")

    def choice_sets(self) -> list[tuple[str, list[Option]]]:
        return [("options", self.options)]


class SingleVariant(Conditional, Single):
    pass


class SingleItem(Item, Single):
    type: Literal["single"]
    variants: list[SingleVariant] = Field(default_factory=list)
    type_name: ClassVar[str] = "single"

    def at(self, settings: Settings) -> Body:
        return next((v for v in self.variants if v.exists_at(settings)), self)


def grade_one(options: list[Option], chosen: list[str]) -> Result:
    """Judge one choice out of ``options``; no choice is not right and carries no tag."""
    picked = [option for option in options if option.id in chosen]
    right = bool(picked) and all(option.correct for option in picked)
    return Result(right, tuple(o.misconception for o in picked if o.misconception))


def lines_of_one(options: list[Option], chosen: list[str]) -> list[Line]:
    """The option that was chosen, then the right one when that was another."""
    picked = [option for option in options if option.id in chosen]
    right = [option for option in options if option.correct and option not in picked]
    return [Line(option.text, option.correct, option in picked) for option in [*picked, *right]]


def why_of_one(options: list[Option], chosen: list[str]) -> list[Text]:
    """The explanation of what was chosen, or of the right option when nothing was."""
    shown = [option for option in options if option.id in chosen] or [o for o in options if o.correct]
    return [option.feedback for option in shown]


def untagged_in(options: list[Option], field: str) -> list[tuple[str | int, ...]]:
    """Places of wrong options without a tag."""
    return [(field, place) for place, option in enumerate(options) if not option.correct and option.tag is None]
