"""The first real use: a code from the terminal, one page, one school with its administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.database import db
from school.models import School, Staff
from tests.conftest import Clock
from tests.world import World, csrf_of

FORM = {
    "school": "De Wilg", "protocol": "gsv", "region": "noord", "name": "Bea Wiersma", "email": "bea@dewilg.example",
    "passphrase": "vlieger soep donderslag anker",
}  # fmt: skip


def printed_code(app: Flask) -> str:
    output = app.test_cli_runner().invoke(args=["first-run-code"]).output
    return str(output.strip().rsplit(" ", 1)[-1])


def send(browser: FlaskClient, code: str, **changes: str) -> tuple[int, str]:
    form = {**FORM, **changes, "code": code, "csrf_token": csrf_of(browser, "/begin")}
    answer = browser.post("/begin", data=form)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def test_an_empty_site_leads_to_the_first_run(app: Flask, clock: Clock) -> None:
    assert app.test_client().get("/").location == "/begin"


def test_the_code_makes_the_school_and_signs_the_administrator_in(app: Flask, clock: Clock) -> None:
    browser = app.test_client()
    assert send(browser, printed_code(app)) == (303, "/klassen")
    with app.app_context():
        school = db.session.scalars(select(School)).one()
        staff = db.session.scalars(select(Staff)).one()
        assert (school.name, school.protocol_slug, school.demo) == ("De Wilg", "gsv", False)
        assert (staff.role, staff.email) == ("administrator", "bea@dewilg.example")
    assert browser.get("/account").status_code == 200
    assert app.test_client().get("/begin").location == "/"
    assert app.test_cli_runner().invoke(args=["first-run-code"]).output == ""


def test_without_the_code_nothing_is_made(app: Flask, clock: Clock) -> None:
    status, page = send(app.test_client(), "ABCD-EFGH-JKMN")
    assert status == 422
    assert "Deze code klopt niet" in page
    with app.app_context():
        assert db.session.scalars(select(School)).all() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"school": "  \x00 "}, "Vul een naam in"), ({"email": "bea"}, "Dit is geen e-mailadres."),
     ({"protocol": "mijn-eigen"}, "Kies een protocol uit de lijst."), ({"region": "oost"}, "Kies een vakantieregio"),
     ({"passphrase": "kort"}, "minstens 12 tekens"), ({"passphrase": "dewilgdewilg"}, "snel te raden"),
     ({"name": "x" * 81}, "hoogstens 80 tekens")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, clock: Clock, changes: dict[str, str], words: str
) -> None:
    status, page = send(app.test_client(), printed_code(app), **changes)
    assert status == 422
    assert words in page
    if "email" not in changes:
        assert 'value="bea@dewilg.example"' in page


def test_a_code_works_once_and_for_a_week(app: Flask, clock: Clock) -> None:
    code = printed_code(app)
    newer = printed_code(app)
    assert send(app.test_client(), code)[0] == 422, "a newer code replaces the older"
    clock.at += timedelta(days=7)
    assert send(app.test_client(), newer)[0] == 422


def test_demo_schools_do_not_count_as_real_use(world: World) -> None:
    from core.database import writing

    assert world.app is not None
    settings = world.app.extensions["settings"]
    with world.app.app_context(), writing(db.session):
        for school in db.session.scalars(select(School)):
            school.demo = True
    assert world.browser().get("/").status_code == 200
    world.app.extensions["settings"] = settings.model_copy(update={"demo": False})
    try:
        assert world.browser().get("/").location == "/begin"
    finally:
        world.app.extensions["settings"] = settings


def test_create_admin_and_reset_staff_hand_out_codes(world: World) -> None:
    assert world.app is not None
    runner = world.app.test_cli_runner()
    assert runner.invoke(args=["create-admin", "nieuw@example.org", "Nieuw"]).exit_code == 1, "which of two schools?"
    made = runner.invoke(args=["create-admin", "nieuw@example.org", "Nieuw", "--school", world.keys["gsv-school"]])
    assert made.exit_code == 0
    assert "nieuw@example.org" in made.output
    again = runner.invoke(args=["create-admin", "NIEUW@example.org", "Nieuw", "--school", world.keys["gsv-school"]])
    assert again.exit_code == 1
    reset = runner.invoke(args=["reset-staff", "bakker@example.org"])
    code = reset.output.strip().rsplit(" ", 1)[-1]
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/toegang"), "code": code, "passphrase": FORM["passphrase"]}
    assert browser.post("/toegang", data=form).location == "/klassen"
    assert runner.invoke(args=["reset-staff", "niemand@example.org"]).exit_code == 1
