"""Opening and closing the start and end measurement of a class, and making it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import note
from core.clock import local_day, school_year
from core.database import writing
from progress.commands import Person
from progress.storage import insert_once
from quizzes import catalog
from quizzes.commands.attempts import add_attempt
from quizzes.models import Measurement, StatementAnswer
from quizzes.queries.attempts import AttemptView, view_of
from quizzes.queries.measurement import attempt_of, complete_forms, forms_begun, open_phase
from quizzes.refusals import NoForms, NotOpen, StatementMissing
from quizzes.rules.measuring import form_for


def open_measurement(
    session: Session, *, school_id: int, class_id: int, class_key: str, phase: str, actor: str, at: datetime
) -> None:
    """Open a measurement for a class, or open it again; the other one is closed. Raises NoForms."""
    if not complete_forms():
        raise NoForms
    year = school_year(local_day(at))
    with writing(session):
        _close_all(session, class_id, year, at)
        match = {"class_id": class_id, "year": year, "phase": phase}
        row = session.scalars(select(Measurement).filter_by(**match)).first()
        if row is None:
            session.add(Measurement(**match, school_id=school_id, opened_at=at))
        else:
            row.closed_at = None
        _note(session, school_id, class_key, "measurement.open", phase, actor, at)


def close_measurement(
    session: Session, *, school_id: int, class_id: int, class_key: str, phase: str, actor: str, at: datetime
) -> None:
    """Close whatever measurement is open for a class. Pupils keep what they answered."""
    with writing(session):
        _close_all(session, class_id, school_year(local_day(at)), at)
        _note(session, school_id, class_key, "measurement.close", phase, actor, at)


def begin_measurement(session: Session, *, person: Person, at: datetime, rng: Random) -> AttemptView:
    """Start the measurement that is open for the pupil's class, or go on with it. Raises NotOpen."""
    year = school_year(local_day(at))
    with writing(session):
        phase = open_phase(session, person.class_id or 0, year)
        if not phase or not complete_forms():
            raise NotOpen
        own = attempt_of(session, person.pupil_id, phase, year)
        if own is not None:
            return view_of(session, own)
        start = attempt_of(session, person.pupil_id, "start", year) if phase == "end" else None
        begun = forms_begun(session, person.class_id or 0, phase, year)
        form = form_for(begun, str(start.plan[0]) if start else None, coin=rng.random() < 0.5)
        items = [item.id for item in catalog.shelf().forms[form].items]
        return add_attempt(session, person=person, kind=phase, module="", items=items, at=at, rng=rng, plan=[form])


def answer_statements(session: Session, *, person: Person, faces: Mapping[str, str], at: datetime) -> None:
    """Keep the face chosen for every statement, once. Raises NotOpen, StatementMissing."""
    year = school_year(local_day(at))
    spec = catalog.shelf().statements
    with writing(session):
        phase = open_phase(session, person.class_id or 0, year)
        attempt = attempt_of(session, person.pupil_id, phase, year) if phase else None
        if attempt is None or attempt.finished_at is None or spec is None:
            raise NotOpen
        known = {face.id for face in spec.faces}
        if any(faces.get(one.id) not in known for one in spec.statements):
            raise StatementMissing
        for one in spec.statements:
            row = {"attempt_id": attempt.id, "statement": one.id, "school_id": person.school_id}
            insert_once(session, StatementAnswer, {**row, "face": faces[one.id]})


def _close_all(session: Session, class_id: int, year: int, at: datetime) -> None:
    query = select(Measurement).where(
        Measurement.class_id == class_id, Measurement.year == year, Measurement.closed_at.is_(None)
    )
    for row in session.scalars(query):
        row.closed_at = at


def _note(session: Session, school_id: int, class_key: str, action: str, phase: str, actor: str, at: datetime) -> None:
    subject = f"class:{class_key}"
    note(session, school_id=school_id, actor=actor, action=action, subject=subject, at=at, facts={"phase": phase})
