"""bericht beoordelen: a short message; say what gives it away (where the author asks that) and what you do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Settings, Spec, Text
from quizzes.types.base import (
    Answer,
    Body,
    Form,
    Item,
    Line,
    Option,
    Part,
    Result,
    check_ids,
    check_one_right,
    one_of,
)
from quizzes.types.single import grade_one, lines_of_one, untagged_in, why_of_one


class ShownMessage(Spec):
    """The message as drawn on the page, in one of the invented apps; nothing in it can be clicked."""

    app: Literal["kletsr", "schoolpost", "snuffel", "blokstad", "netjes"]
    sender: Text
    subject: Text | None = None
    lines: list[Text] = Field(min_length=1, max_length=4)


class Message(Body):
    message: ShownMessage
    clues: list[Option] = Field(default_factory=list)
    acts: list[Option] = Field(min_length=3, max_length=3)

    @model_validator(mode="after")
    def _one_right_each(self) -> Message:
        if self.clues and len(self.clues) != 3:
            raise ValueError("clues: three, or none at all")
        if self.clues:
            check_one_right(self.clues, "clues")
        check_one_right(self.acts, "acts")
        check_ids([*self.clues, *self.acts], "clues or acts")
        return self

    def parts(self) -> list[Part]:
        return [*self.clues, *self.acts]

    def parse(self, form: Form, meaning: Mapping[str, str]) -> Answer:
        slots = [(field, one_of(form, field, meaning, (o.id for o in options))) for field, options in self._asked()]
        return Answer(tuple(slots))

    def grade(self, answer: Answer) -> Result:
        if answer.unsure:
            return Result(False)
        results = [grade_one(options, answer.under(field)) for field, options in self._asked()]
        tags = dict.fromkeys(tag for result in results for tag in result.tags)
        return Result(all(result.right for result in results), tuple(tags))

    def lines(self, answer: Answer) -> list[Line]:
        return [line for field, options in self._asked() for line in lines_of_one(options, answer.under(field))]

    def why(self, answer: Answer) -> list[Text]:
        return [words for field, options in self._asked() for words in why_of_one(options, answer.under(field))]

    def answers(self) -> Iterator[Answer]:
        asked = self._asked()
        for choice in product(*(options for _, options in asked)):
            yield Answer(tuple((field, option.id) for (field, _), option in zip(asked, choice, strict=True)))

    def untagged(self) -> list[tuple[str | int, ...]]:
        return [*untagged_in(self.clues, "clues"), *untagged_in(self.acts, "acts")]

    def choice_sets(self) -> list[tuple[str, list[Option]]]:
        return [("clues" if field == "clue" else "acts", options) for field, options in self._asked()]

    def _asked(self) -> list[tuple[str, list[Option]]]:
        return [("clue", self.clues), ("act", self.acts)] if self.clues else [("act", self.acts)]


class MessageVariant(Conditional, Message):
    pass


class MessageItem(Item, Message):
    type: Literal["message"]
    variants: list[MessageVariant] = Field(default_factory=list)
    type_name: ClassVar[str] = "message"

    def at(self, settings: Settings) -> Body:
        return next((v for v in self.variants if v.exists_at(settings)), self)
