"""All processes die, or one of several, or the database is held or restarted, while eight write: again and again."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from app import create_app
from core.settings import load
from tests.faults.writers import ROUNDS, Storm, Tally
from tests.postgres import Cluster
from tests.process import free_port, gunicorn, served
from tests.shelf_cache import share_with

pytestmark = pytest.mark.slow

log = logging.getLogger(__name__)

BETWEEN = 80
"""Answers acknowledged before the next fault."""
SHORTEST, LONGEST = 1.0, 12.0
"""Seconds that another process holds the database: the site itself waits for 8."""
HOLD = """
import sqlite3, sys, time
other = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
other.execute("BEGIN IMMEDIATE")
time.sleep(float(sys.argv[2]))
other.execute("ROLLBACK")
"""


def storm_in(folder: Path, database: str = "") -> Storm:
    """A class of its own in a folder of its own, not yet answering."""
    share_with(folder)
    return Storm(create_app(load({}, INSTANCE_PATH=folder, DATABASE_URL=database, LOG_LEVEL="ERROR"), TESTING=True))


def environment(database: str = "") -> dict[str, str]:
    return {"NETJES_DEMO": "0", "DATABASE_URL": database, "LOG_LEVEL": "ERROR"}


def test_all_are_killed(tmp_path: Path) -> None:
    storm, port = storm_in(tmp_path), free_port()
    with storm.blowing(f"http://127.0.0.1:{port}"):
        for _ in range(ROUNDS):
            with served(tmp_path, port=port, env=environment()) as running:
                storm.wait_for(BETWEEN)
                running.kill()
                assert storm.tally().whole, "right after the crash, before anything was sent again"
    with served(tmp_path, port=port, env=environment()) as running:
        with storm.blowing(running.address):
            storm.wait_for(BETWEEN)
        storm.send_again(running.address)
    told(storm)
    assert storm.met["no reply"] >= ROUNDS, "nobody was cut off in an answer"


@pytest.mark.skipif(os.name == "nt", reason="gunicorn does not exist for Windows")
def test_one_worker_is_killed(tmp_path: Path) -> None:
    storm, port, rng = storm_in(tmp_path), free_port(), Random(1)
    with served(tmp_path, port=port, env=environment(), command=gunicorn(port)) as running:
        with storm.blowing(running.address):
            for _ in range(ROUNDS):
                storm.wait_for(BETWEEN)
                found = subprocess.run(
                    ["pgrep", "-P", str(running.process.pid)], capture_output=True, text=True, check=True
                )
                os.kill(int(rng.choice(found.stdout.split())), signal.SIGKILL)
            storm.wait_for(BETWEEN)
        storm.send_again(running.address)
    told(storm)
    assert storm.met["no reply"] >= 1, "nobody was cut off in an answer"


def test_another_process_holds_the_database(tmp_path: Path) -> None:
    storm = storm_in(tmp_path)
    lengths = [SHORTEST + (LONGEST - SHORTEST) * n / max(1, ROUNDS - 1) for n in range(ROUNDS)]
    with served(tmp_path, env=environment()) as running:
        with storm.blowing(running.address):
            for seconds in lengths:
                storm.wait_for(BETWEEN)
                database = str(tmp_path / "netjes.sqlite")
                subprocess.run([sys.executable, "-c", HOLD, database, str(seconds)], check=True, timeout=90)
            storm.wait_for(BETWEEN)
        storm.send_again(running.address)
    told(storm)
    assert {status for status, _seconds in storm.pages} == {200}, "reading goes on"
    assert storm.met["503"], "the longest lock is longer than the site waits"


@pytest.mark.postgres
def test_postgresql_is_restarted(tmp_path: Path, own_cluster: Cluster) -> None:
    address = own_cluster.address.render_as_string(hide_password=False)
    storm = storm_in(tmp_path, address)
    with served(tmp_path, env=environment(address)) as running:
        with storm.blowing(running.address):
            for number in range(ROUNDS):
                storm.wait_for(BETWEEN)
                own_cluster.restart("immediate" if number % 2 == 0 else "fast")
            storm.wait_for(BETWEEN)
        storm.send_again(running.address)
    told(storm)
    assert {status for status, _seconds in storm.pages} <= {200, 503}


def told(storm: Storm) -> None:
    """Everything that was acknowledged counts once."""
    tally: Tally = storm.tally()
    slowest = max(seconds for _status, seconds in storm.pages)
    log.info("%s rounds=%s met=%s slowest page %.1f s", tally, ROUNDS, dict(storm.met), slowest)
    assert tally.whole, tally
    assert tally.acknowledged >= ROUNDS * BETWEEN
