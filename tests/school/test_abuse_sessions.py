"""Abuse of the entrance for staff, of sessions and forms: A6 to A10 of the threat model, A14 and A15."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from core.database import db
from school.models import Pupil
from school.rules.second_step import code_at
from tests.conftest import Clock
from tests.school.test_staff_door import SECRET, sign_in, with_second_step
from tests.world import PASSWORD, World, csrf_of


def test_a06_half_way_through_the_second_step_every_page_sees_nobody(world: World) -> None:
    with_second_step(world, "samira")
    half, nobody = sign_in(world), world.browser()
    assert world.app is not None
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.arguments or rule.rule in ("/leerkracht/code", "/"):
            continue
        mine, theirs = half.get(rule.rule), nobody.get(rule.rule)
        assert (mine.status_code, mine.location) == (theirs.status_code, theirs.location), rule.rule
    group = f"/klas/{world.keys['groep7']}/leerlingen"
    assert half.get(group).location.startswith("/leerkracht?next=")


def test_a07_a_code_works_once_in_every_window(world: World, clock: Clock) -> None:
    with_second_step(world, "samira")
    code = code_at(SECRET, clock.at)
    for expected in (303, 422):
        browser = sign_in(world)
        form = {"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": code}
        assert browser.post("/leerkracht/code", data=form).status_code == expected
    clock.at += timedelta(seconds=30)
    browser = sign_in(world)
    form = {"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": code}
    assert browser.post("/leerkracht/code", data=form).status_code == 422, "the window before"
    after = code_at(SECRET, clock.at + timedelta(seconds=30))
    assert browser.post("/leerkracht/code", data={**form, "code": after}).status_code == 303, "a clock that runs ahead"
    again = sign_in(world)
    clock.at += timedelta(seconds=30)
    form = {"csrf_token": csrf_of(again, "/leerkracht/code"), "code": after}
    assert again.post("/leerkracht/code", data=form).status_code == 422


def test_a07_twenty_at_once_give_exactly_one_session(world: World, clock: Clock) -> None:
    with_second_step(world, "samira")
    browsers = [sign_in(world) for _ in range(20)]
    code, statuses = code_at(SECRET, clock.at), []
    forms = [{"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": code} for browser in browsers]

    def send(browser: FlaskClient, form: dict[str, str]) -> None:
        statuses.append(browser.post("/leerkracht/code", data=form).status_code)

    threads = [threading.Thread(target=send, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 422, 429}


def test_a07_tries_count_per_account_not_per_session(world: World) -> None:
    with_second_step(world, "samira")
    statuses = []
    for _ in range(7):
        browser = sign_in(world)
        form = {"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": "000000"}
        statuses.append(browser.post("/leerkracht/code", data=form).status_code)
    assert statuses == [422] * 5 + [429] * 2


@pytest.mark.parametrize("end", ["sign-out", "passphrase", "role", "disabled"])
def test_a08_an_old_cookie_is_worth_nothing_at_once(world: World, end: str) -> None:
    browser, thief = sign_in(world), world.browser()
    with browser.session_transaction() as mine, thief.session_transaction() as stolen:
        stolen.update(mine)
    assert thief.get("/account").status_code == 200
    token = csrf_of(browser, "/account")
    if end == "sign-out":
        browser.post("/uitloggen", data={"csrf_token": token})
    elif end == "passphrase":
        form = {"csrf_token": token, "now": PASSWORD, "wished": "vlieger soep donderslag anker"}
        assert browser.post("/account/wachtzin", data=form).status_code == 200
        assert browser.get("/account").status_code == 200, "who changed it stays"
    else:
        admin = world.browser("bakker")
        path, form = f"/beheer/team/{world.keys['samira']}", {"csrf_token": csrf_of(admin, "/beheer/team")}
        if end == "role":
            admin.post(f"{path}/rol", data={**form, "role": "administrator"})
        else:
            admin.post(f"{path}/toegang", data={**form, "state": "ended"})
    assert thief.get("/account").location.startswith("/leerkracht?next=")


def test_a08_a_pupils_old_cookie_is_worth_nothing_after_sign_out(world: World) -> None:
    noor, thief = world.browser("noor"), world.browser()
    with noor.session_transaction() as mine, thief.session_transaction() as stolen:
        stolen.update(mine)
    answer = noor.post("/uitloggen", data={"csrf_token": csrf_of(noor, "/leerkracht")})
    assert answer.location == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert thief.get("/bewaard").location.startswith("/?next")
    with noor.session_transaction() as cookie:
        assert not set(cookie) - {"language", "csrf_token"}


def test_a09_a_planted_session_gets_a_new_token(world: World) -> None:
    planted = world.browser()
    with planted.session_transaction() as cookie:
        cookie["_user_id"] = "planted-by-somebody"
        cookie["half"] = "planted-too"
    sign_in(world, browser=planted)
    with planted.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted-by-somebody"
        assert len(cookie["_user_id"]) >= 43
        assert "half" not in cookie


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "/\t/evil.example", "///evil"],
)
def test_a09_after_signing_in_nobody_is_led_away(world: World, target: str) -> None:
    browser = world.browser()
    browser.get("/leerkracht", query_string={"next": target})
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": "samira@example.org", "password": PASSWORD}
    assert browser.post("/leerkracht", data=form).location == "/klassen"
    assert browser.get("/leerkracht", query_string={"next": target}).location == "/klassen"


@pytest.mark.parametrize("token", ["é☃\u202e", "x" * 1_000_000, None, "", "\x00", "IjEi.aaaa.bbbb"])
def test_a10_nonsense_for_an_anti_forgery_token_is_refused_kindly(world: World, token: str | None) -> None:
    browser = world.browser()
    csrf_of(browser, "/")
    form = {"code": world.codes["groep7"]} | ({} if token is None else {"csrf_token": token})
    answer = browser.post("/", data=form)
    assert answer.status_code in (400, 413)
    assert browser.get("/wie").location == "/"


def test_a10_the_token_of_another_session_is_refused(world: World) -> None:
    mine, theirs = world.browser(), world.browser()
    csrf_of(mine, "/")
    answer = mine.post("/", data={"csrf_token": csrf_of(theirs, "/"), "code": world.codes["groep7"]})
    assert answer.status_code == 400


def test_a15_an_administrator_cannot_take_people_of_another_school(world: World) -> None:
    admin = world.browser("bakker")
    token = csrf_of(admin, "/klas/nieuw")
    own, other = world.keys["groep7"], world.keys["groep8"]
    for path in (
        f"/klas/{other}/leerlingen/{world.keys['sem']}/verhuizing",
        f"/klas/{own}/leerlingen/{world.keys['sem']}/verhuizing",
    ):
        assert admin.post(path, data={"csrf_token": token, "class": own}).status_code == 404
    moved = admin.post(
        f"/klas/{own}/leerlingen/{world.keys['noor']}/verhuizing", data={"csrf_token": token, "class": other}
    )
    assert moved.status_code == 422
    tied = admin.post(f"/klas/{own}/collegas", data={"csrf_token": token, "staff": world.keys["els"]})
    assert tied.status_code == 422
    assert world.app is not None
    with world.app.app_context():
        sem, noor = db.session.get_one(Pupil, world.ids["sem"]), db.session.get_one(Pupil, world.ids["noor"])
        assert (sem.class_id, noor.class_id) == (world.ids["groep8"], world.ids["groep7"])


def test_a14_fields_added_to_a_form_move_nothing(world: World) -> None:
    samira = world.browser("samira")
    path = f"/klas/{world.keys['groep7']}/leerlingen/{world.keys['noor']}"
    form = {
        "csrf_token": csrf_of(samira, path), "name": "Noor", "year": "7", "route": "plus", "sign": "",
        "class_id": str(world.ids["groep8"]), "school_id": "2", "key": "aaaaaaaaaaaa", "secret_own": "0", "id": "99",
    }  # fmt: skip
    assert samira.post(path, data=form).status_code == 303
    assert world.app is not None
    with world.app.app_context():
        noor = db.session.get_one(Pupil, world.ids["noor"])
        assert (noor.class_id, noor.school_id, noor.key, noor.secret_own) == (
            world.ids["groep7"], world.ids["gsv-school"], world.keys["noor"], True,
        )  # fmt: skip
