"""The database is locked, full, damaged or cut off, inside one process: what a child sees, and what is kept."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app import create_app
from care.soundness import fault_of
from core.clock import now
from core.database import db
from core.settings import load
from pledges.queries.checking import verify_school
from school.models import Pupil, School
from tests.faults.inside import Child, a_site, folder_of, pragma
from tests.faults.locks import held
from tests.pledges.showing import opens
from tests.pledges.test_pages import promises, signs
from tests.shelf_cache import share_with
from tests.world import World


@pytest.fixture
def site(tmp_path: Path) -> Iterator[World]:
    with a_site(tmp_path / "one") as made:
        yield made


def test_a_short_lock_is_waited_for(site: World) -> None:
    child, answers = Child(site), []
    with held(folder_of(site) / "netjes.sqlite") as other:
        sending = threading.Thread(target=lambda: answers.append(child.send().status_code))
        sending.start()
        sending.join(1)
        assert sending.is_alive(), "it waits"
        other.execute("ROLLBACK")
        sending.join(20)
    assert answers == [303] and child.stored == 1


def test_a_long_lock_is_a_clear_answer_and_the_same_form_counts_once(site: World) -> None:
    assert site.app is not None
    child = Child(site)
    with pragma(site.app, "PRAGMA busy_timeout=50"), held(folder_of(site) / "netjes.sqlite"):
        refused = child.send()
        assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
        assert "konden dit nog niet bewaren" in refused.get_data(as_text=True)
        assert child.browser.get("/hulp").status_code == 200, "reading goes on"
    assert child.stored == 0
    assert [child.send().status_code, child.send().status_code] == [303, 303]
    assert child.stored == 1


def test_a_full_disk_is_a_clear_answer_and_passes_by_itself(site: World) -> None:
    assert site.app is not None
    child = Child(site)
    child.browser.get("/hulp")
    with site.app.app_context():
        db.engine.dispose()
    with closing(sqlite3.connect(folder_of(site) / "netjes.sqlite", isolation_level=None)) as database:
        database.execute("VACUUM")  # no free pages left inside the file
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    long = "\N{TURTLE}" * 1000  # four bytes each: needs a page of its own
    with pragma(site.app, f"PRAGMA max_page_count={pages}"):
        refused = next(answer for n in range(3) if (answer := child.send(long, f"x{n}")).status_code != 303)
        stored = child.stored
        assert refused.status_code == 503 and "konden dit nog niet bewaren" in refused.get_data(as_text=True)
        assert child.browser.get("/hulp").status_code == 200
        assert child.browser.get("/thuis").status_code == 200
    assert child.send(long, f"x{stored}").status_code == 303 and child.stored == stored + 1


def test_a_lost_answer_sent_again_counts_once(site: World) -> None:
    """The answer was stored, the reply got lost on its way: the browser sends the same form again, twice at once."""
    child = Child(site)
    assert child.send().status_code == 303
    again = [threading.Thread(target=child.send) for _ in range(4)]
    for one in again:
        one.start()
    for one in again:
        one.join(20)
    assert child.stored == 1


def test_a_damaged_page_stops_everything_with_what_to_do(site: World, tmp_path: Path) -> None:
    source = folder_of(site)
    damaged = copied(source, tmp_path / "two")
    with closing(sqlite3.connect(damaged / "netjes.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        size, page = database.execute("PRAGMA page_size").fetchone()[0], root_page(database)
    with (damaged / "netjes.sqlite").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    app = create_app(load({}, INSTANCE_PATH=damaged, LOG_LEVEL="CRITICAL"), TESTING=True)
    browser = app.test_client()
    for path in ("/", "/leerkracht", "/hulp", "/readyz"):
        assert browser.get(path).status_code == 503, f"{path} must not answer from a damaged database"
    assert browser.get("/healthz").status_code == 200, "the process lives, so that it can be asked"
    with app.app_context():
        assert fault_of(db.engine)
        db.engine.dispose()


def root_page(database: sqlite3.Connection) -> int:
    found: int = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'pupil'").fetchone()[0]
    return found


def test_a_file_that_is_no_database_stops_everything(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    share_with(folder)
    (folder / "netjes.sqlite").write_bytes(b"no database" * 5000)
    app = create_app(load({}, INSTANCE_PATH=folder, LOG_LEVEL="CRITICAL"), TESTING=True)
    assert app.test_client().get("/").status_code == 503
    with app.app_context():
        assert "not a database" in fault_of(db.engine)
        db.engine.dispose()


def test_a_cut_log_gives_the_state_before_it_and_the_chain_says_what_is_missing(site: World, tmp_path: Path) -> None:
    assert site.app is not None
    opens(site, "noor", "doorsturen", now())
    noor = site.browser("noor")
    with site.app.app_context():
        db.engine.dispose()
    with closing(sqlite3.connect(folder_of(site) / "netjes.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    reader = sqlite3.connect(folder_of(site) / "netjes.sqlite")  # keeps the log from being cleared away
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM pupil").fetchone()
    assert promises(noor) == 303 and signs(noor) == 303
    cut = copied(folder_of(site), tmp_path / "two")
    reader.close()
    log = cut / "netjes.sqlite-wal"
    assert log.stat().st_size > 8000
    with log.open("r+b") as file:
        file.truncate(4000)  # in the middle of the first frame
    app = create_app(load({}, INSTANCE_PATH=cut, LOG_LEVEL="CRITICAL"), TESTING=True)
    with app.app_context():
        assert fault_of(db.engine) == ""
        assert set(db.session.scalars(select(Pupil.first_name))) == {"Noor", "Tygo", "Amara", "Sem"}
        school = db.session.get_one(School, site.ids["gsv-school"])
        findings = verify_school(db.session, app.extensions["seals"], school)
        assert findings, "the heads outside the database remember the signature that is gone"
        db.session.rollback()
        db.engine.dispose()


def copied(source: Path, target: Path) -> Path:
    """What a crash leaves: the files as they are at this moment."""
    target.mkdir()
    for path in source.iterdir():
        if path.name.startswith("netjes.sqlite") or path.name == "heads.jsonl":
            shutil.copy(path, target / path.name)
    shutil.copytree(source / "keys", target / "keys")
    (target / "netjes.sqlite-shm").unlink(missing_ok=True)
    share_with(target)
    return target


def test_a_clean_database_has_no_fault(site: World) -> None:
    assert site.app is not None
    with site.app.app_context():
        assert fault_of(db.engine) == ""
        assert db.session.scalar(text("PRAGMA secure_delete")) == 1
        db.session.rollback()


def test_reading_needs_no_room(site: World, clean: FlaskClient) -> None:
    assert site.app is not None
    with pragma(site.app, "PRAGMA query_only=1"):
        assert clean.get("/readyz").status_code == 200


@pytest.fixture
def clean(site: World) -> FlaskClient:
    assert site.app is not None
    return site.app.test_client()
