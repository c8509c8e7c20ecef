"""The power fails while eight write: what was not synced is gone or torn, and all that was acknowledged is there."""

from __future__ import annotations

import logging
import re
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom

import pytest
from sqlalchemy import NullPool, create_engine, select
from sqlalchemy.orm import Session

from core.clock import now
from core.database import db
from pledges.models import PledgeSigning
from pledges.queries.checking import verify_school
from pledges.seal import findings as kinds
from pledges.seal.findings import Finding
from pledges.seal.store import Seals
from school.models import School
from tests.faults.classes import MODULE
from tests.faults.disk import FATES, Disk, can_trace, events, traced, wait_for_end
from tests.faults.test_kill import environment, storm_in, told
from tests.faults.writers import ROUNDS, Storm, Tally
from tests.pledges.showing import WORDS, opens
from tests.pledges.test_pages import P3
from tests.process import served
from tests.shelf_cache import share_with
from tests.world import World

log = logging.getLogger(__name__)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_trace(), reason="no strace that may look at what the site writes"),
]

WRITTEN = 300
"""Answers acknowledged in a round: enough for the log to be written back into the database and begun anew."""
CUTS = 20
"""Moments in a round at which the power is thought to fail."""
RUN = (sys.executable, "run.py")
STAMP = {"manier": "stempel"}
CARELESS = """
import runpy, sys
from sqlalchemy import event
from sqlalchemy.pool import Pool
@event.listens_for(Pool, "checkout")
def checkout(connection, _record, _proxy):
    connection.execute("PRAGMA synchronous=" + how)
how, sys.argv = sys.argv[1], ["run.py"]
runpy.run_path("run.py", run_name="__main__")
"""


def test_what_was_acknowledged_survives(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    storm, rng = storm_in(site), Random(2026)
    signers = Signers(storm, ROUNDS)
    total = Tally(0, 0, 0)
    for number in range(ROUNDS):
        total += one_round(storm, signers, site, tmp_path / f"round-{number}", rng, RUN)
    with served(site, env=environment()) as running:
        storm.send_again(running.address)
    log.info("%s rounds of %s cuts: %s", ROUNDS, CUTS, total)
    assert total.whole, total
    assert signers.findings == []
    told(storm)


def test_the_first_start_can_be_broken_off(tmp_path: Path) -> None:
    """Whatever the power leaves of a first start, the next one works; a secret is there whole or not at all."""
    site, log, rng = tmp_path / "site", tmp_path / "log", Random(2026)
    site.mkdir()
    share_with(site)
    disk = Disk(site)
    with served(site, env=environment(), command=traced(log, RUN)) as running:
        running.kill()
        wait_for_end(log, running.process.pid)
    happened = [event for event in events(log) if event.path.startswith(str(site))]
    keys = [number for number, event in enumerate(happened) if event.kind == "link"]
    cuts = {*keys, *rng.sample(range(len(happened)), CUTS)}
    for number, event in enumerate(happened):
        disk.do(event)
        if number in cuts:
            left = tmp_path / f"left-{number}"
            left.mkdir()
            disk.left(left, rng, rng.choice(FATES))
            shared = [path for path in left.glob("keys/*") if not path.name.startswith(".")]
            assert all(len(bytes.fromhex(path.read_text())) == 32 for path in shared)
    share_with(left)
    with served(left, env=environment()):
        pass
    assert keys


def test_it_would_show(tmp_path: Path) -> None:
    """A site that does not wait for the disk loses answers that it said yes to."""
    site = tmp_path / "site"
    site.mkdir()
    storm, command = storm_in(site), (sys.executable, "-c", CARELESS, "NORMAL")
    signers = Signers(storm, 1)
    total = one_round(storm, signers, site, tmp_path / "round", Random(2026), command)
    log.info("NORMAL, %s cuts: %s", CUTS, total)
    assert total.present < total.acknowledged
    assert {one.kind for one in signers.findings} <= {kinds.REMOVED_TAIL}, "and the seals say so"


class Signers:
    """Children who may sign a promise; one does in every storm, and must not lose that either."""

    def __init__(self, storm: Storm, rounds: int) -> None:
        self.signed: dict[int, float] = {}
        """Pupil → when the site said yes."""
        self.findings: list[Finding] = []
        """What is wrong with seals in what was left."""
        self._children = iter(storm.children[:rounds])
        for child in storm.children[:rounds]:
            opens(World(ids={"one": child.id}, app=storm.app), "one", MODULE, now())
        with storm.app.app_context():
            db.engine.dispose()

    def sign(self, address: str) -> None:
        child = next(self._children)
        for path, form in ((f"{P3}/woorden", {"eigen": WORDS, "belofte": "ja"}), (f"{P3}/handtekening", STAMP)):
            page = child.ask(address, path).page
            hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
            assert child.ask(address, path, {**hidden, **form}).status == 303
        self.signed[child.id] = time.time()


def one_round(storm: Storm, signers: Signers, site: Path, folder: Path, rng: Random, command: tuple[str, ...]) -> Tally:
    """All write until the power fails: what is left of the acknowledged answers, over all moments at which it may fail.

    The last moment is the one at which it does: ``site`` is what is left then.
    """
    folder.mkdir()
    log, disk = folder / "log", Disk(site)
    with served(site, env=environment(), command=traced(log, command)) as running:
        with storm.blowing(running.address):
            storm.wait_for(WRITTEN // 2)
            signers.sign(running.address)
            storm.wait_for(WRITTEN // 2)
        running.kill()
        wait_for_end(log, running.process.pid)
    total = Tally(0, 0, 0)
    happened = list(events(log))
    first = min(answer.kept for answer in storm.answers)
    during = [number for number, event in enumerate(happened) if event.at > first]
    cuts = sorted(rng.sample(during, CUTS))
    for number, event in enumerate(happened[: cuts[-1]]):
        disk.do(event)
        if number + 1 in cuts:
            left = folder / f"left-{number}"
            disk.left(left, rng, rng.choice(FATES))
            total += checked(storm, signers, left, happened[number + 1].at)
    storm.rewind(happened[cuts[-1]].at)
    put_back(left, site)
    return total


def checked(storm: Storm, signers: Signers, left: Path, moment: float) -> Tally:
    """What a folder holds of the answers and signatures acknowledged before ``moment``; it must be sound."""
    engine = create_engine(f"sqlite:///{left / 'netjes.sqlite'}", poolclass=NullPool)
    tally = storm.tally(engine, until=moment)
    with Session(engine) as session:
        seals = Seals.at(left, SystemRandom())
        signers.findings += [
            one for school in session.scalars(select(School)) for one in verify_school(session, seals, school)
        ]
        there = Counter(session.scalars(select(PledgeSigning.pupil_id)))
    due = {pupil for pupil, at in signers.signed.items() if at < moment}
    return tally + Tally(len(due), len(due & there.keys()), sum(times > 1 for times in there.values()))


def put_back(left: Path, site: Path) -> None:
    """``left`` instead of what the site has."""
    for path in site.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif not path.is_symlink():
            path.unlink()
    shutil.copytree(left, site, dirs_exist_ok=True)
