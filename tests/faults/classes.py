"""A class that is signed in before the site runs as a process of its own, and its answers over HTTP."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import select, text

from core.clock import local_day, now, school_year
from core.database import db, writing
from lessons.models import StepState
from school.models import Pupil, School, SchoolClass
from school.sign_in import begin_pupil

PUPILS = 30
MODULE, STEP, GUESS = "doorsturen", "s1", "sem"
PATH = f"/les/{MODULE}/stap/{STEP}"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What came back: ``to`` is where it leads, ``after`` the seconds of Retry-After (0: none)."""

    status: int
    to: str
    after: int
    page: str


@dataclass
class Child:
    """One pupil at a device."""

    id: int
    cookie: str
    csrf: str

    def ask(self, address: str, path: str, form: dict[str, str] | None = None) -> Reply:
        """Open a page, or send a form. Raises OSError or HTTPException when no reply came."""
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        try:
            if form is None:
                connection.request("GET", path, headers={"Cookie": self.cookie})
            else:
                body = urlencode({"csrf_token": self.csrf, **form})
                connection.request("POST", path, body, {"Cookie": self.cookie, "Content-Type": FORM})
            reply = connection.getresponse()
            page = reply.read().decode("utf-8", "replace")
            after = int(reply.headers.get("Retry-After") or 0)
            return Reply(reply.status, reply.headers.get("Location") or "", after, page)
        finally:
            connection.close()

    def answer(self, address: str, once: str) -> int:
        """Answer the first step; the status."""
        return self.ask(address, PATH, {"_once": once, "guess": GUESS}).status


def a_class(app: Flask, pupils: int = PUPILS) -> list[Child]:
    """Pupils who are signed in and have the first step of a module open, in an up-to-date database."""
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
            rows = [
                Pupil(
                    school_id=school.id, class_id=group.id, first_name=f"Kind {n}", year_group=7, route="plus",
                    secret_hash="-", secret_own=True, created_at=at,
                )
                for n in range(pupils)
            ]  # fmt: skip
            db.session.add_all(rows)
            db.session.flush()
        signed_in = [(pupil.id, begin_pupil(db.session, pupil, at=at)) for pupil in rows]
    children = [_opened(app, *one) for one in signed_in]
    with app.app_context():
        db.engine.dispose()
    return children


def _opened(app: Flask, pupil: int, token: str) -> Child:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/les/{MODULE}").get_data(as_text=True))
    assert found
    assert client.post(f"/les/{MODULE}", data={"csrf_token": found[1]}).status_code == 303
    cookie = client.get_cookie("netjes")
    assert cookie
    return Child(pupil, f"netjes={cookie.value}", found[1])


def counted(app: Flask) -> dict[int, int]:
    """Pupil → how many answers to the first step count; the database must be sound."""
    with app.app_context():
        steps = db.session.scalars(select(StepState).where(StepState.step == STEP))
        found = {row.pupil_id: row.tries.get("guess", 0) for row in steps}
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        db.session.rollback()
        db.engine.dispose()
    return found
