"""Where pupils are in a module, and what they did; plain data, a fixed number of statements each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from lessons import catalog
from lessons.models import ClassLesson, ClassVote, LessonProgress, StepDraft, StepState, TeachBack
from lessons.schema import Module
from lessons.steps import AnyStep
from lessons.steps.keuzeverhaal import Keuzeverhaal
from lessons.steps.play import FRESH, Record
from quizzes.models import Attempt
from quizzes.queries.attempts import AttemptView, view_of
from school.models import Pupil

FLASH_KIND = "refresher"
"""To the evidence a flash round is a refresher; it is no session of one, since it names its place."""

FLASH_PLACE = "flits"
"""What the attempt of a flash round has for a module; refreshers have none."""

CLASS_TOTALS_FROM = 5
"""Votes of a class are shown from this many on."""


@dataclass(frozen=True)
class Arranged:
    """What the teacher arranged for a class in a module."""

    off: tuple[str, ...] = ()
    open_step: str = ""
    paused: bool = False
    live_until: datetime | None = None


@dataclass(frozen=True)
class Walk:
    """One pupil's way through a module: its steps in order, with what is kept of each."""

    module: Module
    steps: tuple[AnyStep, ...]
    records: dict[str, Record]
    arranged: Arranged
    started: bool = False

    def record(self, step_id: str) -> Record:
        return self.records.get(step_id, FRESH)

    @property
    def current(self) -> AnyStep | None:
        """The first step that is not done; None when all are."""
        return next((step for step in self.steps if not self.record(step.id).done), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(self.record(step.id).done for step in self.steps)

    def reached(self, step_id: str) -> bool:
        """True for a step that is done, that comes next, or that the teacher opened."""
        if step_id == self.arranged.open_step or self.record(step_id).done:
            return True
        return self.current is not None and self.current.id == step_id

    def number(self, step_id: str) -> int:
        """Place of a step on this way, from 1."""
        return [step.id for step in self.steps].index(step_id) + 1

    def neighbours(self, step_id: str) -> tuple[AnyStep | None, AnyStep | None]:
        """The steps before and after."""
        place = self.number(step_id) - 1
        before = self.steps[place - 1] if place else None
        return before, self.steps[place + 1] if place + 1 < len(self.steps) else None

    def went_over(self, step: str, turn: str, choice: str) -> bool:
        """True when the path continued last in a keuzeverhaal went over that choice."""
        path: dict[str, str] = self.record(step).last.get("path", {})
        return path.get(turn) == choice

    def predicted(self, step: str) -> list[str]:
        """The options chosen in the prediction of a verhaal."""
        guess: list[str] = self.record(step).last.get("guess", [])
        return guess


# Asked with every page of every pupil, so they are put together once.
_HERE = (ClassLesson.off, ClassLesson.open_step, ClassLesson.paused_at, ClassLesson.live_until)
_ARRANGED = select(*_HERE).where(ClassLesson.class_id == bindparam("class"), ClassLesson.module == bindparam("module"))
_WALK = (
    select(LessonProgress.pupil_id.label("begun"), *_HERE)
    .select_from(Pupil)
    .outerjoin(
        LessonProgress,
        (LessonProgress.pupil_id == Pupil.id)
        & (LessonProgress.module == bindparam("module"))
        & (LessonProgress.year == bindparam("year")),
    )
    .outerjoin(ClassLesson, (ClassLesson.class_id == bindparam("class")) & (ClassLesson.module == bindparam("module")))
    .where(Pupil.id == bindparam("pupil"))
)
_STEPS = select(StepState.step, StepState.first, StepState.last, StepState.tries, StepState.finished_at).where(
    StepState.pupil_id == bindparam("pupil"),
    StepState.module == bindparam("module"),
    StepState.year == bindparam("year"),
)


def arranged(session: Session, class_id: int, module: str) -> Arranged:
    """What the teacher arranged; nothing special where no row is."""
    return _as_arranged(session.execute(_ARRANGED, {"class": class_id, "module": module}).first())


def _as_arranged(row: Any) -> Arranged:
    if row is None or row.off is None:
        return Arranged()
    return Arranged(tuple(row.off), row.open_step, row.paused_at is not None, row.live_until)


def shown_modules(session: Session, class_id: int) -> list[Module]:
    """The modules that a class sees, in the order its teacher chose; those without a place follow in the course's."""
    rows = {row.module: row for row in session.scalars(select(ClassLesson).where(ClassLesson.class_id == class_id))}
    shown = [module for module in catalog.modules() if module.slug not in rows or not rows[module.slug].hidden]
    last = len(shown) + 1

    def place(module: Module) -> int:
        row = rows.get(module.slug)
        return row.place if row and row.place else last

    return sorted(shown, key=place)


def walk(session: Session, *, pupil_id: int, class_id: int, route: str, module: Module, year: int) -> Walk:
    """The pupil's way through ``module`` in a school year."""
    asked = {"pupil": pupil_id, "class": class_id, "module": module.slug, "year": year}
    row = session.execute(_WALK, asked).first()
    here = _as_arranged(row)
    steps = tuple(catalog.steps_on(module, route, here.off))
    records = {row.step: record_of(row) for row in session.execute(_STEPS, asked)}
    return Walk(module, steps, records, here, started=row is not None and row.begun is not None)


def record_of(row: StepState | Row[Any]) -> Record:
    """The record kept in a row."""
    return Record(dict(row.first), dict(row.last), dict(row.tries), row.finished_at is not None)


def progress_of(session: Session, pupil_id: int, year: int) -> dict[str, LessonProgress]:
    """Module → how far the pupil is with it this school year."""
    mine = (LessonProgress.pupil_id == pupil_id, LessonProgress.year == year)
    return {row.module: row for row in session.scalars(select(LessonProgress).where(*mine))}


def class_progress(session: Session, pupil_ids: Collection[int], module: str, year: int) -> dict[int, LessonProgress]:
    """Pupil → how far, in one statement; who has not begun is left out."""
    query = select(LessonProgress).where(
        LessonProgress.pupil_id.in_(pupil_ids), LessonProgress.module == module, LessonProgress.year == year
    )
    return {row.pupil_id: row for row in session.scalars(query)}


def draft(session: Session, pupil_id: int, module: str, step: str) -> dict[str, Any]:
    """Field → words the pupil was writing here."""
    row = session.get(StepDraft, {"pupil_id": pupil_id, "module": module, "step": step})
    return dict(row.form) if row else {}


def telling(session: Session, pupil_id: int, module: str, year: int, step: str) -> TeachBack | None:
    """What the pupil explained in a step."""
    mine = (TeachBack.pupil_id == pupil_id, TeachBack.module == module, TeachBack.year == year, TeachBack.step == step)
    return session.scalars(select(TeachBack).where(*mine)).first()


def plan_of(session: Session, pupil_id: int, module: str) -> TeachBack | None:
    """The pupil's latest if-then plan in a module, for the refresher."""
    query = select(TeachBack).where(TeachBack.pupil_id == pupil_id, TeachBack.module == module, TeachBack.plan != "")
    return session.scalars(query.order_by(TeachBack.year.desc(), TeachBack.written_at.desc())).first()


def votes(session: Session, class_id: int, module: str, step: str) -> dict[str, dict[str, int]]:
    """Moment → vote → how many, only for moments with at least CLASS_TOTALS_FROM votes."""
    query = select(ClassVote).where(ClassVote.class_id == class_id, ClassVote.module == module, ClassVote.step == step)
    totals = {
        row.moment: {"agree": row.agree, "unsure": row.unsure, "disagree": row.disagree}
        for row in session.scalars(query)
    }
    return {moment: counts for moment, counts in totals.items() if sum(counts.values()) >= CLASS_TOTALS_FROM}


def choice_shares(
    session: Session, pupil_ids: Collection[int], module: str, year: int, step: Keuzeverhaal
) -> dict[str, dict[str, int]]:
    """Turn → choice → how many pupils went over it last; empty below CLASS_TOTALS_FROM pupils. Never who."""
    query = select(StepState.last).where(
        StepState.pupil_id.in_(pupil_ids), StepState.module == module, StepState.year == year, StepState.step == step.id
    )
    paths = [last.get("path", {}) for last in session.scalars(query)]
    if len(paths) < CLASS_TOTALS_FROM:
        return {}
    counts = {turn.id: Counter(path[turn.id] for path in paths if turn.id in path) for turn in step.turns}
    return {
        turn.id: {choice.id: counts[turn.id][choice.id] for choice in turn.choices}
        for turn in step.turns
        if counts[turn.id].total() >= CLASS_TOTALS_FROM
    }


def terrarium(session: Session, class_id: int) -> list[str]:
    """Modules whose object is in the class terrarium, in the order in which they came."""
    query = select(ClassLesson.module).where(ClassLesson.class_id == class_id, ClassLesson.finished_at.is_not(None))
    return list(session.scalars(query.order_by(ClassLesson.finished_at, ClassLesson.module)))


def last_walked(session: Session, pupil_id: int, module: str, steps: Sequence[str]) -> datetime | None:
    """When the pupil last walked one of these steps to its end, in any year."""
    query = select(StepState.finished_at, StepState.finished_again_at).where(
        StepState.pupil_id == pupil_id, StepState.module == module, StepState.step.in_(steps)
    )
    moments = [moment for row in session.execute(query) for moment in row if moment]
    return max(moments, default=None)


def last_flash(session: Session, pupil_id: int, year: int) -> AttemptView | None:
    """The pupil's latest flash round of a school year."""
    mine = (Attempt.pupil_id == pupil_id, Attempt.kind == FLASH_KIND, Attempt.module == FLASH_PLACE)
    row = session.scalars(select(Attempt).where(*mine, Attempt.year == year).order_by(Attempt.id.desc())).first()
    return view_of(session, row) if row else None
