"""Adding rows so that the same thing counts once, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.database import Base

R = TypeVar("R", bound=Base)


def insert_once(session: Session, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless a unique index already holds it; True when it was inserted."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(values).on_conflict_do_nothing()
    # A driver's row count is not to be trusted here; the key that comes back is.
    return session.execute(insert.returning(*inspect(table).primary_key)).first() is not None


def held(session: Session, table: type[R], key: dict[str, Any], start: dict[str, Any]) -> R:
    """The row with primary key ``key``, locked until the transaction ends; made from ``start`` where it lacks.

    Two transactions may find nothing at the same time: the insert lets one of them through, and both then read the
    one row, the second as soon as the first has ended.
    """
    session.flush()
    row = session.get(table, key, with_for_update=True, populate_existing=True)
    if row is None:
        insert_once(session, table, {**key, **start})
        row = session.get_one(table, key, with_for_update=True, populate_existing=True)
    return row
