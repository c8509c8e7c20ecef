"""Two children at one device: both sign in, practice counts for both, questions are answered one after the other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.database import db
from lessons import catalog
from lessons.models import LessonProgress, StepState
from progress.models import Evidence
from quizzes.models import Attempt
from school.models import Pupil
from tests.conftest import Clock
from tests.lessons.walking import begin, finish, settings_of
from tests.school.test_door import PICTURES, change, change_class, send_pictures
from tests.world import World, csrf_of

PAIR = "/samen"


def choose(world: World, browser: FlaskClient, who: str = "tygo") -> TestResponse:
    return browser.post(PAIR, data={"csrf_token": csrf_of(browser, PAIR), "pupil": world.keys[who]})


def paired(world: World) -> FlaskClient:
    """Noor's browser after Tygo signed in there too."""
    browser = world.browser("noor")
    assert choose(world, browser).location == "/samen/geheim"
    answer = send_pictures(browser, PICTURES, "/samen/geheim")
    assert (answer.status_code, answer.location) == (303, "/thuis")
    return browser


def turns(browser: FlaskClient) -> TestResponse:
    return browser.post("/samen/beurt", data={"csrf_token": csrf_of(browser, PAIR), "next": "/thuis"})


def test_both_prove_who_they_are(world: World) -> None:
    browser = world.browser("noor")
    page = browser.get(PAIR).get_data(as_text=True)
    assert "Tygo" in page and "Amara" not in page
    choose(world, browser)
    page = browser.get("/samen/geheim").get_data(as_text=True)
    assert "Nu jij, Tygo" in page
    wrong = send_pictures(browser, ["slak", "slak", "eend", "slak"], "/samen/geheim")
    assert wrong.status_code == 422
    assert "Noor, met Tygo" not in browser.get("/thuis").get_data(as_text=True)
    assert send_pictures(browser, PICTURES, "/samen/geheim").status_code == 303
    page = browser.get("/thuis").get_data(as_text=True)
    assert "Noor, met Tygo" in page
    assert "Oefenen telt voor jullie allebei." in page
    assert "Niet jij? Log uit" in page


def test_practice_counts_for_both(world: World) -> None:
    browser = paired(world)
    module = catalog.module("doorsturen", settings_of("gsv"))
    begin(browser, "doorsturen")
    for step in module.steps[:4]:
        finish(browser, "doorsturen", step)
    assert world.app is not None
    with world.app.app_context():
        facts = {}
        for who in ("noor", "tygo"):
            mine = select(StepState.step, StepState.first).where(StepState.pupil_id == world.ids[who])
            facts[who] = [tuple(map(str, row)) for row in db.session.execute(mine.order_by(StepState.step))]
            row = db.session.get_one(LessonProgress, {"pupil_id": world.ids[who], "module": "doorsturen", "year": 2026})
            facts[who].append((str(row.done), str(db.session.query(Evidence).filter_by(pupil_id=row.pupil_id).count())))
        assert facts["noor"] == facts["tygo"]
        assert len(facts["noor"]) == 5


def test_who_is_not_there_yet_is_passed_over(world: World) -> None:
    module = catalog.module("doorsturen", settings_of("gsv"))
    alone = world.browser("noor")
    begin(alone, "doorsturen")
    for step in module.steps[:2]:
        finish(alone, "doorsturen", step)
    browser = paired(world)
    finish(browser, "doorsturen", module.steps[2])
    assert world.app is not None
    with world.app.app_context():
        assert db.session.query(StepState).filter_by(pupil_id=world.ids["noor"]).count() == 3
        assert db.session.query(StepState).filter_by(pupil_id=world.ids["tygo"]).count() == 0


def test_questions_are_answered_one_after_the_other(world: World) -> None:
    browser = paired(world)
    path = "/les/doorsturen/toets"
    for who, other in (("noor", "tygo"), ("tygo", "noor")):
        assert browser.post(path, data={"csrf_token": csrf_of(browser, path)}).status_code == 303
        assert world.app is not None
        with world.app.app_context():
            owners = set(db.session.scalars(select(Attempt.pupil_id)))
            assert world.ids[who] in owners
            assert (world.ids[other] in owners) == (who == "tygo")
        assert turns(browser).location == "/thuis"
    assert "Noor, met Tygo" in browser.get("/thuis").get_data(as_text=True)


def test_one_goes_on_alone(world: World) -> None:
    browser = paired(world)
    assert "Noor en Tygo werken samen" in browser.get(PAIR).get_data(as_text=True)
    turns(browser)
    assert "Tygo, met Noor" in browser.get("/thuis").get_data(as_text=True)
    assert browser.post("/samen/alleen", data={"csrf_token": csrf_of(browser, PAIR)}).status_code == 303
    page = browser.get("/thuis").get_data(as_text=True)
    assert "Je bent ingelogd als Tygo." in page and "Noor" not in page.split("<main", 1)[0]
    answer = turns(browser)
    assert answer.status_code == 409
    assert "Je werkt nu alleen op dit apparaat." in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["amara", "sem", "noor", "nobody"])
def test_only_a_classmate_can_join(world: World, who: str) -> None:
    browser = world.browser("noor")
    form = {"csrf_token": csrf_of(browser, PAIR), "pupil": world.keys.get(who, "k3m8p2q9x7vz")}
    answer = browser.post(PAIR, data=form)
    assert answer.status_code == 422
    assert "Kies een klasgenoot" in answer.get_data(as_text=True)
    assert browser.get("/samen/geheim").location == "/samen"


def test_a_child_with_only_a_card_chooses_a_secret_first(world: World) -> None:
    change(world, "tygo", secret_own=False)
    browser = world.browser("noor")
    assert "Er is nog niemand anders met een eigen geheim." in browser.get(PAIR).get_data(as_text=True)
    assert choose(world, browser).status_code == 422


def test_wrong_secrets_make_the_same_wait_as_at_the_door(world: World) -> None:
    browser = world.browser("noor")
    choose(world, browser)
    for _try in range(5):
        send_pictures(browser, ["slak", "slak", "eend", "slak"], "/samen/geheim")
    answer = send_pictures(browser, PICTURES, "/samen/geheim")
    assert answer.status_code == 429


def test_a_closed_class_lets_nobody_join(world: World) -> None:
    browser = world.browser("noor")
    choose(world, browser)
    change_class(world, "groep7", sign_in_time="opened")
    assert send_pictures(browser, PICTURES, "/samen/geheim").status_code == 403


def test_a_class_with_words_asks_for_words(world: World) -> None:
    change_class(world, "groep7", secret_kind="words")
    browser = world.browser("noor")
    choose(world, browser)
    assert "Typ jouw vier woorden" in browser.get("/samen/geheim").get_data(as_text=True)
    form = {"csrf_token": csrf_of(browser, "/samen/geheim"), "words": " ".join(PICTURES)}
    assert browser.post("/samen/geheim", data=form).status_code == 303


@pytest.mark.parametrize("gone", ["left_at", "deleted_at"])
def test_a_partner_who_is_gone_is_no_partner(world: World, clock: Clock, gone: str) -> None:
    browser = paired(world)
    change(world, "tygo", **{gone: clock.at})
    assert "met Tygo" not in browser.get("/thuis").get_data(as_text=True)


def test_a_new_card_for_one_of_a_pair_ends_the_pair(world: World) -> None:
    browser, samira = paired(world), world.browser("samira")
    path = f"/klas/{world.keys['groep7']}/leerlingen/{world.keys['tygo']}/kaartje"
    samira.post(path, data={"csrf_token": csrf_of(samira, path)})
    page = browser.get("/thuis").get_data(as_text=True)
    assert "Je bent ingelogd als Noor." in page and "met Tygo" not in page


def test_signing_out_ends_it_for_both(world: World) -> None:
    browser = paired(world)
    turns(browser)
    browser.post("/uitloggen", data={"csrf_token": csrf_of(browser, PAIR)})
    assert browser.get("/thuis").status_code == 302
    assert world.app is not None
    with world.app.app_context():
        assert db.session.get_one(Pupil, world.ids["tygo"]).secret_own
