"""An instance of Netjes to measure: the demo, and a class of pupils who have not begun yet."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.people import LESSON_MINUTES, MODULE, add_class, live_through
from classroom.commands import live
from core.clock import local_day, now, school_year
from core.database import db, writing
from school.models import Pupil, School, SchoolClass, Staff
from school.secrets import hash_secret

WORDS = "regen fiets maan boom"
EMAIL = "meet@bench.invalid"
ROWS, YEARS = 30, 10


@dataclass(frozen=True)
class Instance:
    """Where it is, who is in it.

    ``report`` and ``history`` are keys of classes of ``rows`` pupils with one and ten school years; ``teacher`` teaches
    both, and a lesson runs in the first.
    """

    path: Path
    app: Flask
    pupils: list[dict[str, str]]
    teacher: dict[str, str]
    report: str
    history: str
    rows: int
    database: str


def make_instance(app: Flask, pupils: int) -> Instance:
    """Fill the empty database of ``app`` with the demo, classes for ``pupils``, and two with a past."""
    path: Path = app.extensions["settings"].instance_path
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["demo"])
        if done.exit_code:
            raise RuntimeError(done.output)
        account = json.loads((path / "demo-accounts.json").read_text(encoding="utf-8"))["schools"][0]
        group = db.session.query(SchoolClass).filter_by(code=account["classes"][0]["code"]).one()
        staff = _add_teacher(group.school)
        names = _add_classes(group.school, staff, pupils)
        report, history = _add_pasts(group.school, staff)
        db.session.commit()
        db.engine.dispose()
        address = db.engine.url.render_as_string(hide_password=False)
    return Instance(path, app, names, {"email": EMAIL, "password": WORDS}, report, history, ROWS, address)


def _add_teacher(school: School) -> Staff:
    with writing(db.session):
        staff = Staff(
            school_id=school.id, role="teacher", name="Bench", email=EMAIL, password_hash=hash_secret(WORDS),
            created_at=now(),
        )  # fmt: skip
        db.session.add(staff)
    return staff


def _add_pasts(school: School, teacher: Staff) -> tuple[str, str]:
    """Two classes that did the same this year; the pupils of the second did it nine years before as well."""
    rng, year = random.Random(1), school_year(local_day(now()))
    keys = []
    for years in (1, YEARS):
        with writing(db.session):
            group, children = add_class(db.session, school, teacher, f"Groep 7 ({years})", year, ROWS, rng)
        live_through(db.session, group, children, range(year - years + 1, year + 1), year, rng)
        keys.append(group.key)
        live.start(
            db.session, school_id=school.id, class_id=group.id, staff_id=teacher.id, module=MODULE, lesson=1,
            minutes=LESSON_MINUTES, at=now(),
        )  # fmt: skip
    return keys[0], keys[1]


def _add_classes(school: School, teacher: Staff, pupils: int) -> list[dict[str, str]]:
    """Classes of thirty who have not begun, with four words to sign in."""
    digest = hash_secret(WORDS.replace(" ", "-"))  # one hash for all: only checking is timed
    rng, year, entries = random.Random(2), school_year(local_day(now())), []
    with writing(db.session):
        for number in range(0, pupils, ROWS):
            many = min(ROWS, pupils - number)
            group, children = add_class(db.session, school, teacher, f"Meetklas {number // ROWS}", year, many, rng)
            group.secret_kind = "words"  # noqa: S105 - the kind, not a secret
            for pupil in db.session.query(Pupil).filter(Pupil.id.in_(children)).order_by(Pupil.id):
                pupil.secret_hash = digest
                entries.append({"code": group.code, "pupil": pupil.key, "words": WORDS})
    return entries
