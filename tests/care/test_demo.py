"""The demo: five schools, everybody can sign in, three believable weeks, and gone without a trace."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from agreements.catalog import shelf
from app import create_app
from core.clock import now
from core.database import Base, db, writing
from core.settings import load
from pledges.models import PledgeLink, PledgeSigning
from pledges.queries.checking import verify_school
from progress.models import Evidence, ModuleState
from school.models import Pupil, School, Staff
from school.rules.second_step import code_at
from school.secrets import use_cheap_hashes
from tests.world import csrf_of

STORY_CAST = {"Noor", "Ilyas", "Saar", "Mei-Lin", "Tygo", "Zofia", "Amara", "Jayden", "Bram", "Sem"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site of its own with the demo made by its command."""
    use_cheap_hashes()
    app = create_app(load({}, INSTANCE_PATH=tmp_path_factory.mktemp("demo"), LOG_LEVEL="ERROR"), TESTING=True)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 0, done.output
    yield app
    with app.app_context():
        db.engine.dispose()


def accounts_file(app: Flask) -> Path:
    return Path(app.extensions["settings"].instance_path) / "demo-accounts.json"


def accounts(app: Flask) -> list[dict[str, Any]]:
    schools: list[dict[str, Any]] = json.loads(accounts_file(app).read_text(encoding="utf-8"))["schools"]
    return schools


def sign_in_pupil(browser: FlaskClient, code: str, name: str, secret: list[str]) -> str:
    browser.post("/", data={"csrf_token": csrf_of(browser, "/"), "code": code})
    page = browser.get("/wie").get_data(as_text=True)
    tile = page.split(f">{name}</button>", 1)[0].rsplit('value="', 1)[1].split('"', 1)[0]
    browser.post("/wie", data={"csrf_token": csrf_of(browser, "/wie"), "pupil": tile})
    form = {"csrf_token": csrf_of(browser, "/geheim"), "picture": secret, "words": " ".join(secret)}
    return str(browser.post("/geheim", data=form).location)


def test_there_is_a_school_for_every_protocol(demo: Flask) -> None:
    assert {school["protocol"] for school in accounts(demo)} == set(shelf().protocols)
    assert accounts(demo)[0]["name"] == "Demoschool (protocol GSV)"


def test_the_file_has_its_shape_and_is_for_the_owner_only(demo: Flask) -> None:
    assert stat.S_IMODE(accounts_file(demo).stat().st_mode) == 0o600
    for school in accounts(demo):
        assert set(school) == {"name", "protocol", "classes", "staff"}
        for group in school["classes"]:
            assert set(group) == {"name", "code", "pupils"}
            assert all(set(pupil) == {"name", "secret"} and len(pupil["secret"]) == 4 for pupil in group["pupils"])
        for person in school["staff"]:
            assert set(person) == {"role", "email", "password", "totp_secret"}
        assert {person["role"] for person in school["staff"]} == {"teacher", "administrator"}


def test_everybody_of_every_school_can_sign_in(demo: Flask) -> None:
    for school in accounts(demo):
        for group in school["classes"]:
            pupil = group["pupils"][0]
            assert sign_in_pupil(demo.test_client(), group["code"], pupil["name"], pupil["secret"]) == "/thuis"
        for person in school["staff"]:
            browser = demo.test_client()
            form = {
                "csrf_token": csrf_of(browser, "/leerkracht"),
                "email": person["email"],
                "password": person["password"],
            }
            place = browser.post("/leerkracht", data=form).location
            if person["totp_secret"]:
                assert place == "/leerkracht/code"
                code = code_at(person["totp_secret"], now())
                form = {"csrf_token": csrf_of(browser, place), "code": code}
                place = browser.post("/leerkracht/code", data=form).location
            assert place == "/klassen"


def test_the_large_class_has_twenty_four_pupils_none_of_the_stories(demo: Flask) -> None:
    group = accounts(demo)[0]["classes"][0]
    assert (group["name"], len(group["pupils"])) == ("Groep 7", 24)
    names = {pupil["name"] for school in accounts(demo) for one in school["classes"] for pupil in one["pupils"]}
    assert not names & STORY_CAST


def test_three_weeks_lie_behind_it(demo: Flask) -> None:
    with demo.app_context():
        school = db.session.scalars(select(School).where(School.protocol_slug == "gsv")).one()
        count = select(func.count())
        assert (db.session.scalar(count.select_from(Evidence).where(Evidence.school_id == school.id)) or 0) > 1000
        mastered = select(ModuleState).where(ModuleState.mastered_at.is_not(None), ModuleState.school_id == school.id)
        by_module = [row.module for row in db.session.scalars(mastered)]
        for slug in ("wachtwoorden", "doorsturen"):
            assert 12 <= by_module.count(slug) <= 23, "most have it, not everybody"
        signings = db.session.scalars(select(PledgeSigning).where(PledgeSigning.school_id == school.id)).all()
        assert len(signings) >= 15
        assert all(signing.countersigned_at for signing in signings)
        assert all(row.at <= now() for row in db.session.scalars(select(Evidence)))


def test_its_chain_is_sound(demo: Flask) -> None:
    with demo.app_context():
        for school in db.session.scalars(select(School)):
            assert verify_school(db.session, demo.extensions["seals"], school) == []


def test_the_teachers_pages_show_it(demo: Flask) -> None:
    person = accounts(demo)[0]["staff"][0]
    browser = demo.test_client()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": person["email"], "password": person["password"]}
    browser.post("/leerkracht", data=form)
    page = browser.get("/klassen").get_data(as_text=True)
    assert "Groep 7" in page
    assert "Dit is een demo." in page


def test_made_again_nothing_changes(demo: Flask) -> None:
    before = accounts_file(demo).read_bytes()
    assert demo.test_cli_runner().invoke(args=["demo"]).exit_code == 0
    assert accounts_file(demo).read_bytes() == before


def test_it_does_not_mix_with_real_schools_and_goes_without_a_trace(demo: Flask) -> None:
    with demo.app_context(), writing(db.session):
        db.session.add(School(name="De Wilg", protocol_slug="gsv", created_at=now()))
    runner = demo.test_cli_runner()
    assert "5" in runner.invoke(args=["remove-demo"]).output
    assert not accounts_file(demo).exists()
    with demo.app_context():
        assert [school.name for school in db.session.scalars(select(School))] == ["De Wilg"]
        for table in (Pupil, Staff, Evidence, PledgeLink):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
    refused = runner.invoke(args=["demo"])
    assert refused.exit_code == 1
    assert "echte scholen" in refused.output
