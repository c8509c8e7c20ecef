"""What a teacher adds: practice only, with clean words; hidden and ordered modules; rules of the class."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from classroom.models import ClassRule, OwnContent
from core.database import db
from lessons.catalog import module as local_module
from lessons.queries import arranged
from progress.models import Evidence
from tests.world import World, csrf_of

GOOD = {
    "kind": "item", "words": "Wat is **slim**?", "option-1": "Eerst vragen", "feedback-1": "Dat is netjes.",
    "option-2": "Meteen sturen", "feedback-2": "Vraag het eerst.", "right": "1",
}  # fmt: skip


@contextmanager
def inside(world: World) -> Iterator[Session]:
    assert world.app is not None
    with world.app.app_context():
        yield db.session


def add(world: World, who: str = "samira", **changes: str) -> int:
    client, path = world.browser(who), f"/klas/{world.keys['groep7']}/eigen/doorsturen"
    token = csrf_of(client, path) if who == "samira" else csrf_of(client, "/klassen")
    return client.post(path, data={**GOOD, **changes, "csrf_token": token}).status_code


def test_an_own_question_is_practice_and_leaves_no_trace(world: World) -> None:
    assert add(world) == 303
    noor = world.browser("noor")
    page = noor.get("/vragen-van-je-klas").get_data(as_text=True)
    assert "<strong>slim</strong>" in page
    assert "Dat is netjes." not in page
    with inside(world) as session:
        key = session.query(OwnContent).one().key
        facts = session.query(Evidence).count()
    token = csrf_of(noor, "/vragen-van-je-klas")
    answer = noor.post(f"/vragen-van-je-klas/{key}", data={"csrf_token": token, "answer": "1"})
    assert "Vraag het eerst." in answer.get_data(as_text=True)
    assert noor.post(f"/vragen-van-je-klas/{key}", data={"csrf_token": token, "answer": "9"}).status_code == 422
    with inside(world) as session:
        assert session.query(Evidence).count() == facts
    amara = world.browser("amara")
    token = csrf_of(amara, "/thuis")
    assert amara.post(f"/vragen-van-je-klas/{key}", data={"csrf_token": token, "answer": "1"}).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"words": " "}, {"right": ""}, {"right": "3"}, {"option-2": ""}, {"feedback-1": ""}, {"words": "x" * 1001},
        {"option-1": "x" * 201}, {"words": "\u202e\x00"},
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused_and_kept_in_the_form(world: World, changes: dict[str, str]) -> None:
    assert add(world, **changes) == 422
    with inside(world) as session:
        assert session.query(OwnContent).count() == 0


def test_nothing_a_teacher_types_becomes_a_script(world: World) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [k](javascript:alert(1)) [g](//kwaad.example)"
    assert add(world, words=evil, **{"option-1": "<b>x</b>", "feedback-1": "<i>y</i>"}) == 303
    pages = {"noor": "/vragen-van-je-klas", "samira": f"/klas/{world.keys['groep7']}/eigen/doorsturen"}
    for who, path in pages.items():
        body = world.browser(who).get(path).get_data(as_text=True)
        for sign in ("<script>alert", "<img src=x", 'href="javascript:', 'href="//kwaad', "<b>x</b>", "<i>y</i>"):
            assert sign not in body, sign


def test_another_teacher_adds_nothing(world: World) -> None:
    assert add(world, "bo") == 404
    with inside(world) as session:
        assert session.query(OwnContent).count() == 0


def test_a_talk_question_comes_on_the_card_and_in_the_guide(world: World) -> None:
    assert add(world, kind="talk", words="Wat zou Noor doen?") == 303
    client, key = world.browser("samira"), world.keys["groep7"]
    assert "Wat zou Noor doen?" in client.get(f"/klas/{key}/lesgids/doorsturen").get_data(as_text=True)
    card = client.get(f"/klas/{key}/digibord?les=doorsturen&kaart=gesprek").get_data(as_text=True)
    assert "Wat zou een kind doen?" in card


def test_hidden_and_ordered_lessons_hold_for_this_class_only(world: World) -> None:
    client, key = world.browser("samira"), world.keys["groep7"]
    form = {"csrf_token": csrf_of(client, f"/klas/{key}/lessen"), "hidden-privacy": "1", "place-doorsturen": "1"}
    assert client.post(f"/klas/{key}/lessen", data=form).status_code == 303
    noor = world.browser("noor").get("/thuis").get_data(as_text=True)
    assert "/les/privacy" not in noor
    assert noor.index("/les/doorsturen") < noor.index("/les/wachtwoorden")
    assert "/les/privacy" in world.browser("amara").get("/thuis").get_data(as_text=True)


def test_class_rules_make_a_poster(world: World) -> None:
    client, key = world.browser("samira"), world.keys["groep7"]
    token = csrf_of(client, f"/klas/{key}/regels")
    rules = ["We vragen het eerst.", "", "Stop is <b>stop</b>."]
    assert client.post(f"/klas/{key}/regels", data={"csrf_token": token, "rule": rules}).status_code == 303
    page = client.get(f"/klas/{key}/regels/poster").get_data(as_text=True)
    assert "We vragen het eerst." in page
    assert "<b>stop</b>" not in page
    assert client.post(f"/klas/{key}/regels", data={"csrf_token": token, "rule": ["x"] * 6}).status_code == 422
    assert client.post(f"/klas/{key}/regels", data={"csrf_token": token, "rule": ["x" * 141]}).status_code == 422
    with inside(world) as session:
        assert session.query(ClassRule).count() == 2


def test_a_class_leaves_exercises_out_and_never_the_talk_or_the_end(world: World) -> None:
    client, key = world.browser("samira"), world.keys["groep7"]
    path = f"/klas/{key}/eigen/doorsturen"
    steps = local_module("doorsturen", {}).steps
    practice = next(step for step in steps if step.phase == "practice")
    talk = next(step for step in steps if step.phase == "talk")
    form = {"csrf_token": csrf_of(client, path), "off": [practice.id, talk.id, "s99"]}
    assert client.post(f"{path}/stappen", data=form).status_code == 303
    with inside(world) as session:
        assert arranged(session, world.ids["groep7"], "doorsturen").off == (practice.id,)
        assert arranged(session, world.ids["groep5"], "doorsturen").off == ()
    assert f'value="{practice.id}" checked' in client.get(path).get_data(as_text=True)
    assert client.post(f"/klas/{key}/eigen/bestaatniet/stappen", data=form).status_code == 404
