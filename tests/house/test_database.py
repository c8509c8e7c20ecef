"""The tables: migrations lead to what the models say, on both databases, and every row knows its school."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect

import app as roof
from core.database import Base, db
from core.settings import load

WITHOUT_SCHOOL = {
    "school": "is the school",
    "budget": "counts tries of people who have not said who they are",
}
"""Tables that may do without a school, each with its reason."""


@contextmanager
def migrated(folder: Path, database: str) -> Iterator[Flask]:
    """The site on a database that was made by the migrations alone."""
    app = roof.create_app(load({}, INSTANCE_PATH=folder, DATABASE_URL=database, LOG_LEVEL="ERROR"))
    with app.app_context():
        app.extensions["alembic"].upgrade()
        yield app
        db.engine.dispose()


def differences(app: Flask) -> list[object]:
    found: list[object] = app.extensions["alembic"].compare_metadata()
    return found


def test_migrations_lead_to_the_models(tmp_path: Path) -> None:
    with migrated(tmp_path, "") as app:
        assert differences(app) == []


@pytest.mark.postgres
def test_migrations_lead_to_the_models_on_postgres(tmp_path: Path, postgres_database: str) -> None:
    with migrated(tmp_path, postgres_database) as app:
        assert differences(app) == []
        names = set(inspect(db.engine).get_table_names())
    assert set(Base.metadata.tables) <= names


def test_migrations_can_be_run_again(tmp_path: Path) -> None:
    with migrated(tmp_path, "") as app:
        assert not app.extensions["alembic"].needs_upgrade()
        app.extensions["alembic"].upgrade()


def test_every_table_knows_its_school(app: Flask) -> None:
    tables = Base.metadata.tables
    without = {name for name, table in tables.items() if "school_id" not in table.columns}
    assert without == set(WITHOUT_SCHOOL)


def test_rules_of_the_database_are_on(tmp_path: Path) -> None:
    """Foreign keys, write-ahead log and a commit that is on disk; each connection has to be told."""
    with migrated(tmp_path, ""), db.engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    assert read == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_migration_leaves_children_alone(tmp_path: Path) -> None:
    """Rebuilding a table on SQLite drops it: with foreign keys on that would take the rows that point at it along."""
    with migrated(tmp_path, "") as app:
        connection = app.extensions["alembic"].migration_context.connection
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 0
    engine = create_engine(f"sqlite:///{tmp_path / 'netjes.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
