"""Sums over first answers, without persons: what item analysis needs and what is left after the school year.

``tally`` counts evidence rows; ``fold`` adds a finished year's counts to the table of totals, to be called before that
year's evidence is removed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import writing
from progress.models import Evidence, ItemTotal

TALLIED = ("quiz", "start", "end")
BATCH = 5000


class TallyKey(NamedTuple):
    """What is counted apart: item, where it was asked, and in which language."""

    module: str
    item: str
    source: str
    language: str


class FirstAnswer(NamedTuple):
    """A pupil's first answer to an item; ``attempt`` tells which answers were given together."""

    key: TallyKey
    attempt: str
    right: bool
    unsure: bool
    picks: tuple[str, ...]


@dataclass
class Tally:
    """Counts over pupils. The sums with ``rest`` are over pupils who answered other items in the same attempt, where
    rest is the share right on those."""

    answers: int = 0
    right: int = 0
    unsure: int = 0
    with_rest: int = 0
    right_with_rest: int = 0
    rest: float = 0.0
    rest_squared: float = 0.0
    rest_when_right: float = 0.0
    picks: Counter[str] = field(default_factory=Counter)

    def add(self, answer: FirstAnswer, rest: float | None) -> None:
        self.answers += 1
        self.right += answer.right
        self.unsure += answer.unsure
        self.picks.update(answer.picks)
        if rest is not None:
            self.with_rest += 1
            self.right_with_rest += answer.right
            self.rest += rest
            self.rest_squared += rest * rest
            self.rest_when_right += rest * answer.right

    def merge(self, other: Tally) -> None:
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.picks.update(other.picks)


NUMBERS = (
    "answers", "right", "unsure", "with_rest", "right_with_rest", "rest", "rest_squared", "rest_when_right",
)  # fmt: skip


def tally(answers: Iterable[FirstAnswer]) -> dict[TallyKey, Tally]:
    """Counts per item, source and language."""
    together: dict[str, list[FirstAnswer]] = defaultdict(list)
    for answer in answers:
        together[answer.attempt].append(answer)
    found: dict[TallyKey, Tally] = defaultdict(Tally)
    for given in together.values():
        right = sum(answer.right for answer in given)
        for answer in given:
            others = len(given) - 1
            found[answer.key].add(answer, (right - answer.right) / others if others else None)
    return dict(found)


def live_tallies(session: Session, school_id: int, *, before_year: int | None = None) -> dict[TallyKey, Tally]:
    """Counts over a school's evidence; ``before_year`` narrows it to earlier school years."""
    return tally(_first_answers(session, school_id, before_year))


def kept_tallies(session: Session, school_id: int) -> dict[TallyKey, Tally]:
    """Counts kept of a school's earlier years."""
    found: dict[TallyKey, Tally] = defaultdict(Tally)
    for row in session.scalars(select(ItemTotal).where(ItemTotal.school_id == school_id)):
        counts = {name: getattr(row, name) for name in NUMBERS}
        found[TallyKey(row.module, row.item, row.source, row.language)].merge(Tally(**counts, picks=Counter(row.picks)))
    return dict(found)


def fold(session: Session, *, school_id: int, before_year: int) -> int:
    """Keep the counts of evidence from before ``before_year`` as totals; returns how many totals were written.

    Removing that evidence in the same transaction is the caller's part: doing both twice counts nothing twice.
    """
    with writing(session):
        counts = live_tallies(session, school_id, before_year=before_year)
        for key, one in counts.items():
            row = _total(session, school_id, before_year - 1, key)
            kept = Tally(**{name: getattr(row, name) or 0 for name in NUMBERS}, picks=Counter(row.picks or {}))
            kept.merge(one)
            for name in NUMBERS:
                setattr(row, name, getattr(kept, name))
            row.picks = dict(kept.picks)
        session.flush()
    return len(counts)


def _total(session: Session, school_id: int, year: int, key: TallyKey) -> ItemTotal:
    match = {"school_id": school_id, "year": year, "source": key.source, "item": key.item, "language": key.language}
    row = session.scalars(select(ItemTotal).filter_by(**match)).first()
    if row is None:
        row = ItemTotal(**match, module=key.module)
        session.add(row)
    return row


def _first_answers(session: Session, school_id: int, before_year: int | None) -> Iterator[FirstAnswer]:
    query = select(
        Evidence.module, Evidence.name, Evidence.source, Evidence.language, Evidence.token, Evidence.right,
        Evidence.unsure, Evidence.picks,
    ).where(
        Evidence.school_id == school_id,
        Evidence.kind == "answer",
        Evidence.first.is_(True),
        Evidence.source.in_(TALLIED),
    )  # fmt: skip
    if before_year is not None:
        query = query.where(Evidence.year < before_year)
    for module, item, source, language, token, right, unsure, picks in session.execute(query).yield_per(BATCH):
        chosen = tuple(f"{slot}:{choice}" for slot, choice in picks)
        attempt = token.rpartition(":")[0]
        yield FirstAnswer(TallyKey(module, item, source, language), attempt, right, unsure, chosen)
