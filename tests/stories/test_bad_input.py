"""What goes wrong in a lesson gets a sentence and a status of its own, and takes nothing that was done.

Beside the tests of each feature: here one pupil in the middle of a module meets everything in turn.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.database import db
from lessons import catalog
from lessons.models import StepState
from lessons.schema import Module
from progress.models import Evidence
from school.sign_in import PUPIL_IDLE
from tests.conftest import Clock
from tests.lessons.walking import begin, finish, send, settings_of, up_to
from tests.school.test_door import PICTURES, at_the_secret, change_class, send_pictures
from tests.world import World, csrf_of

ROOT = "/les/doorsturen"
HERE = f"{ROOT}/stap/s4"
ANSWER = {"card-gym": ["gerust"]}
LARGE = "x" * 100_000


@pytest.fixture
def module(world: World) -> Module:
    return catalog.module("doorsturen", settings_of("gsv"))


@pytest.fixture
def noor(world: World, module: Module) -> FlaskClient:
    """Noor, with three steps behind her."""
    client = world.browser("noor")
    up_to(client, module, "s4")
    return client


def done(world: World) -> tuple[list[Any], int]:
    """All that is kept of what Noor did."""
    assert world.app is not None
    with world.app.app_context():
        rows = db.session.scalars(select(StepState).order_by(StepState.step))
        steps = [(row.step, row.first, row.last, row.tries, row.finished_at) for row in rows]
        return steps, db.session.scalar(select(func.count()).select_from(Evidence)) or 0


def sentence(reply: TestResponse) -> str:
    """What the page says went wrong: the summary above a form, or the error page."""
    page = reply.get_data(as_text=True)
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    found = re.search(r'class="fouten".*?</div>', main, re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", " ", found[0] if found else main.partition(">")[2]))
    return re.sub(r"\s+", " ", words).strip()[:300]


def a_step_too_far(client: FlaskClient) -> TestResponse:
    return send(client, f"{ROOT}/stap/s6", {"place-weghalen": ["1"]})


def a_step_that_is_not_there(client: FlaskClient) -> TestResponse:
    token = csrf_of(client, HERE)
    return client.post(f"{ROOT}/stap/s99", data={"csrf_token": token, "guess": "sem"})


def a_card_of_another_module(client: FlaskClient) -> TestResponse:
    return send(client, HERE, {"card-pluis": ["open"]})


def nothing(client: FlaskClient) -> TestResponse:
    return send(client, HERE, {})


def a_box_full_of_text(client: FlaskClient) -> TestResponse:
    return send(client, HERE, {"card-gym": [LARGE]})


def control_characters(client: FlaskClient) -> TestResponse:
    return send(client, HERE, {"card-gym": ["\x00\x1b[31m\u202egerust"]})


def seven_megabytes(client: FlaskClient) -> TestResponse:
    return send(client, HERE, {"card-gym": [LARGE * 70]})


def a_form_from_elsewhere(client: FlaskClient) -> TestResponse:
    return client.post(HERE, data={"csrf_token": "é", **ANSWER})


def a_question_of_another_module(client: FlaskClient) -> TestResponse:
    return client.post(f"{ROOT}/toets/WW-01", data={"csrf_token": csrf_of(client, HERE), "unsure": "1"})


REFUSED: list[tuple[Callable[[FlaskClient], TestResponse], int, str]] = [
    (a_step_too_far, 409, "Deze stap komt straks."),
    (a_step_that_is_not_there, 404, "Deze stap doet jouw klas niet."),
    (a_card_of_another_module, 422, "Dat hoort niet bij deze stap."),
    (nothing, 422, "Kies eerst iets."),
    (a_box_full_of_text, 422, "Dat hoort niet bij deze stap."),
    (control_characters, 422, "Dat hoort niet bij deze stap."),
    (seven_megabytes, 413, "Wat je stuurde is te lang of te groot."),
    (a_form_from_elsewhere, 400, "Dit formulier was te oud of kwam uit een ander venster."),
    (a_question_of_another_module, 404, "Deze vraag"),
]


@pytest.mark.parametrize(("act", "status", "words"), REFUSED, ids=[act.__name__ for act, *_ in REFUSED])
def test_it_is_said_and_nothing_is_lost(
    world: World, noor: FlaskClient, act: Callable[[FlaskClient], TestResponse], status: int, words: str
) -> None:
    before = done(world)
    reply = act(noor)
    assert (reply.status_code, words in sentence(reply)) == (status, True), sentence(reply)
    assert done(world) == before
    assert send(noor, HERE, ANSWER).status_code == 303


def test_a_session_that_ends_in_the_middle_of_a_step(world: World, clock: Clock, noor: FlaskClient) -> None:
    """The answer waits, is offered after signing in, goes to its step, and counts once."""
    form = {"csrf_token": csrf_of(noor, HERE), "_once": "just-this-one", **ANSWER}
    before = done(world)
    clock.at += PUPIL_IDLE + timedelta(minutes=1)
    reply = noor.post(HERE, data=form)
    assert reply.status_code == 401
    assert "Je antwoord is bewaard." in sentence(reply)
    assert done(world) == before
    again = at_the_secret(world)
    assert send_pictures(again, PICTURES).location == "/bewaard"
    page = again.get("/bewaard").get_data(as_text=True).split("<main", 1)[1]
    offered = re.search(r'<form[^>]*action="(/les/[^"]+)".*?</form>', page, re.DOTALL)
    assert offered
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', offered[0]))
    for _ in range(2):
        assert again.post(offered[1], data=fields).status_code == 303
    steps, evidence = done(world)
    assert evidence == before[1] + 1
    assert {name: tries for name, _, _, tries, _ in steps}["s4"] == {"gym": 1}


def test_two_tabs_end_up_at_the_same_place(world: World, module: Module, noor: FlaskClient) -> None:
    """What an older tab sends is kept too, and both go on with the step that is due."""
    token = csrf_of(noor, HERE)
    finish(noor, "doorsturen", module.steps[3])
    old = noor.post(HERE, data={"csrf_token": token, "_once": "old-tab", **ANSWER})
    assert old.status_code in (303, 422)
    for tab in (noor, world.browser("noor")):
        assert tab.get(f"{ROOT}/verder").headers["Location"].endswith("/stap/s5")
    name, _first, _last, _tries, finished = done(world)[0][3]
    assert name == "s4"
    assert finished is not None


def test_a_class_that_is_deleted_and_comes_back(world: World, clock: Clock, noor: FlaskClient) -> None:
    """The pupil is out with a sentence; when the class is back, so is everything that was done."""
    before, token = done(world), csrf_of(noor, HERE)
    change_class(world, "groep7", deleted_at=clock.at)
    reply = noor.post(HERE, data={"csrf_token": token, **ANSWER})
    assert reply.status_code == 401
    assert len(sentence(reply)) > 20
    assert world.browser("samira").get(f"/klas/{world.keys['groep7']}").status_code == 404
    assert done(world) == before
    change_class(world, "groep7", deleted_at=None)
    again = at_the_secret(world)
    send_pictures(again, PICTURES)
    assert again.get(f"{ROOT}/verder").headers["Location"].endswith("/stap/s4")


def test_a_name_with_control_characters_is_a_name(world: World) -> None:
    """What is pasted with the names does not come along into the class."""
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/leerlingen/erbij"
    page = samira.post(path, data={"csrf_token": csrf_of(samira, path), "names": "Li\x00la\u202e\x07\nMo"})
    shown = page.get_data(as_text=True)
    assert page.status_code == 200
    assert not re.search("[\x00\x07\u202e]", shown)
    begin(world.browser("noor"), "doorsturen")  # the class goes on meanwhile
