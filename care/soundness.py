"""Is the database whole? SQLite notices a damaged page only when it reads it; so everything is read at the start."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError, OperationalError


def fault_of(engine: Engine) -> str:
    """What is wrong with the database file, in a few words; empty when nothing is, or when it cannot be asked now.

    About a second per gigabyte. PostgreSQL checks its own pages.
    """
    if engine.dialect.name != "sqlite":
        return ""
    try:
        connection = engine.raw_connection()
    except (OperationalError, sqlite3.OperationalError):
        return ""  # busy or a full disk: passes by itself, and pages say so
    except (DatabaseError, sqlite3.DatabaseError) as error:
        return str(getattr(error, "orig", error))
    try:
        with closing(connection.cursor()) as cursor:
            verdict = str(cursor.execute("PRAGMA quick_check(1)").fetchone()[0])
    except Exception as error:  # noqa: BLE001 - the driver's own error of an unreadable file
        return str(error)
    finally:
        connection.close()
    return "" if verdict == "ok" else verdict
