"""What an answer leaves outside the record: own words, a vote without a name, an object in the terrarium.

To be called inside ``writing(session)``.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lessons.models import ClassLesson, ClassVote, StepState, TeachBack
from lessons.queries import telling as find_telling
from lessons.steps.play import Telling
from progress.storage import held, insert_once


def keep_telling(
    session: Session, *, row: StepState, class_id: int, language: str, telling: Telling, at: datetime
) -> None:
    """Keep what a pupil explained in ``language``; a new text replaces the old one and is unread."""
    found = find_telling(session, row.pupil_id, row.module, row.year, row.step)
    if found is None:
        found = TeachBack(
            school_id=row.school_id, pupil_id=row.pupil_id, module=row.module, year=row.year, step=row.step
        )
        session.add(found)
    elif found.text != telling.text:
        found.read_at, found.read_by, found.reply, found.hidden_by = None, None, "", None
    if (found.text, found.plan_text) != (telling.text, telling.plan_text):
        found.language = language
    found.class_id, found.written_at = class_id, at
    found.text, found.told = telling.text, telling.told
    found.plan, found.plan_text = telling.plan, telling.plan_text


def count_vote(session: Session, school_id: int, class_id: int, module: str, step: str, vote: tuple[str, str]) -> None:
    """Add one vote (moment, choice) to the totals of the class."""
    moment, choice = vote
    key = {"class_id": class_id, "module": module, "step": step, "moment": moment}
    insert_once(session, ClassVote, {**key, "school_id": school_id, "agree": 0, "unsure": 0, "disagree": 0})
    column = getattr(ClassVote, choice)
    session.execute(
        update(ClassVote)
        .where(*(getattr(ClassVote, name) == value for name, value in key.items()))
        .values({choice: column + 1})
        .execution_options(synchronize_session=False)
    )


def first_of_class(session: Session, school_id: int, class_id: int, module: str, at: datetime) -> None:
    """The first child of the class that finishes a module puts its object in the terrarium."""
    start = {"school_id": school_id, "off": [], "open_step": "", "hidden": False}
    row = held(session, ClassLesson, {"class_id": class_id, "module": module}, start)
    row.finished_at = row.finished_at or at
