"""One site per test process; every test starts from an empty database or from the cast of ``tests.world``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from app import create_app
from core.clock import set_clock
from core.database import Base, db, writing
from core.settings import load
from school.secrets import use_cheap_hashes
from tests.shelf_cache import share_with
from tests.world import World, make_world

# How long an example takes says something of the machine, nothing of the rule.
settings.register_profile("netjes", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("netjes")

MONDAY_MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
"""A school day in the middle of the autumn of 2026, half past nine at school."""

pytest_plugins = ["tests.postgres", "tests.browser", "tests.rendered"]


class Clock:
    """The site's clock in tests; ``at`` may be set or moved."""

    def __init__(self) -> None:
        self.at = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Flask]:
    """The site on a database with empty tables, of the kind that --database asks for."""
    use_cheap_hashes()
    folder = tmp_path_factory.mktemp("instance")
    share_with(folder)
    settings = load({}, INSTANCE_PATH=folder, DATABASE_URL=database_url, LOG_LEVEL="ERROR")
    app = create_app(settings, TESTING=True)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        db.engine.dispose()
    if not settings.database_url:
        shutil.copy(folder / "netjes.sqlite", folder / "empty.sqlite")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(site: Flask) -> Iterator[Flask]:
    """The site with nothing in its database."""
    _empty(site)
    for path in (site.extensions["settings"].instance_path).glob("heads.jsonl"):
        path.unlink()
    yield site
    set_clock(None)


@pytest.fixture
def clock(app: Flask) -> Clock:
    """The site's clock, standing still on a Monday morning."""
    clock = Clock()
    set_clock(clock)
    return clock


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database session inside an application context."""
    with app.app_context():
        yield db.session


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    """The cast; see ``tests.world``."""
    with app.app_context(), writing(db.session):
        world = make_world(db.session, clock.at)
    world.app = app
    return world


def _empty(site: Flask) -> None:
    folder: Path = site.extensions["settings"].instance_path
    with site.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite":
            engine.dispose()
            for name in ("netjes.sqlite-wal", "netjes.sqlite-shm"):
                (folder / name).unlink(missing_ok=True)
            shutil.copy(folder / "empty.sqlite", folder / "netjes.sqlite")
        else:
            # one message with all of them: five times as fast as one by one, twenty times as fast as TRUNCATE
            tables = [f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables)]
            with engine.begin() as connection:
                connection.exec_driver_sql("; ".join(tables))
