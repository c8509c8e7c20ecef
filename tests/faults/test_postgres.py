"""PostgreSQL drops every connection, as a restart does: a clear answer, and by itself all is well again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, func, select, text

from app import create_app
from care.models import HelpAdult, HelpMessage
from core.clock import now
from core.database import db, writing
from core.settings import load
from tests.shelf_cache import share_with
from tests.world import csrf_of, make_world


@pytest.mark.postgres
def test_dropped_connections_come_back_and_a_repeated_form_counts_once(tmp_path: Path, postgres_database: str) -> None:
    share_with(tmp_path)
    app = create_app(
        load({}, INSTANCE_PATH=tmp_path, DATABASE_URL=postgres_database, LOG_LEVEL="CRITICAL"), TESTING=True
    )
    with app.app_context():
        app.extensions["alembic"].upgrade()
        with writing(db.session):
            world = make_world(db.session, now())
            adult = HelpAdult(
                school_id=world.ids["gsv-school"], staff_id=world.ids["bo"], task="vertrouwenspersoon", named_at=now()
            )
            db.session.add(adult)
            db.session.flush()
            form = {"adult": adult.key, "words": "Wil je met me praten?", "once": "x"}
    world.app = app
    browser = world.browser("noor")
    form["csrf_token"] = csrf_of(browser, "/hulp/bericht")
    assert browser.post("/hulp/bericht", data=form).status_code == 303
    drop_all(postgres_database)
    answers = [browser.post("/hulp/bericht", data=form).status_code for _ in range(3)]
    assert set(answers) <= {303, 503} and answers[-1] == 303, answers
    drop_all(postgres_database)
    assert [browser.get("/hulp").status_code for _ in range(3)][-1] == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(HelpMessage)) == 1
        db.session.rollback()
        db.engine.dispose()


def drop_all(address: str) -> None:
    """End every other connection to this database."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
