"""The server dies while thirty are answering: what was acknowledged is there once, and so is what is resent."""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import create_app
from core.clock import local_day, now, school_year
from core.database import db, writing
from core.settings import load
from lessons.models import StepState
from school.models import Pupil, School, SchoolClass
from school.sign_in import begin_pupil
from tests.process import Running, served

pytestmark = pytest.mark.slow

ROUNDS, PUPILS = 10, 30
ENOUGH = 2 * PUPILS
"""Answers acknowledged in a round before the server is killed in the middle of the next ones."""
MODULE, STEP, GUESS = "doorsturen", "s1", "sem"
PATH = f"/les/{MODULE}/stap/{STEP}"


@dataclass
class Child:
    """One pupil at a device: what was sent with which number, and what the server said yes to."""

    id: int
    cookie: str
    csrf: str
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def answer(self, address: str, once: str) -> int:
        """Send an answer; the status. Raises OSError or HTTPException when no reply came."""
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        try:
            body = urlencode({"csrf_token": self.csrf, "_once": once, "guess": GUESS})
            kind = "application/x-www-form-urlencoded"
            connection.request("POST", PATH, body, {"Cookie": self.cookie, "Content-Type": kind})
            reply = connection.getresponse()
            reply.read()
            return reply.status
        finally:
            connection.close()

    def keep_answering(self, address: str, name: str, over: threading.Event) -> None:
        """New answers, each with a number of its own, until the server does not reply any more."""
        while not over.is_set():
            once = f"{name}-{len(self.sent)}"
            self.sent.append(once)
            try:
                status = self.answer(address, once)
            except (OSError, http.client.HTTPException):
                return
            assert status == 303
            self.acknowledged.append(once)

    def resend(self, address: str) -> None:
        """Send once more what got no reply, twice to be sure of it."""
        for once in [one for one in self.sent if one not in self.acknowledged]:
            assert [self.answer(address, once), self.answer(address, once)] == [303, 303]
            self.acknowledged.append(once)


def test_ten_times_in_the_middle_of_a_class(tmp_path: Path) -> None:
    settings = load({}, INSTANCE_PATH=tmp_path, LOG_LEVEL="ERROR")
    app = create_app(settings, TESTING=True)
    children = a_class(app)
    for number in range(ROUNDS):
        with served(tmp_path, env={"NETJES_DEMO": "0", "DATABASE_URL": ""}) as running:
            all_resend(app, children, running)
            killed_in_the_middle(children, running, f"round-{number}")
        nothing_lost(app, children)
    with served(tmp_path, env={"NETJES_DEMO": "0", "DATABASE_URL": ""}) as running:
        all_resend(app, children, running)
    assert sum(len(child.sent) for child in children) >= ROUNDS * ENOUGH


def a_class(app: Flask) -> list[Child]:
    """Thirty pupils who are signed in and have the first step of a module open."""
    at = now()
    with app.app_context():
        app.extensions["alembic"].upgrade()
        with writing(db.session):
            school = School(name="De Wilg", protocol_slug="gsv", created_at=at)
            db.session.add(school)
            db.session.flush()
            group = SchoolClass(
                school_id=school.id, year=school_year(local_day(at)), name="Groep 7", years=[7], code="WZGK47XD",
                created_at=at, sign_in_time="always",
            )  # fmt: skip
            db.session.add(group)
            db.session.flush()
            pupils = [
                Pupil(
                    school_id=school.id, class_id=group.id, first_name=f"Kind {n}", year_group=7, route="plus",
                    secret_hash="-", secret_own=True, created_at=at,
                )
                for n in range(PUPILS)
            ]  # fmt: skip
            db.session.add_all(pupils)
            db.session.flush()
        signed_in = [(pupil.id, begin_pupil(db.session, pupil, at=at)) for pupil in pupils]
    children = [opened(app, *one) for one in signed_in]
    with app.app_context():
        db.engine.dispose()
    return children


def opened(app: Flask, pupil: int, token: str) -> Child:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/les/{MODULE}").get_data(as_text=True))
    assert found
    assert client.post(f"/les/{MODULE}", data={"csrf_token": found[1]}).status_code == 303
    cookie = client.get_cookie("netjes")
    assert cookie
    return Child(pupil, f"netjes={cookie.value}", found[1])


def killed_in_the_middle(children: list[Child], running: Running, name: str) -> None:
    before, over = sum(len(child.acknowledged) for child in children), threading.Event()
    threads = [threading.Thread(target=child.keep_answering, args=(running.address, name, over)) for child in children]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 120
    while sum(len(child.acknowledged) for child in children) < before + ENOUGH and time.monotonic() < until:
        time.sleep(0.005)
    running.kill()
    over.set()
    for thread in threads:
        thread.join(60)
    assert sum(len(child.acknowledged) for child in children) >= before + ENOUGH
    assert any(len(child.sent) > len(child.acknowledged) for child in children), "nobody was cut off in an answer"


def rows(app: Flask) -> dict[int, tuple[int, list[str]]]:
    """Pupil → how many answers count, and the numbers of the last; the database must be sound."""
    with app.app_context():
        sound = db.session.scalar(text("PRAGMA integrity_check"))
        steps = db.session.scalars(select(StepState).where(StepState.step == STEP))
        found = {row.pupil_id: (row.tries.get("guess", 0), list(row.tokens)) for row in steps}
        db.session.rollback()
        db.engine.dispose()
    assert sound == "ok"
    return found


def nothing_lost(app: Flask, children: list[Child]) -> None:
    """Right after the crash: all that was acknowledged counts once; the one answer under way counts or does not."""
    kept = rows(app)
    for child in children:
        count, numbers = kept.get(child.id, (0, []))
        assert len(child.acknowledged) <= count <= len(child.sent)
        assert set(child.acknowledged[-10:]) <= set(numbers)


def all_resend(app: Flask, children: list[Child], running: Running) -> None:
    """After the restart every answer counts exactly once, however often it was sent."""
    for child in children:
        child.resend(running.address)
    if not any(child.sent for child in children):
        return
    kept = rows(app)
    for child in children:
        count, numbers = kept[child.id]
        assert count == len(child.sent) == len(set(child.sent))
        assert len(numbers) == len(set(numbers))
