"""Every clause of the five protocols has its place; what waits for later modules is a list that only shrinks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from agreements import catalog
from agreements.coverage import Course, must_be_taught, places, report
from agreements.schema import Protocol
from agreements.sources import joined
from classroom.coverage import course, coverage
from lessons import catalog as lessons
from tests.agreements.table import SCHOOLS
from tests.world import World

WAITING = Path(__file__).with_name("waiting.txt")


def waiting_now() -> dict[str, list[str]]:
    return {name: missing for name, missing in coverage()["waiting"].items() if not name.startswith("basis-")}


def test_all_clauses_are_there_and_nothing_points_to_nothing() -> None:
    found = coverage()
    assert sum(one["protocol"] in SCHOOLS for one in found["clauses"].values()) == 334
    assert found["dangling"] == []


def test_every_clause_is_shown_on_a_page_and_every_pledge_clause_is_placed() -> None:
    for name, one in coverage()["clauses"].items():
        assert one["pages"], name
        assert one["pledge"] == (one["promise"] is not None or one["consequence"]), name


def test_what_waits_for_later_modules_only_shrinks() -> None:
    allowed = set(WAITING.read_text(encoding="utf-8").split())
    new = {name: missing for name, missing in waiting_now().items() if name not in allowed}
    assert new == {}, "taught or tested before, and no longer"
    for missing in waiting_now().values():
        assert set(missing) <= {"step", "item"}


def test_a_clause_that_a_module_cites_is_taught_by_a_step_and_tested_by_an_item() -> None:
    said = course()
    tested = set(said.items.values())
    taught = {ref for refs in said.steps.values() for ref in refs}
    for ref in said.cited:
        assert ref in taught, f"{ref} is in no step"
        assert ref in tested, f"{ref} is in no item"


def test_shown_is_enough_for_missions_and_procedures() -> None:
    gsv = catalog.protocol("gsv").by_id
    assert not must_be_taught(gsv["gsv-communicatie-8"])
    assert not must_be_taught(gsv["gsv-intro-1"])
    assert must_be_taught(gsv["gsv-afspraak-03"])


def test_what_is_missing_is_named() -> None:
    shelf = catalog.shelf()
    gsv = catalog.protocol("gsv")
    nothing = {place.clause.id: place.waiting for place in places(gsv, Course(), shelf.contract)}
    assert nothing["gsv-afspraak-03"] == ("step", "item")
    assert nothing["gsv-intro-1"] == ()
    half = Course(
        cited={("doorsturen", "A1"): ["gsv-afspraak-03", "weg"]}, steps={"doorsturen/s1": [("doorsturen", "A1")]}
    )
    found = report([gsv], half, shelf.contract)
    assert found["clauses"]["gsv-afspraak-03"]["waiting"] == ["item"]
    assert found["clauses"]["gsv-afspraak-03"]["steps"] == ["doorsturen/s1"]
    assert found["dangling"] == ["weg"]


def test_the_base_has_a_clause_for_every_agreement() -> None:
    base = catalog.shelf().base.by_id
    missing = [ref for ref in course().cited if catalog.base_clause(*ref) not in base]
    assert missing == []


def test_a_sixth_protocol_that_is_like_the_base_takes_part_in_its_lessons() -> None:
    words = catalog.shelf().base.by_id["basis-doorsturen-1"].summary
    clause = catalog.protocol("gsv").by_id["gsv-afspraak-03"].model_copy(
        update={"id": "zes-1", "like": ["basis-doorsturen-1"]}
    )  # fmt: skip
    sixth = Protocol(slug="zes", name="Zes", prefix="zes", title=words, clauses=[clause])
    found = places(sixth, course(), catalog.shelf().contract)[0]
    assert found.waiting == ()
    assert found.modules == ("doorsturen",)


def test_what_is_like_the_base_stands_behind_the_agreements_that_the_base_stands_for(app: Flask) -> None:
    base = catalog.shelf().base
    words = base.by_id["basis-doorsturen-1"].summary
    clause = catalog.protocol("gsv").by_id["gsv-afspraak-03"].model_copy(
        update={"id": "zes-1", "like": ["basis-doorsturen-1"]}
    )  # fmt: skip
    sixth = joined(Protocol(slug="zes", name="Zes", prefix="zes", title=words, clauses=[clause]), base)
    cited = course().cited["doorsturen", "A1"]
    found = catalog.agreement_sources([name for name in cited if not name.startswith("basis-")], sixth)
    assert [one.id for one in found.own] == ["zes-1"]


def test_the_command_prints_json(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["coverage"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["totals"]["clauses"] >= 386
    answer = app.test_cli_runner().invoke(args=["coverage", "--waiting"])
    assert answer.exit_code == 0


@pytest.mark.parametrize("who", ["bakker", "joost"])
def test_the_administrators_page_names_lessons_that_carry_a_clause(world: World, who: str) -> None:
    page = world.browser(who).get("/beheer/dekking?onderwerp=respect").get_data(as_text=True)
    assert "doorsturen" in page
    assert "belofte" in page


def test_the_base_says_what_its_lesson_says() -> None:
    """Where a school has no rule of its own, the pages and the lesson give the child the same words."""
    base = {clause.id: clause for clause in catalog.shelf().everything["basis"].clauses}
    for module in lessons.modules():
        for number, agreement in enumerate(lessons.module(module.slug, {}).agreements, 1):
            clause = base[f"basis-{module.slug}-{number}"]
            assert clause.pupil is not None
            for language in ("nl", "en"):
                assert clause.pupil.say(language) == agreement.text.say(language), clause.id
