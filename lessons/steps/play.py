"""What playing a step means, whatever its type: a form becomes an answer, answers add up to a record, a record is
judged, and new first answers become facts.

An *answer* maps parts of the step to plain values. A *record* is all that is kept of one pupil on one step: the first
and the last value of each part, and how often each part was tried. Everything a page shows is worked out from the
record, so that a pupil who comes back on another device sees the same.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from core.refusal import Refusal
from core.text import Text
from lessons.steps.base import Step

S = TypeVar("S", bound=Step)

Form = Mapping[str, Sequence[str]]
"""A posted form: field → the values sent under it, without the fields of the site itself."""

Answer = dict[str, Any]


class NothingChosen(Refusal):
    sentence = "Kies eerst iets. Dan gaan we verder."


class NotHere(Refusal):
    sentence = "Dat hoort niet bij deze stap. Ververs de bladzijde en kies opnieuw."


class Doubled(Refusal):
    sentence = "Je gebruikte iets dubbel. Kijk het nog eens na."


class TooLong(Refusal):
    sentence = "Dat is te lang. Gebruik niet meer dan %(most)s tekens."


class TooShort(Refusal):
    sentence = "Schrijf nog iets meer. Gebruik minstens %(least)s tekens."


class NotANumber(Refusal):
    sentence = "Vul hier een getal in, van %(least)s tot en met %(most)s."


@dataclass(frozen=True)
class Record:
    """What is kept of one pupil on one step."""

    first: Answer = field(default_factory=dict)
    last: Answer = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    done: bool = False

    def misses(self, part: str) -> int:
        """How often ``part`` was answered."""
        return self.tries.get(part, 0)


FRESH = Record()


@dataclass(frozen=True)
class Seen:
    """Feedback on one part: whether it is right (None: neither), what is said, and the agreement behind it."""

    right: bool | None
    words: Text | None = None
    agreement: str | None = None


@dataclass(frozen=True)
class Judgement:
    """What the record comes to: feedback per part that was answered, and whether the step is done."""

    done: bool
    parts: dict[str, Seen] = field(default_factory=dict)
    words: Text | None = None
    """Feedback on the whole."""


@dataclass(frozen=True)
class Fact:
    """One thing a pupil showed in this step, for the evidence.

    ``part`` names the part within the step (empty: the whole); ``first`` is false when an earlier answer to the part
    was wrong; ``protective`` is true when it is an act that keeps the pupil or another out of trouble.
    """

    part: str
    right: bool
    first: bool = True
    tag: str | None = None
    agreement: str | None = None
    protective: bool = False
    picks: tuple[tuple[str, str], ...] = ()
    """(slot, choice) pairs from which the judgement follows again."""


@dataclass(frozen=True)
class Parsed:
    """An answer read from a form, and what goes elsewhere than into the record."""

    answer: Answer
    vote: tuple[str, str] | None = None
    """Moment (before, after) and vote, counted for the class without a name."""
    telling: Telling | None = None


@dataclass(frozen=True)
class Telling:
    """What a pupil explained: own words or told to somebody, and the if-then plan."""

    text: str
    told: bool
    plan: str
    """Id of the chosen option, ``own``, or empty."""
    plan_text: str


@dataclass(frozen=True)
class Samples:
    """Series of forms made from a step: each of ``right`` ends done, ``wrong`` does not, ``invalid`` is refused."""

    right: list[list[Form]]
    wrong: list[list[Form]]
    invalid: list[Form]


class Choices(Protocol):
    """What the pupil chose in other steps: the path through each keuzeverhaal, the predictions of each verhaal."""

    def went_over(self, step: str, turn: str, choice: str) -> bool: ...

    def predicted(self, step: str) -> list[str]: ...


class StepType(ABC, Generic[S]):
    """How one type of step is played. ``name`` is also the name of its template and of its script."""

    name: ClassVar[str]
    answer_place: ClassVar[str] = "antwoord"
    """Id of the part of the page where the feedback on an answer stands."""

    @abstractmethod
    def parse(self, step: S, form: Form, record: Record) -> Parsed:
        """The answer in ``form``. Raises a Refusal when it is none."""

    def keep(self, step: S, record: Record, answer: Answer) -> Record:
        """The record after ``answer``: the first value of each part stays, the last is replaced, tries go up."""
        return Record(
            first={**answer, **record.first},
            last={**record.last, **answer},
            tries={**record.tries, **{part: record.tries.get(part, 0) + 1 for part in answer}},
            done=record.done,
        )

    @abstractmethod
    def judge(self, step: S, record: Record) -> Judgement:
        """Feedback on all that was answered so far."""

    def facts(self, step: S, before: Record, after: Record) -> list[Fact]:
        """What was shown by going from ``before`` to ``after``."""
        return []

    @abstractmethod
    def show(self, step: S, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        """All that the page may show of the task, ready for the template; nothing unanswered is judged in it."""

    @abstractmethod
    def samples(self, step: S) -> Samples:
        """Right, wrong and invalid series of forms for ``step``."""


def advance(played: StepType[Any], step: Step, record: Record, form: Form) -> tuple[Record, Parsed, list[Fact]]:
    """The record after ``form``, what was read from it, and what it showed. Raises a Refusal when it is no answer.

    A step that was done once stays done.
    """
    parsed = played.parse(step, form, record)
    kept = played.keep(step, record, parsed.answer)
    done = record.done or played.judge(step, kept).done
    after = Record(kept.first, kept.last, kept.tries, done)
    return after, parsed, played.facts(step, record, after)


def about(answer: Answer) -> str:
    """The one part of the step that an answer is about, or nothing: the page shows its feedback first."""
    return next(iter(answer)).partition(".")[0] if len(answer) == 1 else ""


def one(form: Form, name: str, among: Iterable[str]) -> str:
    """The single value of ``name``. Raises when it is missing, doubled or not on offer."""
    values = [value for value in form.get(name, ()) if value]
    if not values:
        raise NothingChosen
    if len(values) > 1:
        raise Doubled
    if values[0] not in set(among):
        raise NotHere
    return values[0]


def several(form: Form, name: str, among: Sequence[str]) -> list[str]:
    """The values of ``name`` in the order of ``among``; may be empty. Raises when one is doubled or not on offer."""
    values = [value for value in form.get(name, ()) if value]
    if len(set(values)) < len(values):
        raise Doubled
    if not set(values) <= set(among):
        raise NotHere
    return [value for value in among if value in values]


def whole_number(form: Form, name: str, least: int, most: int) -> int:
    """The number in ``name``. Raises when it is missing or outside the bounds."""
    values = [value.strip() for value in form.get(name, ()) if value.strip()]
    if not values:
        raise NothingChosen
    if len(values) > 1:
        raise Doubled
    digits = values[0].lstrip("0") or "0"
    if not (values[0].isascii() and values[0].isdigit()) or len(digits) > len(str(most)):
        raise NotANumber(least=least, most=most)
    number = int(digits)
    if not least <= number <= most:
        raise NotANumber(least=least, most=most)
    return number


def only(form: Form, names: Iterable[str]) -> None:
    """Raises NotHere when the form has a field that is not among ``names``."""
    if not set(form) <= set(names):
        raise NotHere


def mixed(ids: Sequence[str], salt: str) -> list[str]:
    """``ids`` in an order that says nothing, the same at every visit and for everybody."""
    return sorted(ids, key=lambda name: hashlib.sha256(f"{salt}/{name}".encode()).digest())
