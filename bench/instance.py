"""An instance of Netjes to measure: the demo, and a class of pupils who have not begun yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import create_app
from core.clock import local_day, now, school_year
from core.database import db, writing
from core.settings import load
from school.models import ClassTeacher, Pupil, School, SchoolClass, Staff
from school.secrets import hash_secret

CODE = "MTKS4789"
WORDS = "regen fiets maan boom"


@dataclass(frozen=True)
class Instance:
    """Where it is, who is in it. ``report``: key of the demo's groep 7 with ``rows`` pupils; ``teacher`` teaches it."""

    path: Path
    app: Flask
    pupils: list[dict[str, str]]
    teacher: dict[str, str]
    report: str
    rows: int


def make_instance(path: Path, pupils: int) -> Instance:
    """A fresh database in ``path`` with the demo and a class of ``pupils``. Takes as long as a first start."""
    app = create_app(load({}, INSTANCE_PATH=path, LOG_LEVEL="ERROR"))
    with app.app_context():
        app.extensions["alembic"].upgrade()
        done = app.test_cli_runner().invoke(args=["demo"])
        if done.exit_code:
            raise RuntimeError(done.output)
        account = json.loads((path / "demo-accounts.json").read_text(encoding="utf-8"))["schools"][0]
        teacher = next(one for one in account["staff"] if one["role"] == "teacher")
        group = db.session.query(SchoolClass).filter_by(code=account["classes"][0]["code"]).one()
        staff = db.session.query(Staff).filter_by(email=teacher["email"]).one()
        names = _add_class(group.school, staff, pupils)
        report, rows = group.key, db.session.query(Pupil).filter_by(class_id=group.id).count()
        db.engine.dispose()
    return Instance(path, app, names, {"email": teacher["email"], "password": teacher["password"]}, report, rows)


def _add_class(school: School, teacher: Staff, pupils: int) -> list[dict[str, str]]:
    at = now()
    year = school_year(local_day(at))
    digest = hash_secret(WORDS.replace(" ", "-"))  # one hash for all: only checking is timed
    with writing(db.session):
        group = SchoolClass(
            school_id=school.id, year=year, name="Meetklas", years=[7], code=CODE, secret_kind="words",
            sign_in_time="always", created_at=at,
        )  # fmt: skip
        db.session.add(group)
        db.session.flush()
        db.session.add(ClassTeacher(class_id=group.id, staff_id=teacher.id, school_id=school.id))
        rows = [
            Pupil(
                school_id=school.id, class_id=group.id, first_name=f"Kind {n:02d}", year_group=7, route="plus",
                secret_hash=digest, secret_own=True, created_at=at,
            )
            for n in range(1, pupils + 1)
        ]  # fmt: skip
        db.session.add_all(rows)
        db.session.flush()
        return [{"code": CODE, "pupil": row.key, "words": WORDS} for row in rows]
