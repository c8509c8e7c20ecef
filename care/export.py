"""Everything the site keeps about one child, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, inspect, or_, select
from sqlalchemy.orm import Session

from care.inventory import INVENTORY, LOGS, Holding
from quizzes.models import Attempt
from school.models import Pupil


@dataclass(frozen=True)
class Count:
    """How many rows of one kind there are about a child."""

    holding: Holding
    rows: int


def counts(session: Session, pupil: Pupil) -> list[Count]:
    """Rows per kind about one child: what the child's own page shows."""
    return [Count(holding, sum(_count(session, table, pupil) for table in holding.tables)) for holding in INVENTORY]


def export(session: Session, pupil: Pupil) -> dict[str, Any]:
    """All rows about one child, by kind and table. Hashes of secrets are left out, and what is between the child and an
    adult it chose; everything else is there."""
    return {
        holding.name: {
            table.__tablename__: [_plain(row, holding) for row in session.scalars(_rows(table, pupil))]
            for table in holding.tables
        }
        for holding in INVENTORY
        if not holding.between
    }


def _rows(table: Any, pupil: Pupil) -> Any:
    if table is Pupil:
        return select(Pupil).where(Pupil.id == pupil.id)
    if table in LOGS:
        names = (f"pupil:{pupil.key}", f"pupil:{pupil.id}")
        return select(table).where(
            table.school_id == pupil.school_id, or_(table.subject.in_(names), table.actor.in_(names))
        )
    pointers = [
        column
        for column in table.__table__.columns
        if any(key.column.table.name == "pupil" for key in column.foreign_keys)
    ]
    if pointers:
        return select(table).where(or_(*(column == pupil.id for column in pointers)))
    return select(table).join(Attempt, table.attempt_id == Attempt.id).where(Attempt.pupil_id == pupil.id)


def _count(session: Session, table: Any, pupil: Pupil) -> int:
    return session.scalar(select(func.count()).select_from(_rows(table, pupil).subquery())) or 0


def _plain(row: Any, holding: Holding) -> Mapping[str, Any]:
    values = {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
    return {name: _json(value) for name, value in values.items() if name not in holding.hidden}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
