"""A site of its own inside the test's process, on a file, with a child who has a form open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from app import create_app
from care.models import HelpAdult, HelpMessage
from core.clock import now
from core.database import db, writing
from core.settings import load
from tests.shelf_cache import share_with
from tests.world import World, csrf_of, make_world


@contextmanager
def a_site(folder: Path) -> Iterator[World]:
    """A site of its own on a file, with an adult whom children may write to."""
    world = started(folder)
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        made = make_world(db.session, now())
        db.session.add(
            HelpAdult(
                school_id=made.ids["gsv-school"], staff_id=made.ids["bo"], task="vertrouwenspersoon", named_at=now()
            )
        )
    made.app = world.app
    yield made
    with world.app.app_context():
        db.engine.dispose()


def started(folder: Path) -> World:
    folder.mkdir(exist_ok=True)
    share_with(folder)
    app = create_app(load({}, INSTANCE_PATH=folder, LOG_LEVEL="CRITICAL"), TESTING=True)
    with app.app_context():
        if not (folder / "copied").exists():
            app.extensions["alembic"].upgrade()
    return World(app=app)


def folder_of(world: World) -> Path:
    assert world.app is not None
    path: Path = world.app.extensions["settings"].instance_path
    return path


class Child:
    """Noor with the form for help open: one answer, sent as often as it takes."""

    def __init__(self, world: World) -> None:
        assert world.app is not None
        self.world, self.browser = world, world.browser("noor")
        self.token = csrf_of(self.browser, "/hulp/bericht")
        with world.app.app_context():
            self.adult = db.session.scalars(select(HelpAdult.key)).one()
            db.session.rollback()

    def send(self, words: str = "Wil je met me praten?", once: str = "x") -> TestResponse:
        form = {"csrf_token": self.token, "adult": self.adult, "words": words, "once": once}
        return self.browser.post("/hulp/bericht", data=form)

    @property
    def stored(self) -> int:
        assert self.world.app is not None
        with self.world.app.app_context():
            found = db.session.scalar(select(func.count()).select_from(HelpMessage)) or 0
            db.session.rollback()
        return found


@contextmanager
def pragma(app: Flask, statement: str) -> Iterator[None]:
    """Every connection of the site opened from now on is told ``statement``."""

    def tell(connection: Any, _record: Any) -> None:
        connection.execute(statement).fetchall()

    with app.app_context():
        engine = db.engine
        engine.dispose()
        event.listen(engine, "connect", tell)
    try:
        yield
    finally:
        event.remove(engine, "connect", tell)
        engine.dispose()
