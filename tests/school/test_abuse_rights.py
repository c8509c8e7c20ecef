"""Abuse by people who are signed in: A11 to A17 of the threat model. Every address is found by itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.database import Base, db, writing
from quizzes.models import AnswerDraft, Attempt, AttemptAnswer
from school.access import TABLE
from school.models import ClassTeacher, Pupil, SchoolClass, Staff
from tests.conftest import Clock
from tests.house.test_access import address, needs, rules, verbs
from tests.quizzes.quizzing import ROOT, begin, running
from tests.school.test_staff_door import sign_in
from tests.world import World, csrf_of

CANARIES = {"amara": "Kanariegeel", "sem": "Kanariegroen", "tygo": "Kanarieblauw"}
NOBODY = "zzzzzzzzzzzz"


@pytest.fixture
def birds(world: World) -> World:
    """The cast with a name that stands nowhere else for each child but Noor, and for each other class."""
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        for who, name in CANARIES.items():
            db.session.execute(update(Pupil).where(Pupil.id == world.ids[who]).values(first_name=name))
        for group, name in (("groep5", "Kanarieklas vijf"), ("groep8", "Kanarieklas acht")):
            db.session.execute(update(SchoolClass).where(SchoolClass.id == world.ids[group]).values(name=name))
    return world


def stripped(answer: TestResponse, *gone: str) -> str:
    """The page without what differs for everybody: request, form token, and the keys in the address."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))
    page = page.replace(answer.headers.get("X-Request-Id", "no id"), "")
    for key in gone:
        page = page.replace(key, "KEY")
    return page


def send(client: FlaskClient, rule: Rule, path: str, token: str) -> TestResponse:
    verb = "GET" if "GET" in verbs(rule) else verbs(rule)[0]
    return client.open(path, method=verb, data={"csrf_token": token} if verb != "GET" else None)


@pytest.mark.parametrize(("group", "pupil"), [("groep5", "amara"), ("groep8", "sem")])
def test_a11_what_is_of_another_teacher_answers_like_what_does_not_exist(birds: World, group: str, pupil: str) -> None:
    app, samira = birds.app, birds.browser("samira")
    assert app is not None
    token, wrong = csrf_of(samira, "/account"), []
    for rule in rules(app):
        if not {"class_key", "pupil_key"} & rule.arguments or "teacher" not in TABLE[needs(app, rule)]:
            continue
        keys = {"class_key": birds.keys[group], "pupil_key": birds.keys[pupil]}
        theirs = send(samira, rule, address(rule, **keys), token)
        none = send(samira, rule, address(rule, class_key=NOBODY, pupil_key=NOBODY), token)
        same = stripped(theirs, *keys.values()) == stripped(none, NOBODY)
        if (theirs.status_code, none.status_code) != (404, 404) or not same or b"anarie" in theirs.data:
            wrong.append(f"{rule.rule}: {theirs.status_code} and {none.status_code}, same page: {same}")
    assert not wrong, "\n".join(wrong)


def test_a12_a_pupil_gets_nothing_that_is_for_staff_and_no_other_child_anywhere(birds: World) -> None:
    app, noor = birds.app, birds.browser("noor")
    assert app is not None
    token, wrong = csrf_of(noor, "/leerkracht"), []
    for rule in rules(app):
        if rule.endpoint == "entrance.sign_out":
            continue
        keys = {"class_key": birds.keys["groep7"], "pupil_key": birds.keys["tygo"]}
        may = "pupil" in TABLE[needs(app, rule)] and not set(keys) & rule.arguments
        for verb in verbs(rule):
            if may and verb != "GET":
                continue  # what pupils send is theirs; the pages are looked at
            answer = noor.open(
                address(rule, **keys), method=verb, data={"csrf_token": token} if verb != "GET" else None
            )
            if not may and answer.status_code != 404:
                wrong.append(f"{verb} {rule.rule}: {answer.status_code}")
            if rule.endpoint == "entrance.together":
                continue  # first names of the own class, as on the tiles at the door; test_pairs tries the others
            if b"anarie" in answer.data or "anarie" in str(answer.headers):
                wrong.append(f"{verb} {rule.rule}: another child")
    assert not wrong, "\n".join(wrong)


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with app.app_context():
        counted = (
            table for table in Base.metadata.sorted_tables if table.name not in ("record_read", "sign_in", "budget")
        )
        return {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in counted}


def test_a13_the_work_of_another_pupil_cannot_be_reached(world: World) -> None:
    app = world.app
    assert app is not None
    begin(world.browser("noor"))
    items, tygo = list(running(world).items), world.browser("tygo")
    token = csrf_of(tygo, ROOT)
    before = rows(app)
    for item in items:
        assert tygo.get(f"{ROOT}/{item}").status_code == 404
        for end in ("", "/concept", "/hulp"):
            form = {"csrf_token": token, "unsure": "1", "answer": "x"}
            assert tygo.post(f"{ROOT}/{item}{end}", data=form).status_code == 404, end
    assert rows(app) == before
    with app.app_context():
        assert db.session.scalars(select(AttemptAnswer)).all() == [] == db.session.scalars(select(AnswerDraft)).all()
        assert db.session.scalars(select(Attempt)).one().pupil_id == world.ids["noor"]
    for number in (0, 1, 2, 99, -1):
        assert tygo.get(f"/les/doorsturen/toets/{number}").status_code == 404
        assert tygo.get(f"/belofte/{number}").status_code == 404


def test_a14_the_form_of_a_class_takes_no_other_class_or_school(world: World) -> None:
    samira, app = world.browser("samira"), world.app
    assert app is not None
    path = f"/klas/{world.keys['groep7']}/instellingen"
    form = {
        "csrf_token": csrf_of(samira, path), "name": "Groep 7", "years": "7", "secret_kind": "pictures",
        "sign_in_time": "always", "school_id": "2", "id": str(world.ids["groep8"]), "key": "aaaaaaaaaaaa",
        "code": "AAAAAAAA", "role": "administrator", "staff_id": str(world.ids["bakker"]),
    }  # fmt: skip
    samira.post(path, data=form)
    with app.app_context():
        group = db.session.get_one(SchoolClass, world.ids["groep7"])
        assert (group.school_id, group.key, group.code) == (
            world.ids["gsv-school"], world.keys["groep7"], world.codes["groep7"],
        )  # fmt: skip
        assert db.session.get_one(Staff, world.ids["samira"]).role == "teacher"


@pytest.mark.parametrize("who", ["samira", "bakker"])
def test_a16_staff_cannot_do_anything_as_a_pupil_and_a_preview_writes_nothing(world: World, who: str) -> None:
    app, staff = world.app, world.browser(who)
    assert app is not None
    token, wrong = csrf_of(staff, "/account"), []
    staff.get("/voorbeeld/lessen/doorsturen")
    before = rows(app)
    for rule in rules(app):
        permitted = TABLE[needs(app, rule)]
        preview = needs(app, rule) == "preview.see"
        if "POST" not in verbs(rule) or not (preview or ("pupil" in permitted and not permitted & {"teacher"})):
            continue
        for slug in ("doorsturen", "x"):
            path = address(rule, slug=slug, step_id="s1", item_key="DS-01", promise_id="p03")
            status = staff.post(path, data={"csrf_token": token, "unsure": "1"}).status_code
            if status not in ((200, 303, 404, 422) if preview else (404,)):
                wrong.append(f"{rule.rule}: {status}")
    assert not wrong, "\n".join(wrong)
    assert rows(app) == before


@pytest.mark.parametrize("end", ["untied", "last day gone", "stopped"])
def test_a17_a_page_that_refreshes_itself_stops_for_who_was_removed(world: World, clock: Clock, end: str) -> None:
    app = world.app
    assert app is not None
    samira, group = sign_in(world), f"/klas/{world.keys['groep7']}"
    assert samira.get(f"{group}/les").status_code == 200
    with app.app_context(), writing(db.session):
        mine = ClassTeacher.staff_id == world.ids["samira"]
        if end == "untied":
            db.session.execute(delete(ClassTeacher).where(mine))
        elif end == "stopped":
            db.session.execute(update(Staff).where(Staff.id == world.ids["samira"]).values(disabled_at=clock.at))
        else:
            yesterday = clock.at.date() - timedelta(days=1)
            db.session.execute(update(ClassTeacher).where(mine).values(until=yesterday))
    for path in (f"{group}/les/nu", f"{group}/digibord/nu", group, f"{group}/verslag/klas.csv"):
        answer = samira.get(path, headers={"X-Partial": "1", "If-None-Match": "*"})
        assert answer.status_code == (302 if end == "stopped" else 404), path
        assert b"Noor" not in answer.data
