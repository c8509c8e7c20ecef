"""The database session, what every table shares, and the one way to write.

Reading needs nothing special. Writing happens inside ``writing(session)``: on SQLite that is BEGIN IMMEDIATE,
so that two writers queue up instead of failing on a stale snapshot (a plain BEGIN lost 259 of 320 updates
under eight threads), and COMMIT comes before anything is said to the person.
"""

from __future__ import annotations

import os
import secrets
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, String, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from core.turns import TurnNotCome, Turns

db = SQLAlchemy(session_options={"expire_on_commit": False})

PATIENCE = 8.0
"""Seconds that a writer waits for others."""

_turns: weakref.WeakKeyDictionary[Engine | Connection, Turns] = weakref.WeakKeyDictionary()
_intent: ContextVar[bool] = ContextVar("netjes_writing", default=False)

KEY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 12


class WriteOutsideTransaction(RuntimeError):
    """Something was about to be written outside ``writing(session)``: a fault in the program."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive values, gives aware ones back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[Any]: JSON,
        str: String(200),
    }


def new_key() -> str:
    """A fresh opaque id for addresses: 12 characters without look-alikes (about 59 bits; never a secret)."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


class Keyed:
    """Rows that appear in addresses: ``id`` stays on the server, ``key`` is what people see."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """One transaction that writes: everything in it is on disk when the block ends, or nothing is.

    Ends the read snapshot the session may hold first, so re-read inside the block what a decision rests on.
    Nested use joins the outer transaction.
    """
    if _intent.get():
        yield session
        return
    session.commit()
    token = _intent.set(True)
    try:
        with _turn(session):
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
    finally:
        _intent.reset(token)


@contextmanager
def _turn(session: Session) -> Iterator[None]:
    """On a SQLite file: wait in line. Raises OperationalError, as SQLite would, when the turn does not come."""
    turns = _turns.get(session.get_bind())
    if turns is None:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(turns.taken(PATIENCE))
        except (TurnNotCome, OSError) as problem:  # OSError: a full disk, before the two files were made
            raise OperationalError("BEGIN IMMEDIATE", None, problem) from problem
        yield


def is_writing() -> bool:
    """True inside ``writing(session)``."""
    return _intent.get()


def prepare_engine(engine: Engine) -> None:
    """Teach an engine the rules above; safe to call once per engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        if engine.url.database not in (None, "", ":memory:"):
            _turns[engine] = Turns(Path(str(engine.url.database)))
    if hasattr(os, "register_at_fork"):  # a connection cannot be shared between processes
        weak = weakref.ref(engine)
        os.register_at_fork(after_in_child=lambda: _leave_connections(weak()))


def _leave_connections(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose(close=False)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE * 1000:.0f}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _intent.get() else "BEGIN")


@event.listens_for(Session, "before_flush")
def _only_inside_writing(session: Session, _context: Any, _instances: Any) -> None:
    dirty = [row for row in session.dirty if session.is_modified(row)]
    if not _intent.get() and (session.new or dirty or session.deleted):
        raise WriteOutsideTransaction("use writing(session)")
