"""Item analysis for authors: how the questions do, over first answers across classes. Nothing per child.

Shown from 30 answers, signs to act on from 100; Dutch and English apart. The statistics are in
``quizzes.rules.statistics``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from progress.tallies import Tally, TallyKey, kept_tallies, live_tallies
from quizzes import catalog
from quizzes.rules.statistics import Moments, gain, item_rest
from quizzes.types.base import Item
from school.models import School

SHOWN_FROM = 30
ACT_FROM = 100
TOO_HARD, TOO_EASY = 0.40, 0.95
WEAK_CORRELATION = 0.15
WEAK_DISTRACTOR = 0.05
SMALL_GAIN = 0.10


@dataclass(frozen=True)
class ItemReport:
    """One item in one language at one place (quiz, or start and end together).

    ``share`` right (of the end measurement for measured items), ``correlation`` item with rest, ``weak`` wrong options
    that nearly nobody chose, ``gain`` from start to end, ``signs`` what an author should look at.
    """

    module: str
    item: str
    language: str
    answers: int
    share: float
    unsure: float
    correlation: float | None
    weak: tuple[str, ...]
    gain: float | None
    signs: tuple[str, ...]


def analyse(session: Session, module: str = "", *, demo: bool = False) -> list[ItemReport]:
    """Every item with enough first answers over all schools (or all demo schools), by module and item."""
    counts: dict[TallyKey, Tally] = defaultdict(Tally)
    for school_id in session.scalars(select(School.id).where(School.demo.is_(demo))):
        for part in (kept_tallies(session, school_id), live_tallies(session, school_id)):
            for key, tally in part.items():
                counts[key].merge(tally)
    return report(counts, module)


def report(counts: dict[TallyKey, Tally], module: str = "") -> list[ItemReport]:
    """The reports that follow from counts."""
    found = []
    for key, tally in sorted(counts.items()):
        if key.source == "start" or (module and key.module != module) or tally.answers < SHOWN_FROM:
            continue
        before = counts.get(key._replace(source="start")) if key.source == "end" else None
        found.append(_one(key, tally, before))
    return found


def _one(key: TallyKey, tally: Tally, before: Tally | None) -> ItemReport:
    share = tally.right / tally.answers
    sums = Moments(tally.with_rest, tally.right_with_rest, tally.rest, tally.rest_squared, tally.rest_when_right)
    correlation = item_rest(sums)
    grown = gain(before.right, before.answers, tally.right, tally.answers) if before else None
    weak = tuple(_weak_options(key.item, tally))
    signs = tuple(_signs(share, correlation, weak, grown)) if tally.answers >= ACT_FROM else ()
    return ItemReport(
        key.module, key.item, key.language, tally.answers, share, tally.unsure / tally.answers, correlation, weak,
        grown, signs,
    )  # fmt: skip


def _signs(share: float, correlation: float | None, weak: Iterable[str], grown: float | None) -> list[str]:
    found = []
    if share < TOO_HARD:
        found.append("too hard")
    if share > TOO_EASY:
        found.append("too easy")
    if correlation is not None and correlation < 0:
        found.append("negative correlation: check the key first")
    elif correlation is not None and correlation < WEAK_CORRELATION:
        found.append("measures something else")
    if weak:
        found.append("weak distractor")
    if grown is not None and grown < SMALL_GAIN:
        found.append("the lesson does not teach it")
    return found


def _weak_options(item_id: str, tally: Tally) -> list[str]:
    """Wrong options, as ``slot:choice``, that were chosen in fewer than 5 % of the answers."""
    try:
        item = catalog.entry(item_id).item
    except catalog.NoSuchItem:
        return []
    return [pick for pick in _wrong_picks(item) if tally.picks[pick] / tally.answers < WEAK_DISTRACTOR]


def _wrong_picks(item: Item) -> list[str]:
    slots = {"options": "answer", "clues": "clue", "acts": "act"}
    options = [(slots[field], option) for field, given in item.choice_sets() for option in given]
    if item.type_name == "multi":
        options = [("answer", option) for option in getattr(item, "options", [])]
    return [f"{slot}:{option.id}" for slot, option in options if not option.correct]
