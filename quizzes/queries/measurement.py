"""Where a class and a pupil stand with the start and end measurement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from quizzes import catalog
from quizzes.models import PHASES, Attempt, Measurement, StatementAnswer
from quizzes.queries.attempts import AttemptView, view_of


@dataclass(frozen=True)
class MeasurementState:
    """One pupil. ``phase`` is the measurement that is open for the class, empty when none is; ``finished_end`` the
    end measurement that may be looked back at."""

    phase: str
    attempt: AttemptView | None
    statements_done: bool
    finished_end: AttemptView | None

    @property
    def waiting(self) -> bool:
        """True when there is something to do."""
        return bool(self.phase) and not self.done

    @property
    def done(self) -> bool:
        return self.attempt is not None and self.attempt.finished_at is not None and self.statements_done


@dataclass(frozen=True)
class PhaseState:
    """One measurement of one class: since when it is open, when it was closed, how many began and finished."""

    phase: str
    opened_at: datetime | None
    closed_at: datetime | None
    begun: int
    finished: int

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


def complete_forms() -> bool:
    """True when both forms and the statements are on the shelf."""
    shelf = catalog.shelf()
    return set(catalog.FORM_NAMES) <= set(shelf.forms) and shelf.statements is not None


def open_phase(session: Session, class_id: int, year: int) -> str:
    """The measurement that is open for a class, or an empty string."""
    query = select(Measurement.phase).where(
        Measurement.class_id == class_id, Measurement.year == year, Measurement.closed_at.is_(None)
    )
    return session.scalars(query.order_by(Measurement.id.desc())).first() or ""


def measurement_state(session: Session, pupil_id: int, class_id: int, at: datetime) -> MeasurementState:
    """Where one pupil stands at ``at``."""
    year = school_year(local_day(at))
    phase = open_phase(session, class_id, year) if complete_forms() else ""
    own = {kind: attempt_of(session, pupil_id, kind, year) for kind in PHASES}
    attempt = own.get(phase)
    answered = attempt is not None and _statements_answered(session, attempt.id)
    end = own["end"]
    over = end is not None and end.finished_at is not None
    return MeasurementState(
        phase,
        view_of(session, attempt) if attempt else None,
        bool(answered),
        view_of(session, end) if end and over else None,
    )


def attempt_of(session: Session, pupil_id: int, kind: str, year: int) -> Attempt | None:
    """The pupil's start or end measurement of a school year."""
    query = select(Attempt).where(Attempt.pupil_id == pupil_id, Attempt.kind == kind, Attempt.year == year)
    return session.scalars(query.order_by(Attempt.id.desc())).first()


def class_phases(session: Session, class_id: int, year: int) -> list[PhaseState]:
    """Both measurements of a class, start first; two statements."""
    rows = {
        row.phase: row
        for row in session.scalars(
            select(Measurement).where(Measurement.class_id == class_id, Measurement.year == year)
        )
    }
    counts = {
        kind: (begun, finished)
        for kind, begun, finished in session.execute(
            select(Attempt.kind, func.count(Attempt.id), func.count(Attempt.finished_at))
            .where(Attempt.class_id == class_id, Attempt.year == year, Attempt.kind.in_(PHASES))
            .group_by(Attempt.kind)
        )
    }
    found = []
    for phase in PHASES:
        row, (begun, finished) = rows.get(phase), counts.get(phase, (0, 0))
        found.append(PhaseState(phase, row.opened_at if row else None, row.closed_at if row else None, begun, finished))
    return found


def forms_begun(session: Session, class_id: int, kind: str, year: int) -> list[str]:
    """The forms that pupils of a class have begun."""
    plans = session.scalars(
        select(Attempt.plan).where(Attempt.class_id == class_id, Attempt.kind == kind, Attempt.year == year)
    )
    return [str(plan[0]) for plan in plans if plan]


def _statements_answered(session: Session, attempt_id: int) -> bool:
    query = select(StatementAnswer.statement).where(StatementAnswer.attempt_id == attempt_id)
    return session.scalars(query.limit(1)).first() is not None
