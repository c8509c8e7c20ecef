"""What was deleted is gone from the disk too: SQLite keeps the bytes of deleted rows until it is told not to."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


def leave_no_traces(engine: Engine) -> None:
    """Have every connection overwrite what it deletes with zeros; call once per engine. PostgreSQL has autovacuum."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _overwrite)


def empty_log(engine: Engine) -> None:
    """Bring the write-ahead log into the database and empty it, as far as nobody is reading."""
    _outside_transactions(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite(engine: Engine) -> None:
    """Write the whole database anew, so that no page holds leftovers of what was there; seconds for a large school."""
    _outside_transactions(engine, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def _outside_transactions(engine: Engine, *statements: str) -> None:
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        for statement in statements:
            with closing(connection.cursor()) as cursor:
                cursor.execute(statement)
                cursor.fetchall()
    finally:
        connection.close()


def _overwrite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA secure_delete=ON").fetchall()
