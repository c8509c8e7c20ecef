"""What pupils leave behind in a school year, written into the tables in bulk: for the bench, never for the site.

Every row is of the kind and size that the pages make: a quiz of eight for each module, a refresher of three a week, the
simulations of the lessons, the summaries, the audit. Seals are left out (a made-up chain would be a broken one).
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core.audit import AuditEntry, RecordRead
from core.database import Base, writing
from lessons import catalog as lessons
from lessons.models import LessonProgress, StepState
from progress.models import Evidence, GoalState, ItemMemory, ModuleState, StepMemory
from quizzes import catalog as quizzes
from quizzes.models import Attempt
from quizzes.types.base import Item

QUIZ, REFRESHER, WEEKS = 8, 3, 36
ACTIONS = 4
"""Simulations of a module whose outcome is evidence."""
ACTS = 20
"""Acts in the audit, a pupil and year."""
DIGEST = "0" * 64

_numbers = itertools.count(1)
"""Keys of attempts, rising, so that the ids of new ones are found in one go."""

Row = dict[str, Any]
Rows = dict[type[Base], list[Row]]


@dataclass(frozen=True)
class Sheet:
    """What there is to do: modules with their items and the ids of their steps."""

    modules: dict[str, tuple[list[Item], list[str]]]

    @classmethod
    def of_site(cls) -> Sheet:
        """The content that the site has loaded."""
        return cls(
            {
                one.slug: (quizzes.bank_items(one.slug), [step.id for step in one.steps])
                for one in lessons.modules()
                if one.slug in quizzes.shelf().banks
            }
        )


@dataclass(frozen=True)
class Child:
    """Whose rows they are; ``class_id`` is the class of the year that is written."""

    id: int
    school_id: int
    class_id: int


def add_years(
    session: Session, children: Sequence[Child], years: Iterable[int], *, running: int, rng: random.Random
) -> None:
    """One school year after the other for ``children``; summaries are those of the year ``running``.

    A year is done whole: all modules by all. What is kept by (pupil, module) stands once, whatever the years.
    """
    sheet = Sheet.of_site()
    for year in sorted(years):
        rows: Rows = defaultdict(list)
        for child in children:
            for model, found in _year(sheet, child, year, rng).items():
                rows[model] += found
            if year == running:
                for model, found in _summaries(sheet, child, year, rng).items():
                    rows[model] += found
        rows[RecordRead] = _looks(children[0], year)
        with writing(session):
            for model, found in rows.items():
                session.execute(insert(Base.metadata.tables[model.__tablename__]), found)
            answers = list(_answers(session, rows[Attempt], children[0].school_id, rng))
            session.execute(insert(Base.metadata.tables["attempt_answer"]), answers)


def _year(sheet: Sheet, child: Child, year: int, rng: random.Random) -> Rows:
    start = datetime(year, 8, 25, 8, tzinfo=UTC)
    rows: Rows = {Evidence: [], Attempt: [], StepState: [], LessonProgress: [], AuditEntry: []}
    everything = [(slug, item) for slug, (items, _steps) in sheet.modules.items() for item in items]
    for number, (slug, (items, steps)) in enumerate(sheet.modules.items()):
        at = start + timedelta(days=18 * number, minutes=rng.randint(0, 90))
        chosen = rng.sample(items, min(QUIZ, len(items)))
        rows[Attempt].append(_attempt(child, year, "quiz", slug, [item.id for item in chosen], at, rng))
        rows[Evidence] += [_evidence(child, year, "quiz", slug, item, at, rng) for item in chosen]
        rows[Evidence] += [_action(child, year, slug, step, at, rng) for step in steps[:ACTIONS]]
        rows[StepState] += [_step(child, year, slug, step, at) for step in steps]
        rows[LessonProgress].append(
            {
                **_in_class(child),
                "module": slug,
                "year": year,
                "step": "",
                "step_since": at,
                "done": len(steps),
                "total": len(steps),
                "started_at": at,
                "finished_at": at,
            }
        )
    for week in range(WEEKS):
        at = start + timedelta(weeks=week, days=2, minutes=rng.randint(0, 90))
        asked = rng.sample(everything, min(REFRESHER, len(everything)))
        rows[Attempt].append(_attempt(child, year, "refresher", "", [item.id for _, item in asked], at, rng))
        rows[Evidence] += [_evidence(child, year, "refresher", slug, item, at, rng) for slug, item in asked]
    rows[AuditEntry] = [
        {
            "school_id": child.school_id,
            "at": start + timedelta(days=10 * n),
            "actor": f"pupil:{child.id}",
            "action": "sign-in",
            "subject": f"pupil:{child.id}",
            "facts": {},
        }
        for n in range(ACTS)
    ]
    return rows


def _in_class(child: Child) -> Row:
    return {"school_id": child.school_id, "pupil_id": child.id, "class_id": child.class_id}


def _attempt(
    child: Child, year: int, kind: str, module: str, items: list[str], at: datetime, rng: random.Random
) -> Row:
    return {
        "key": f"zzz{next(_numbers):09d}",
        **_in_class(child),
        "kind": kind,
        "module": module,
        "year": year,
        "seed": f"{rng.getrandbits(128):032x}",
        "items": items,
        "plan": [],
        "started_at": at,
        "finished_at": at + timedelta(minutes=8),
    }


def _evidence(child: Child, year: int, source: str, slug: str, item: Item, at: datetime, rng: random.Random) -> Row:
    return {
        **_in_class(child),
        "token": f"{rng.getrandbits(160):040x}",
        "year": year,
        "at": at,
        "kind": "answer",
        "source": source,
        "module": slug,
        "name": item.id,
        "goal": item.goal,
        "agreement": item.agreement,
        "language": "nl",
        "digest": DIGEST,
        "right": rng.random() < 0.8,
        "unsure": False,
        "protective": False,
        "first": source == "quiz",
        "tags": [],
        "picks": [["answer", "a"]],
    }


def _action(child: Child, year: int, slug: str, step: str, at: datetime, rng: random.Random) -> Row:
    return {
        **_in_class(child),
        "token": f"{rng.getrandbits(160):040x}",
        "year": year,
        "at": at,
        "kind": "action",
        "source": "step",
        "module": slug,
        "name": step,
        "goal": "",
        "agreement": "",
        "language": "nl",
        "digest": DIGEST,
        "right": rng.random() < 0.8,
        "unsure": False,
        "protective": True,
        "first": True,
        "tags": [],
        "picks": [],
    }


def _step(child: Child, year: int, slug: str, step: str, at: datetime) -> Row:
    return {
        "pupil_id": child.id,
        "module": slug,
        "year": year,
        "step": step,
        "school_id": child.school_id,
        "language": "nl",
        "first": {"guess": "a"},
        "last": {"guess": "b"},
        "tries": {"guess": 2},
        "tokens": [f"{step}-{n}" for n in range(2)],
        "started_at": at,
        "finished_at": at + timedelta(minutes=3),
    }


def _answers(session: Session, attempts: list[Row], school_id: int, rng: random.Random) -> Iterator[Row]:
    lowest = min(row["key"] for row in attempts)
    found = session.execute(select(Attempt.key, Attempt.id).where(Attempt.key >= lowest))
    ids = {row.key: row.id for row in found}
    for row in attempts:
        for item in row["items"]:
            yield {
                "attempt_id": ids[row["key"]],
                "item": item,
                "school_id": school_id,
                "goal": quizzes.entry(item).item.goal,
                "picks": [["answer", "a"]],
                "right": rng.random() < 0.8,
                "digest": DIGEST,
                "answered_at": row["finished_at"],
            }


def _summaries(sheet: Sheet, child: Child, year: int, rng: random.Random) -> Rows:
    at = datetime(year, 8, 26, 9, tzinfo=UTC)
    own = {"pupil_id": child.id, "school_id": child.school_id}
    rows: Rows = {ItemMemory: [], GoalState: [], ModuleState: [], StepMemory: []}
    for slug, (items, steps) in sheet.modules.items():
        rows[ItemMemory] += [
            dict(
                own,
                item=item.id,
                module=slug,
                goal=item.goal,
                agreement=item.agreement,
                seen_at=at,
                right=rng.random() < 0.8,
                tags=[],
            )
            for item in items
        ]
        for goal in sorted({item.goal for item in items}):
            last = [[item.id, rng.random() < 0.8] for item in items if item.goal == goal][:2]
            rows[GoalState].append(dict(own, module=slug, goal=goal, last=last, updated_at=at))
        rows[ModuleState].append(
            dict(own, module=slug, mastered_at=at, renewed_at=None, protective_at=at, updated_at=at)
        )
        rows[StepMemory] += [
            dict(own, module=slug, step=step, right_first=True, protective=True, times=1, last_at=at)
            for step in steps[:ACTIONS]
        ]
    return rows


def _looks(child: Child, year: int) -> list[Row]:
    """What the staff of a class looked at: one row a school day."""
    day = datetime(year, 8, 25, tzinfo=UTC).date()
    return [
        {
            "school_id": child.school_id,
            "day": day + timedelta(days=n),
            "actor": "staff:0",
            "kind": "live",
            "subject": f"class:{child.class_id}",
        }
        for n in range(200)
    ]
