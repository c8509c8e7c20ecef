"""The cast of the tests: whom a rule is about, who may, and who may not.

Juf Samira's groep 7 (GSV's protocol) with Noor and Tygo; meester Bo of another class of the same school, with Amara;
the administrator Bakker; a second school (Meilân's protocol) with juf
Els, Sem and the administrator Joost; and Karin of the board of both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.clock import local_day, now, school_year
from core.database import db
from school.models import BoardSchool, ClassTeacher, Pupil, School, SchoolClass, Staff
from school.secrets import hash_secret
from school.sign_in import begin_pupil, begin_staff

R = TypeVar("R", School, Staff, SchoolClass, Pupil)

SECRET = "fiets-maan-vis-boom"
PASSWORD = "regen loopt langs het raam"


@dataclass
class World:
    """Ids and keys of the cast, and browsers signed in as them."""

    ids: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    app: Flask | None = None

    def browser(self, who: str = "") -> FlaskClient:
        """A browser signed in as ``who`` (``noor``, ``samira``, ``bakker`` …), or as nobody."""
        assert self.app is not None
        client = self.app.test_client()
        if not who:
            return client
        with self.app.app_context():
            pupil = db.session.get(Pupil, self.ids[who]) if who in PUPILS else None
            if pupil is not None:
                token = begin_pupil(db.session, pupil, at=now())
            else:
                staff = db.session.get(Staff, self.ids[who])
                assert staff is not None
                token = begin_staff(db.session, staff, at=now(), second_factor=True)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client


PUPILS = {"noor", "tygo", "amara", "sem"}
STAFF = {"samira", "bo", "bakker", "els", "joost", "karin"}


def shown(page: str) -> str:
    """A page without what its forms give along unseen: random letters, which may spell any short name."""
    return re.sub(r'<input type="hidden"[^>]*>', "", page)


def csrf_of(client: FlaskClient, path: str) -> str:
    """The anti-forgery token in the first form of a page."""
    body = client.get(path).get_data(as_text=True)
    return body.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def make_world(session: Session, at: datetime) -> World:
    """Put the cast into the database; call inside ``writing(session)``."""
    world = World()
    year = school_year(local_day(at))
    first = _school(session, world, "gsv-school", "De Wilg", "gsv", at)
    second = _school(session, world, "meilan-school", "De Eik", "meilan", at)
    samira = _staff(session, world, "samira", first, "teacher", at)
    bo = _staff(session, world, "bo", first, "teacher", at)
    _staff(session, world, "bakker", first, "administrator", at)
    els = _staff(session, world, "els", second, "teacher", at)
    _staff(session, world, "joost", second, "administrator", at)
    karin = _staff(session, world, "karin", first, "board", at)
    session.add_all(BoardSchool(staff_id=karin.id, school_id=school.id) for school in (first, second))
    seven = _class(session, world, "groep7", first, samira, year, 7, "WZGK47XD", at)
    five = _class(session, world, "groep5", first, bo, year, 5, "BRMT58HP", at)
    other = _class(session, world, "groep8", second, els, year, 8, "KDVN69QS", at)
    _pupil(session, world, "noor", seven, at)
    _pupil(session, world, "tygo", seven, at)
    _pupil(session, world, "amara", five, at)
    _pupil(session, world, "sem", other, at)
    return world


def _school(session: Session, world: World, name: str, title: str, protocol: str, at: datetime) -> School:
    school = School(name=title, protocol_slug=protocol, created_at=at)
    session.add(school)
    return _known(session, world, name, school)


def _staff(session: Session, world: World, name: str, school: School, role: str, at: datetime) -> Staff:
    staff = Staff(
        school_id=school.id, role=role, name=name.title(), email=f"{name}@example.org",
        password_hash=hash_secret(PASSWORD), created_at=at,
    )  # fmt: skip
    session.add(staff)
    return _known(session, world, name, staff)


def _class(
    session: Session, world: World, name: str, school: School, teacher: Staff, year: int, group: int, code: str,
    at: datetime,
) -> SchoolClass:  # fmt: skip
    row = SchoolClass(
        school_id=school.id, year=year, name=f"Groep {group}", years=[group], code=code, created_at=at,
        sign_in_time="always",
    )  # fmt: skip
    session.add(row)
    _known(session, world, name, row)
    session.add(ClassTeacher(class_id=row.id, staff_id=teacher.id, school_id=school.id))
    world.codes[name] = code
    return row


def _pupil(session: Session, world: World, name: str, group: SchoolClass, at: datetime) -> Pupil:
    pupil = Pupil(
        school_id=group.school_id, class_id=group.id, first_name=name.title(), year_group=group.years[0],
        route="plus" if group.years[0] >= 7 else "basis", secret_hash=hash_secret(SECRET), secret_own=True,
        created_at=at,
    )  # fmt: skip
    session.add(pupil)
    return _known(session, world, name, pupil)


def _known(session: Session, world: World, name: str, row: R) -> R:
    session.flush()
    world.ids[name], world.keys[name] = row.id, row.key
    return row
