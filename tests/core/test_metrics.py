"""Figures for Prometheus: nobody sees them unasked, and they are about pages, never about persons."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from app import create_app
from core.clock import set_clock
from core.database import Base, db, writing
from core.metrics import _sweep
from core.settings import load
from tests.conftest import MONDAY_MORNING
from tests.shelf_cache import share_with
from tests.world import World, csrf_of, make_world

LABELS = {"endpoint", "method", "status", "le"}


@pytest.fixture
def measured(tmp_path: Path) -> Iterator[World]:
    """The cast in a site of its own that counts."""
    share_with(tmp_path)
    app = create_app(load({}, INSTANCE_PATH=tmp_path, METRICS="1", LOG_LEVEL="CRITICAL"), TESTING=True)
    set_clock(lambda: MONDAY_MORNING)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with writing(db.session):
            world = make_world(db.session, MONDAY_MORNING)
    world.app = app
    yield world
    set_clock(None)
    with app.app_context():
        db.engine.dispose()


def read(app: Flask) -> dict[str, float]:
    """``name{endpoint,status}`` → value."""
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(answer.get_data(as_text=True)):
        for sample in family.samples:
            assert set(sample.labels) <= LABELS, sample
            found[" ".join([sample.name, *sample.labels.values()])] = sample.value
    return found


def test_off_unless_asked_for(world: World) -> None:
    assert world.browser().get("/metrics").status_code == 404
    assert world.browser("bakker").get("/metrics").status_code == 404


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.4", "2001:db8::1", ""])
def test_not_for_other_machines(measured: World, address: str) -> None:
    answer = measured.browser().get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 404 and b"netjes_requests" not in answer.data


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_not_through_a_web_server_in_front(measured: World, name: str) -> None:
    """It stands on this machine; who asks it may not."""
    answer = measured.browser().get("/metrics", headers={name: "127.0.0.1"})
    assert answer.status_code == 404


def test_for_this_machine_over_either_protocol(measured: World) -> None:
    for address in ("127.0.0.1", "::1"):
        assert measured.browser().get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 200


def test_behind_a_web_server_that_is_believed(tmp_path: Path) -> None:
    """Who comes through it is somebody else, whatever address the request claims; the machine itself still may."""
    share_with(tmp_path)
    settings = load({}, INSTANCE_PATH=tmp_path, METRICS="1", PROXIES="1", LOG_LEVEL="CRITICAL")
    browser = create_app(settings, TESTING=True).test_client()
    for claimed in ("192.0.2.7", "127.0.0.1", "192.0.2.7, 127.0.0.1"):
        assert browser.get("/metrics", headers={"X-Forwarded-For": claimed}).status_code == 404
    assert browser.get("/metrics").status_code == 200


def test_counts_pages_statuses_times_and_waits(measured: World) -> None:
    assert measured.app is not None
    browser = measured.browser("noor")
    for _ in range(3):
        browser.get("/healthz")
    browser.get("/nergens")
    browser.get("/les/doorsturen")
    found = read(measured.app)
    assert found["netjes_requests_total health.alive GET 200"] == 3
    assert found["netjes_request_seconds_count health.alive"] == 3
    assert found["netjes_requests_total none GET 404"] == 1
    assert found["netjes_database_statement_seconds_count"] > 0
    assert found["netjes_database_lock_seconds_count"] > 0


def test_counts_an_answer_once_it_is_kept(measured: World) -> None:
    assert measured.app is not None
    browser = measured.browser("noor")
    form = {"csrf_token": csrf_of(browser, "/les/doorsturen/toets")}
    question = browser.post("/les/doorsturen/toets", data=form).headers["Location"]
    before = read(measured.app)["netjes_answers_recorded_total"]
    sent = {**form, "answer": "unsure", "unsure": "1"}
    for _ in range(3):
        assert browser.post(question, data=sent).status_code == 303
    after = read(measured.app)["netjes_answers_recorded_total"]
    with measured.app.app_context():
        kept = db.session.scalar(text("SELECT count(*) FROM attempt_answer"))
        db.session.rollback()
    assert (after - before, kept) == (1, 1)


def test_says_nothing_about_persons(measured: World) -> None:
    """Every key of the cast is asked for in an address; none of them, and no name, is in the figures."""
    assert measured.app is not None
    with measured.app.app_context():
        keys = {
            key
            for table in Base.metadata.sorted_tables
            if "key" in table.columns
            for key in db.session.scalars(text(f'SELECT "key" FROM "{table.name}"'))
        }
        names = set(db.session.scalars(text("SELECT first_name FROM pupil UNION SELECT email FROM staff")))
        db.session.rollback()
    for who in ("noor", "samira", None):
        browser = measured.browser(who) if who else measured.browser()
        for key in sorted(keys):
            browser.get(f"/klas/{key}")
            browser.get(f"/{key}?naam={key}", headers={"User-Agent": key, "Referer": f"http://localhost/{key}"})
        browser.open("/", method=sorted(keys)[0].upper())
    shown = measured.app.test_client().get("/metrics").get_data(as_text=True)
    assert keys and names
    assert [word for word in keys | names if re.search(rf"\b{re.escape(word)}\b", shown, re.IGNORECASE)] == []


def test_processes_count_together(measured: World) -> None:
    """A second process of the same folder answers for both; what it counted stays when it has gone."""
    assert measured.app is not None
    measured.browser().get("/healthz")
    code = (
        "from app import create_app\n"
        "app = create_app()\n"
        "client = app.test_client()\n"
        "for _ in range(2): client.get('/healthz')\n"
        "print(client.get('/metrics').get_data(as_text=True))\n"
    )
    folder = measured.app.extensions["settings"].instance_path
    environment = {**os.environ, "INSTANCE_PATH": str(folder), "METRICS": "1", "DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    line = 'netjes_requests_total{endpoint="health.alive",method="GET",status="200"} 3.0'
    assert line in done.stdout
    assert read(measured.app)["netjes_requests_total health.alive GET 200"] == 3


@pytest.mark.skipif(os.name == "nt", reason="one process there")
def test_a_fresh_start_begins_at_zero_and_a_replaced_worker_does_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old, living = tmp_path / f"counter_{gone.pid}.db", tmp_path / f"counter_{os.getppid()}.db"
    for path in (old, living):
        path.touch()
    _sweep(tmp_path)
    assert old.exists()
    living.unlink()
    _sweep(tmp_path)
    assert not old.exists()
