"""On what the class is divided: latest answers of each pupil, in questions and in practice; one statement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.asked import Asked, questions_of
from classroom.constants import DIVIDED_ANSWERS, DIVIDED_ITEMS
from classroom.rules.division import Counted, most_divided, two_sides
from core.text import Settings
from progress.models import Evidence
from quizzes.catalog import bank_items, shelf

MEASURED = ("start", "end")
"""Answers of a measurement take no part: children get no feedback on them before the end."""


@dataclass(frozen=True)
class Answers:
    """One question with each pupil's latest answer to it, counted; ``unsure``: *weet ik niet*."""

    asked: Asked
    counts: dict[str, int]
    unsure: int

    @property
    def total(self) -> int:
        """How many chose an answer."""
        return sum(self.counts.values())

    @property
    def sides(self) -> tuple[str, str]:
        """The two answers chosen most."""
        return two_sides(Counted("", self.counts))


def divided_on(session: Session, pupil_ids: Collection[int], slug: str, year: int, settings: Settings) -> list[Answers]:
    """The two questions of a module on which these pupils are most divided, of those with at least 8 answers."""
    found = answers_in(session, pupil_ids, slug, year, settings)
    questions = [Counted(f"{name}#{part}", one.counts) for (name, part), one in found.items()]
    chosen = most_divided(questions, at_least=DIVIDED_ANSWERS, how_many=DIVIDED_ITEMS)
    return [found[_name(one.name)] for one in chosen]


def answers_in(
    session: Session, pupil_ids: Collection[int], slug: str, year: int, settings: Settings
) -> dict[tuple[str, str], Answers]:
    """(name, part) → the latest answers of this school year, for every question that was answered."""
    asked = asked_in(slug, settings)
    parts: dict[str, list[str]] = defaultdict(list)
    for name, part in asked:
        parts[name].append(part)
    rows = session.execute(
        select(Evidence.pupil_id, Evidence.name, Evidence.picks, Evidence.unsure)
        .where(
            Evidence.pupil_id.in_(pupil_ids),
            Evidence.module == slug,
            Evidence.year == year,
            Evidence.source.not_in(MEASURED),
        )
        .order_by(Evidence.at, Evidence.id)
    )
    latest = {(pupil_id, name): (dict(picks), unsure) for pupil_id, name, picks, unsure in rows}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    silent: Counter[tuple[str, str]] = Counter()
    for (_pupil, name), (chosen, unsure) in latest.items():
        for part in parts.get(name, ()):
            if unsure:
                silent[name, part] += 1
            elif asked[name, part].choice(chosen.get(part, "")):
                counts[name, part][chosen[part]] += 1
    return {
        key: Answers(asked[key], {one.id: counts[key][one.id] for one in asked[key].choices}, silent[key])
        for key in sorted({*counts, *silent})
    }


def _name(joined: str) -> tuple[str, str]:
    name, _hash, part = joined.rpartition("#")
    return name, part


def asked_in(slug: str, settings: Settings) -> dict[tuple[str, str], Asked]:
    """Everything that can be asked in a module at a school with ``settings``."""
    module = catalog.at_school(slug, settings)
    if module is None:
        return {}
    return questions_of(module, bank_items(slug) if slug in shelf().banks else [], settings)
