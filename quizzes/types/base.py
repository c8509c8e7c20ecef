"""What every question type shares: the head of an item, its body, an answer, a result.

A *body* is what the child sees and what is judged (stem, options …). An *item* is a body with a head (id,
goal, agreement …) and with variants: other bodies for the schools where their conditions hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, get_args

from pydantic import Field, model_validator

from core.text import Settings, Spec, Text

NO_TAG = "none"
"""What an author writes where a wrong option on purpose carries no misconception."""

Form = Mapping[str, Sequence[str]]
"""A posted form: field name → the values sent under it."""


class NotAnAnswer(Exception):
    """What was sent is no answer to this question: something is missing, doubled, or was not on offer.

    ``reason`` is one of ``nothing`` (nothing chosen), ``number`` (too many or too few), ``place`` (a place or a box
    is missing or used twice), ``strange`` (not on offer).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What a child answered: pairs of slot and choice, as content ids; no pairs means *weet ik niet*."""

    picks: tuple[tuple[str, str], ...] = ()

    @property
    def unsure(self) -> bool:
        return not self.picks

    def under(self, slot: str) -> list[str]:
        """The choices made for ``slot``, in the order they were given."""
        return [choice for name, choice in self.picks if name == slot]


UNSURE = Answer()


@dataclass(frozen=True)
class Result:
    """The judgement of one answer: right or not, and the misconceptions (``M1`` …) its choices carried."""

    right: bool
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of what is shown after the answer.

    ``good``: it belongs to the right answer, does not, or (None) is only shown. ``chosen``: by the child. ``into``: the
    box a card was laid in. ``why``: the explanation that belongs to this line.
    """

    words: Text
    good: bool | None
    chosen: bool
    into: Text | None = None
    why: Text | None = None


class Part(Spec):
    """Something with words that can be chosen, moved or dropped into; its id never changes."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")
    text: Text


class Option(Part):
    """A choice with its own explanation. A wrong one names the misconception behind it, or says ``none``."""

    correct: bool = False
    tag: str | None = Field(default=None, pattern=r"^(M[1-9]|none)$")
    feedback: Text

    @model_validator(mode="after")
    def _tagged_only_when_wrong(self) -> Option:
        if self.correct and self.tag:
            raise ValueError("a right option carries no tag")
        return self

    @property
    def misconception(self) -> str | None:
        return None if self.tag == NO_TAG else self.tag


class Body(Spec):
    """What a question type must be able to do. Nothing here knows of pages, pupils or storage."""

    stem: Text

    def parts(self) -> list[Part]:
        """Everything that gets an opaque id on the page, in the author's order."""
        raise NotImplementedError

    def parse(self, form: Form, meaning: Mapping[str, str]) -> Answer:
        """The answer in ``form``; ``meaning`` turns the page's opaque ids into part ids. Raises NotAnAnswer."""
        raise NotImplementedError

    def grade(self, answer: Answer) -> Result:
        """Right or not; a wrong *weet ik niet* carries no tags."""
        raise NotImplementedError

    def lines(self, answer: Answer) -> list[Line]:
        """What is shown after ``answer``: what the child chose, and what is right."""
        raise NotImplementedError

    def why(self, answer: Answer) -> list[Text]:
        """The explanations that belong to ``answer`` as a whole; for *weet ik niet* that of the right answer."""
        return []

    def answers(self) -> Iterator[Answer]:
        """Every answer that can be given, each once, *weet ik niet* left out."""
        raise NotImplementedError

    def untagged(self) -> list[tuple[str | int, ...]]:
        """Places of wrong choices that say nothing about a misconception, for the linter."""
        return []

    def choice_sets(self) -> list[tuple[str, list[Option]]]:
        """(field, options) for each place where exactly one option of a list is right."""
        return []

    def guess(self) -> Fraction:
        """Chance that an answer drawn at random is right."""
        verdicts = [self.grade(answer).right for answer in self.answers()]
        return Fraction(sum(verdicts), len(verdicts))


class Item(Body):
    """The head of an item; every type adds its body and its variants."""

    id: str = Field(pattern=r"^[A-Z]{2}-\d{2}$")
    goal: str = Field(pattern=r"^G[1-4]$")
    agreement: str = Field(pattern=r"^A[1-9]$")
    difficulty: int = Field(ge=1, le=3)
    situation: bool = False
    parallel: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]*$")
    picture: str | None = Field(default=None, pattern=r"^[a-z0-9-]+$")

    type_name: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _complete_variants(cls, data: Any) -> Any:
        """A variant writes only what differs; the rest of its body is the item's own."""
        if not isinstance(data, dict) or not isinstance(data.get("variants"), list):
            return data
        variant: type[Body] = get_args(cls.model_fields["variants"].annotation)[0]
        body = {key: value for key, value in data.items() if key in variant.model_fields}
        variants = [{**body, **part} if isinstance(part, dict) else part for part in data["variants"]]
        return {**data, "variants": variants}

    def at(self, settings: Settings) -> Body:
        """The body for a school: the first variant whose conditions all hold, else the item itself."""
        raise NotImplementedError


def one_of(form: Form, field: str, meaning: Mapping[str, str], allowed: Iterable[str]) -> str:
    """The single choice sent under ``field``. Raises NotAnAnswer when it is missing, doubled or not allowed."""
    values = form.get(field) or []
    if not values:
        raise NotAnAnswer("nothing")
    if len(values) > 1:
        raise NotAnAnswer("number")
    part = meaning.get(values[0])
    if part is None or part not in set(allowed):
        raise NotAnAnswer("strange")
    return part


def check_ids(parts: Iterable[Part], what: str) -> None:
    """Raise ValueError when two parts have the same id."""
    seen: set[str] = set()
    for part in parts:
        if part.id in seen:
            raise ValueError(f"two {what} have the id {part.id!r}")
        seen.add(part.id)


def check_one_right(options: Sequence[Option], what: str = "options") -> None:
    """Raise ValueError unless exactly one of ``options`` is correct and all ids differ."""
    check_ids(options, what)
    right = sum(option.correct for option in options)
    if right != 1:
        raise ValueError(f"exactly one of the {what} must be correct, not {right}")
