"""Who missed a lesson that the class did together; three statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.facts import PupilRow
from classroom.models import LiveLesson
from core.clock import local_day, school_year
from lessons.catalog import steps_on
from lessons.models import ClassLesson, StepState

Given = tuple[int, str, int]
"""Class, module and lesson (1 or 2) that was given and has ended."""


@dataclass(frozen=True)
class Missed:
    """A lesson that a pupil still has to do, with its usual minutes on the pupil's route."""

    module: str
    lesson: int
    minutes: int


def missed_by(session: Session, pupils: Mapping[int, Collection[PupilRow]], at: datetime) -> dict[int, list[Missed]]:
    """Pupil → the lessons of this school year that the class (the key) did and of which the pupil did no step."""
    year = school_year(local_day(at))
    given = _given(session, pupils, year)
    if not given:
        return {}
    done = _done(session, [pupil.id for group in pupils.values() for pupil in group], {g[1] for g in given}, year)
    off = _off(session, pupils)
    found: dict[int, list[Missed]] = defaultdict(list)
    for class_id, slug, lesson in given:
        module = catalog.module(slug)
        if module is None:
            continue
        for pupil in pupils[class_id]:
            steps = [s for s in steps_on(module, pupil.route, off.get((class_id, slug), ())) if s.lesson == lesson]
            if steps and not any((pupil.id, slug, step.id) in done for step in steps):
                found[pupil.id].append(Missed(slug, lesson, sum(step.minutes for step in steps)))
    return dict(found)


def _given(session: Session, class_ids: Iterable[int], year: int) -> list[Given]:
    rows = session.execute(
        select(LiveLesson.class_id, LiveLesson.module, LiveLesson.lesson, LiveLesson.started_at)
        .where(LiveLesson.class_id.in_(list(class_ids)), LiveLesson.ended_at.is_not(None))
        .order_by(LiveLesson.started_at)
    )
    found = [(c, m, n) for c, m, n, started in rows if school_year(local_day(started)) == year]
    return list(dict.fromkeys(found))


def _done(
    session: Session, pupil_ids: Collection[int], modules: Collection[str], year: int
) -> set[tuple[int, str, str]]:
    rows = session.execute(
        select(StepState.pupil_id, StepState.module, StepState.step).where(
            StepState.pupil_id.in_(pupil_ids),
            StepState.module.in_(modules),
            StepState.year == year,
            StepState.finished_at.is_not(None),
        )
    )
    return {(pupil, module, step) for pupil, module, step in rows}


def _off(session: Session, class_ids: Iterable[int]) -> dict[tuple[int, str], list[str]]:
    rows = session.execute(
        select(ClassLesson.class_id, ClassLesson.module, ClassLesson.off).where(
            ClassLesson.class_id.in_(list(class_ids))
        )
    )
    return {(class_id, module): off for class_id, module, off in rows}
