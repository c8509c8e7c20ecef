"""Two processes of the site on two addresses, as on two machines behind one web server, with one PostgreSQL.

Each has an instance folder of its own; only the keys are the same. Who is signed in, how often a secret was tried and
which answers count must not depend on which of the two a request reaches, nor on one of them dying meanwhile.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import select

from app import create_app
from core.database import db, writing
from core.settings import load
from school.limits import FREE_TRIES
from school.models import Pupil, SchoolClass
from school.secrets import hash_secret
from tests.faults.classes import counted
from tests.faults.writers import Storm
from tests.process import ROOT, free_port
from tests.shelf_cache import share_with

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

HOSTS = ("127.0.0.1", "127.0.0.2")
WORDS = "regen fiets maan boom"
ENOUGH = 80
"""Answers acknowledged while both run, while one is dead, and when it is back."""


class Place:
    """One process of the site on an address of its own; it can be killed and started again."""

    def __init__(self, host: str, folder: Path, database: str) -> None:
        self.address = f"http://{host}:{free_port()}"
        self._folder, self._database = folder, database
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        parts = urlsplit(self.address)
        own = {"HOST": str(parts.hostname), "PORT": str(parts.port), "INSTANCE_PATH": str(self._folder)}
        environment = {**os.environ, **own, "DATABASE_URL": self._database, "NETJES_DEMO": "0", "LOG_LEVEL": "ERROR"}
        with (self._folder / "said").open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "run.py"], cwd=ROOT, env=environment, stdout=said, stderr=said
            )
        until = time.monotonic() + 120
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if Browser().ask(self.address, "GET", "/readyz")[0] == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError((self._folder / "said").read_text(encoding="utf-8", errors="replace"))

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)


class Browser:
    """A browser that knows one site under both addresses, as one that reaches them through a web server."""

    def __init__(self, cookies: str = "") -> None:
        self.cookies = {name: one.value for name, one in SimpleCookie(cookies).items()}

    def ask(self, address: str, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page. Raises OSError or HTTPException when no reply came."""
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            reply = connection.getresponse()
            page = reply.read().decode("utf-8", "replace")
            for line in reply.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
            return reply.status, reply.headers.get("Location", ""), page
        finally:
            connection.close()


@pytest.fixture
def two(tmp_path: Path, postgres_database: str) -> Iterator[tuple[Storm, list[Place]]]:
    """A class of thirty, signed in, and the site running in two places."""
    try:
        with socket.socket() as probe:
            probe.bind((HOSTS[1], 0))
    except OSError:
        pytest.skip(f"this machine has no address {HOSTS[1]}")
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        share_with(folder)
    app = create_app(
        load({}, INSTANCE_PATH=folders[0], DATABASE_URL=postgres_database, LOG_LEVEL="ERROR"), TESTING=True
    )
    storm = Storm(app)
    shutil.copytree(folders[0] / "keys", folders[1] / "keys")
    places = [Place(host, folder, postgres_database) for host, folder in zip(HOSTS, folders, strict=True)]
    try:
        for place in places:
            place.start()
        yield storm, places
    finally:
        for place in places:
            place.kill()
        with app.app_context():
            db.engine.dispose()


def test_one_dies_under_load_and_every_answer_counts_once(two: tuple[Storm, list[Place]]) -> None:
    storm, places = two
    with storm.blowing(*(place.address for place in places)):
        storm.wait_for(ENOUGH)
        places[1].kill()
        storm.wait_for(ENOUGH)
        places[1].start()
        storm.wait_for(ENOUGH)
    storm.send_again(places[1].address)
    assert storm.tally().whole, storm.tally()
    assert storm.met["no reply"], "nobody met the one that was gone"


def test_the_same_answer_in_both_places_at_once_counts_once(two: tuple[Storm, list[Place]]) -> None:
    storm, places = two
    for child in storm.children:
        given: list[int] = []
        both = [
            threading.Thread(
                target=lambda child=child, place=place, given=given: given.append(child.answer(place.address, "same"))
            )
            for place in places
        ]
        for one in both:
            one.start()
        for one in both:
            one.join(60)
        assert given == [303, 303]
    assert counted(storm.app) == {child.id: 1 for child in storm.children}


def test_sessions_and_limits_are_the_same_in_both(two: tuple[Storm, list[Place]]) -> None:
    storm, (first, second) = two
    with storm.app.app_context(), writing(db.session):
        group = db.session.scalars(select(SchoolClass)).one()
        group.secret_kind = "words"
        pupil = db.session.get_one(Pupil, storm.children[0].id)
        pupil.secret_hash = hash_secret(WORDS.replace(" ", "-"))
        code, key = group.code, pupil.key

    browser = Browser()
    token = form_token(browser.ask(first.address, "GET", "/")[2])
    assert browser.ask(second.address, "POST", "/", {"csrf_token": token, "code": code})[:2] == (303, "/wie")
    assert browser.ask(first.address, "POST", "/wie", {"csrf_token": token, "pupil": key})[:2] == (303, "/geheim")
    # A right secret, begun here and sent there: signed in for both
    status, _, _ = browser.ask(second.address, "POST", "/geheim", {"csrf_token": token, "words": WORDS})
    assert status == 303
    page = browser.ask(first.address, "GET", "/thuis")
    assert page[0] == 200
    # Signed out in one place is signed out in the other, also for a copy of the cookie
    copy = Browser("; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
    assert copy.ask(second.address, "GET", "/thuis")[0] == 200
    assert browser.ask(first.address, "POST", "/uitloggen", {"csrf_token": form_token(page[2])})[0] == 303
    assert copy.ask(second.address, "GET", "/thuis")[0] in (302, 303)

    # Wrong secrets here and there are one count; the wait holds in both, also for the right secret
    stranger = Browser()
    token = form_token(stranger.ask(first.address, "GET", "/")[2])
    stranger.ask(first.address, "POST", "/", {"csrf_token": token, "code": code})
    stranger.ask(first.address, "POST", "/wie", {"csrf_token": token, "pupil": key})
    given = [
        stranger.ask(place.address, "POST", "/geheim", {"csrf_token": token, "words": f"fout fout fout {n}"})[0]
        for n, place in enumerate([first, second] * FREE_TRIES)
    ]
    assert given.index(429) <= FREE_TRIES and set(given[given.index(429) :]) == {429}
    for place in (first, second):
        form = {"csrf_token": token, "words": WORDS}
        assert stranger.ask(place.address, "POST", "/geheim", form)[0] == 429


def form_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page[:300]
    return found[1]
