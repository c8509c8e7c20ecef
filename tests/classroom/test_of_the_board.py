"""The board: several schools, totals without names, nothing else."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask

from core.database import db, writing
from school.access import TABLE
from school.models import BoardSchool, Staff
from tests.classroom.history import take_quiz
from tests.conftest import MONDAY_MORNING
from tests.world import World


def test_a_board_chooses_among_its_schools(world: World) -> None:
    page = world.browser("karin").get("/bestuur").get_data(as_text=True)
    assert "De Wilg" in page and "De Eik" in page
    english = world.browser("karin").get("/bestuur", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "without names" in english


@pytest.mark.parametrize(("school", "name"), [("gsv-school", "De Wilg"), ("meilan-school", "De Eik")])
def test_each_has_its_sheet_without_a_name(world: World, school: str, name: str) -> None:
    from school.models import Pupil

    assert world.app is not None
    with world.app.app_context():
        noor = db.session.get_one(Pupil, world.ids["noor"])
        take_quiz(db.session, noor, "doorsturen", Random(4), 0.7, MONDAY_MORNING)
    karin, key = world.browser("karin"), world.keys[school]
    page = karin.get(f"/bestuur?school={key}").get_data(as_text=True)
    data = karin.get(f"/bestuur/overzicht.csv?school={key}").data.decode("utf-8-sig")
    assert name in page and f"school={key}" in page
    for never in ("Noor", "Tygo", "Amara", "Sem,", "Samira", world.keys["groep7"]):
        assert never not in page + data


def test_a_school_of_another_board_does_not_exist(world: World) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        row = db.session.get_one(BoardSchool, (world.ids["karin"], world.ids["meilan-school"]))
        db.session.delete(row)
    karin, other = world.browser("karin"), world.keys["meilan-school"]
    for path in (f"/bestuur?school={other}", f"/bestuur/overzicht.csv?school={other}", "/bestuur?school=nergens"):
        assert karin.get(path).status_code == 404
    assert "De Wilg" in karin.get("/bestuur").get_data(as_text=True), "with one school there is nothing to choose"
    assert karin.get("/bestuur/overzicht.csv").status_code == 200


def test_a_file_of_no_school_is_not_found(world: World) -> None:
    assert world.browser("karin").get("/bestuur/overzicht.csv").status_code == 404


def test_a_board_reaches_no_class_child_or_team() -> None:
    reached = {permission for permission, roles in TABLE.items() if "board" in roles and "anonymous" not in roles}
    assert reached == {"signed-in", "account.manage", "board.see"}


def test_the_operator_makes_a_board_member(app: Flask, world: World) -> None:
    runner, keys = app.test_cli_runner(), (world.keys["gsv-school"], world.keys["meilan-school"])
    refused = runner.invoke(args=["create-board", "b@example.org", "Bo", "--school", "nergens"])
    assert refused.exit_code == 1 and "No school has the key nergens." in refused.output
    made = runner.invoke(args=["create-board", "b@example.org", "Bestuur", "--school", keys[0], "--school", keys[1]])
    assert made.exit_code == 0 and "board" in made.output
    taken = runner.invoke(args=["create-board", "b@example.org", "Bestuur", "--school", keys[0]])
    assert taken.exit_code == 1
    with app.app_context():
        staff = db.session.query(Staff).filter_by(email="b@example.org").one()
        assert staff.role == "board"
        assert {row.school_id for row in db.session.query(BoardSchool).filter_by(staff_id=staff.id)} == {
            world.ids["gsv-school"], world.ids["meilan-school"],
        }  # fmt: skip
