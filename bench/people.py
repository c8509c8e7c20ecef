"""Schools to measure: made in bulk, with a teacher, and the pages that a pupil and that teacher open."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bench.history import Child, add_years
from classroom.commands import live
from core.clock import now
from core.database import db, writing
from school.models import ClassTeacher, Pupil, School, SchoolClass, Staff
from school.sign_in import begin_pupil, begin_staff

MODULE, STEP, GUESS = "doorsturen", "s1", "sem"
LESSON_MINUTES = 45
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

Request = Callable[[], int]
"""Asks for one page; gives its bytes."""


@dataclass(frozen=True)
class Place:
    """The class of a school that is measured."""

    school: int
    class_id: int
    key: str
    pupil: int
    teacher: int


def add_school(
    session: Session, name: str, classes: int, pupils: int, years: Iterable[int], running: int, rng: random.Random
) -> Place:
    """A school with ``pupils`` in ``classes``, who did everything in each of ``years``; a lesson runs in the first."""
    at, years = now(), list(years)
    with writing(session):
        school = School(name=name, protocol_slug="gsv", created_at=at)
        session.add(school)
        session.flush()
        staff = Staff(
            school_id=school.id, role="teacher", name="Bench", email=f"t{school.id}@bench.invalid", created_at=at
        )
        session.add(staff)
        session.flush()
        groups = [
            add_class(session, school, staff, f"Groep {number}", running, pupils // classes, rng)
            for number in range(classes)
        ]
    for group, children in groups:
        live_through(session, group, children, years, running, rng)
    first, children = groups[0]
    live.start(
        session, school_id=school.id, class_id=first.id, staff_id=staff.id, module=MODULE, lesson=1,
        minutes=LESSON_MINUTES, at=at,
    )  # fmt: skip
    return Place(school.id, first.id, first.key, children[0], staff.id)


def add_class(
    session: Session, school: School, staff: Staff, name: str, year: int, pupils: int, rng: random.Random
) -> tuple[SchoolClass, list[int]]:
    """A class with ``pupils`` who have not begun. Call inside ``writing``."""
    at = now()
    group = SchoolClass(
        school_id=school.id, year=year, name=name, years=[7], code=_code(rng), sign_in_time="always",
        created_at=at,
    )  # fmt: skip
    session.add(group)
    session.flush()
    session.add(ClassTeacher(class_id=group.id, staff_id=staff.id, school_id=school.id))
    rows = [
        Pupil(
            school_id=school.id, class_id=group.id, first_name=f"Kind {n:02d}", year_group=7, route="plus",
            secret_hash="-", secret_own=True, created_at=at,
        )
        for n in range(pupils)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return group, [row.id for row in rows]


def live_through(
    session: Session, group: SchoolClass, children: Sequence[int], years: Iterable[int], running: int,
    rng: random.Random,
) -> None:  # fmt: skip
    """The years of a class: in those before the running one its pupils were in a class that is archived now."""
    for year in years:
        then = group if year == running else _archived(session, group, year, rng)
        add_years(session, [Child(one, group.school_id, then.id) for one in children], [year], running=running, rng=rng)


def _archived(session: Session, group: SchoolClass, year: int, rng: random.Random) -> SchoolClass:
    """The class that the same pupils were in then."""
    with writing(session):
        old = SchoolClass(
            school_id=group.school_id, year=year, name=group.name, years=group.years, code=_code(rng),
            created_at=group.created_at, archived_at=group.created_at,
        )  # fmt: skip
        session.add(old)
        session.flush()
    return old


def _code(rng: random.Random) -> str:
    return "".join(rng.choices(CODE_LETTERS, k=8))


def visitors_of(app: Flask, place: Place) -> tuple[dict[str, Request], Request]:
    """What is measured of a school, by name, each a request that raises when it is not answered; and the unit."""
    at = now()
    with app.app_context():  # not around the requests: they would share what the site remembers within one
        in_class = begin_pupil(db.session, db.session.get_one(Pupil, place.pupil), at=at)
        in_charge = begin_staff(db.session, db.session.get_one(Staff, place.teacher), at=at, second_factor=False)
    pupil, teacher = _signed_in(app, in_class), _signed_in(app, in_charge)
    lesson, step = f"/les/{MODULE}", f"/les/{MODULE}/stap/{STEP}"
    found = re.search(r'name="csrf_token" value="([^"]+)"', pupil.get(lesson).get_data(as_text=True))
    token = found[1] if found else ""
    pupil.post(lesson, data={"csrf_token": token})
    board, part = f"/klas/{place.key}/les/nu", {"X-Partial": "1"}
    sent = iter(range(1_000_000))

    def poll() -> int:
        """Nothing changed, unless the minute did: then the next one says so."""
        mark = poll_mark[0]
        answer = teacher.get(board, headers={**part, "If-None-Match": mark})
        if answer.status_code == 200:
            poll_mark[0] = answer.headers["ETag"]
            return poll()
        return _bytes(answer.status_code, answer.data, 304)

    def answer() -> int:
        data = {"csrf_token": token, "_once": f"bench-{next(sent)}", "guess": GUESS}
        given = pupil.post(step, data=data)
        return _bytes(given.status_code, given.data, 303)

    poll_mark = [teacher.get(board, headers=part).headers["ETag"]]
    requests = {
        "pupil's home": _getting(pupil, "/thuis"),
        "lesson page": _getting(pupil, lesson),
        "answer": answer,
        "class page": _getting(teacher, f"/klas/{place.key}"),
        "board": _getting(teacher, board, part),
        "board poll": poll,
        "class report": _getting(teacher, f"/klas/{place.key}/afspraken/{MODULE}"),
        "all agreements": _getting(teacher, f"/klas/{place.key}/afspraken"),
    }
    return requests, _getting(app.test_client(), "/healthz")


def _signed_in(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def _getting(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> Request:
    def get() -> int:
        answer = client.get(path, headers=headers)
        return _bytes(answer.status_code, answer.data, 200)

    return get


def _bytes(status: int, body: bytes, expected: int) -> int:
    if status != expected:
        raise RuntimeError(f"answered {status} instead of {expected}: {body[:200]!r}")
    return len(body)
