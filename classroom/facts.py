"""Plain data about a class, as the queries hand it to pages and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agreements.schema import Clause
from core.text import Text
from progress.queries import GoalRef, GoalView, ModuleView
from progress.rules import AgreementRef, Level
from quizzes.types.base import Item

MARKS = {Level.UNDERSTOOD: "kan", Level.PRACTISE: "leert", Level.OPEN: "leeg"}
"""The state that staff see for each level. A wish to talk (``praat``) stands in its place, except where a pupil can do
it already: a wish is an invitation, so it never makes fewer pupils able, and sheets add up with or without it."""

STATES = ("kan", "leert", "praat", "leeg")


@dataclass(frozen=True)
class PupilRow:
    """A pupil as a class list shows them."""

    id: int
    key: str
    name: str
    sign: str
    year_group: int
    route: str


@dataclass(frozen=True)
class ClassRow:
    """A class as the home page shows it."""

    id: int
    key: str
    name: str
    year: int
    years: tuple[int, ...]
    school_id: int


@dataclass(frozen=True)
class Share:
    """How many pupils of a class have each of the four states."""

    kan: int = 0
    leert: int = 0
    praat: int = 0
    leeg: int = 0

    @property
    def of(self) -> int:
        return self.kan + self.leert + self.praat + self.leeg

    @property
    def seen(self) -> int:
        """Pupils with any evidence or a wish to talk."""
        return self.of - self.leeg

    @classmethod
    def count(cls, states: Iterable[str]) -> Share:
        kept = list(states)
        return cls(*(kept.count(state) for state in STATES))


@dataclass(frozen=True)
class Mastery:
    """What every pupil of a class knows, worked out from the summaries of progress.

    ``promises`` are per module, since each module stands behind one promise; ``talks`` are the promises (module) a
    pupil wants to talk about or does not promise yet.
    """

    pupils: tuple[PupilRow, ...]
    goals: Mapping[int, Mapping[GoalRef, GoalView]]
    modules: Mapping[int, Mapping[str, ModuleView]]
    levels: Mapping[int, Mapping[AgreementRef, Level]]
    promises: Mapping[int, Mapping[str, Level]]
    talks: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def mark(self, pupil_id: int, ref: AgreementRef) -> str:
        """State of one pupil on one agreement."""
        return MARKS[self.levels.get(pupil_id, {}).get(ref, Level.OPEN)]

    def promise_mark(self, pupil_id: int, module: str) -> str:
        """State of one pupil on the promise of one module."""
        level = self.promises.get(pupil_id, {}).get(module, Level.OPEN)
        if level != Level.UNDERSTOOD and module in self.talks.get(pupil_id, ()):
            return "praat"
        return MARKS[level]

    def share(self, ref: AgreementRef) -> Share:
        return Share.count(self.mark(pupil.id, ref) for pupil in self.pupils)

    def promise_share(self, module: str) -> Share:
        return Share.count(self.promise_mark(pupil.id, module) for pupil in self.pupils)

    def begun(self, module: str) -> bool:
        """True when a pupil of the class has evidence in the module."""
        return any(module in self.modules.get(pupil.id, {}) for pupil in self.pupils)


@dataclass(frozen=True)
class Article:
    """One clause: how many pupils know it; None where no agreement of the course cites it (niet getoetst)."""

    clause: Clause
    share: Share | None


@dataclass
class Wrong:
    """A choice that is not right: its words (with where it was put), what the pupils read, how many chose it."""

    words: Text
    into: Text | None
    feedback: Text | None
    number: int = 0


@dataclass
class Tally:
    """One question in one class: each pupil's latest answer to it."""

    item: Item
    answered: int = 0
    right: int = 0
    unsure: int = 0
    choices: dict[tuple[str, str], Wrong] = field(default_factory=dict)

    @property
    def missed(self) -> int:
        return self.answered - self.right

    @property
    def share_missed(self) -> float:
        return self.missed / self.answered if self.answered else 0.0

    @property
    def wrong(self) -> list[Wrong]:
        """The wrong choices, the most frequent first."""
        return [one for _key, one in sorted(self.choices.items(), key=lambda pair: (-pair[1].number, pair[0]))]
