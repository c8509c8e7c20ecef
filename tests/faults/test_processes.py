"""Faults around a running site: told to stop, stalled, hanging visitors, a full disk, a damaged file, a
migration that dies half-way."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app import create_app
from core.settings import load
from tests.faults.classes import Child, a_class, counted
from tests.faults.locks import held
from tests.faults.writers import Storm
from tests.process import ROOT, Running, served
from tests.shelf_cache import share_with

pytestmark = pytest.mark.slow

ENVIRONMENT = {"NETJES_DEMO": "0", "DATABASE_URL": ""}
ENOUGH = 80
"""Answers acknowledged, or refused, before something changes."""


@pytest.fixture
def site(tmp_path: Path) -> tuple[Flask, list[Child]]:
    """A class of thirty, signed in, before the site is started."""
    share_with(tmp_path)
    app = create_app(load({}, INSTANCE_PATH=tmp_path, LOG_LEVEL="ERROR"), TESTING=True)
    return app, a_class(app)


def test_told_to_stop_it_finishes_what_it_has_in_hand(site: tuple[Flask, list[Child]], tmp_path: Path) -> None:
    app, children = site
    answers: list[int] = []
    with served(tmp_path, env=ENVIRONMENT) as running:
        with held(tmp_path / "netjes.sqlite") as other:
            sending = threading.Thread(target=lambda: answers.append(children[0].answer(running.address, "last")))
            sending.start()
            sending.join(1)
            assert sending.is_alive(), "it is in hand: it waits for the lock"
            began = time.monotonic()
            running.process.terminate()
            sending.join(1)
            other.execute("ROLLBACK")
        sending.join(20)
        running.process.wait(20)
        assert time.monotonic() - began < 20
    assert answers == [303]
    assert counted(app)[children[0].id] == 1


def test_a_machine_that_stalls_doubles_nothing(site: tuple[Flask, list[Child]], tmp_path: Path) -> None:
    app, children = site
    with served(tmp_path, env=ENVIRONMENT) as running:
        running.process.send_signal(signal.SIGSTOP)
        sending = [threading.Thread(target=impatient, args=(child, running)) for child in children[:10]]
        for one in sending:
            one.start()
        time.sleep(4)
        running.process.send_signal(signal.SIGCONT)
        for one in sending:
            one.join(60)
    found = counted(app)
    assert [found[child.id] for child in children[:10]] == [1] * 10


def impatient(child: Child, running: Running) -> None:
    """Sends the same answer again after a second without a reply, as a browser's queue does."""
    parts = urlsplit(running.address)
    until = time.monotonic() + 50
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(parts.netloc, timeout=1)
        try:
            body = f"csrf_token={child.csrf}&_once=same&guess=sem"
            kind = {"Cookie": child.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/les/doorsturen/stap/s1", body, kind)
            if connection.getresponse().status == 303:
                return
        except (OSError, http.client.HTTPException):
            continue
        finally:
            connection.close()


def test_thirty_who_hang_hold_up_nobody(site: tuple[Flask, list[Child]], tmp_path: Path) -> None:
    _app, children = site
    with served(tmp_path, env=ENVIRONMENT) as running:
        parts = urlsplit(running.address)
        hanging = []
        for number in range(30):
            one = socket.create_connection((parts.hostname or "", parts.port or 0))
            half = (b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nab")
            one.sendall(half[number % 2])
            hanging.append(one)
        began = time.monotonic()
        assert [child.answer(running.address, "one") for child in children[:8]] == [303] * 8
        assert time.monotonic() - began < 20
        for one in hanging:
            one.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a small disk is mounted by root only")
def test_a_real_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)], check=False)
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        share_with(disk)
        app = create_app(load({}, INSTANCE_PATH=disk, LOG_LEVEL="ERROR"), TESTING=True)
        storm = Storm(app)
        with served(disk, env=ENVIRONMENT) as running:
            with storm.blowing(running.address):
                storm.wait_for(ENOUGH)
                fill(disk / "ballast")
                storm.wait_until(lambda: storm.met["503"] >= ENOUGH)
                (disk / "ballast").unlink()
                storm.wait_for(ENOUGH)
            storm.send_again(running.address)
        assert {status for status, _seconds in storm.pages} == {200}, "reading goes on"
        fill(disk / "ballast")
        with pytest.raises(RuntimeError, match="is full") as refused_start, served(disk, env=ENVIRONMENT):
            pass
        assert "Traceback" not in str(refused_start.value), "starting on a full disk says so in a sentence"
        (disk / "ballast").unlink()
        assert storm.tally().whole, storm.tally()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def fill(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def test_a_damaged_database_is_not_started_on(site: tuple[Flask, list[Child]], tmp_path: Path) -> None:
    database = tmp_path / "netjes.sqlite"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'pupil'").fetchone()[0]
    with database.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with pytest.raises(RuntimeError, match="restore") as refused, served(tmp_path, env=ENVIRONMENT):
        pass
    assert "is beschadigd" in str(refused.value) and "is damaged" in str(refused.value)


DIES = """
import os, sys
from alembic import op
plain, calls = op.create_table, []
def create_table(*arguments, **options):
    if len(calls) == int(sys.argv[1]):
        os._exit(9)
    calls.append(1)
    return plain(*arguments, **options)
op.create_table = create_table
from app import create_app
app = create_app()
with app.app_context():
    app.extensions["alembic"].upgrade()
"""


@pytest.mark.parametrize("after", [0, 1, 7])
def test_a_migration_that_dies_half_way_leaves_the_old_schema(tmp_path: Path, after: int) -> None:
    share_with(tmp_path)
    environment = {**os.environ, **ENVIRONMENT, "INSTANCE_PATH": str(tmp_path), "LOG_LEVEL": "ERROR"}

    def upgrade(dies: int) -> int:
        words = [sys.executable, "-c", DIES, str(dies)]
        return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False).returncode

    def schema() -> tuple[str, int]:
        with contextlib.closing(sqlite3.connect(tmp_path / "netjes.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" not in tables:
                return "", len(tables - {"sqlite_sequence"})
            found = database.execute("SELECT version_num FROM alembic_version").fetchall()
            return (found[0][0] if found else ""), len(tables) - 1

    assert upgrade(after) == 9
    revision, tables = schema()
    assert (revision, tables) == ("", 0), "all of it or nothing"
    assert upgrade(10_000) == 0
    revision, tables = schema()
    assert revision and tables > 30
    shutil.rmtree(tmp_path / "backups", ignore_errors=True)
