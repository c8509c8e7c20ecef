"""Staff at the door: passphrase, second step, recovery codes, confirmation before dangerous acts."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient

from core.database import db, writing
from school.models import Staff
from school.rules.second_step import code_at
from tests.conftest import Clock
from tests.world import PASSWORD, World, csrf_of

SECRET = pyotp.random_base32()


def sign_in(
    world: World, who: str = "samira", password: str = PASSWORD, browser: FlaskClient | None = None
) -> FlaskClient:
    browser = browser or world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": f"{who}@example.org", "password": PASSWORD}
    browser.post("/leerkracht", data=form)
    return browser


def with_second_step(world: World, who: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.get_one(Staff, world.ids[who]).totp_secret = SECRET


def send_code(browser: FlaskClient, code: str, path: str = "/leerkracht/code") -> int:
    status: int = browser.post(path, data={"csrf_token": csrf_of(browser, path), "code": code}).status_code
    return status


def test_a_teacher_signs_in(world: World) -> None:
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": " Samira@Example.org ", "password": PASSWORD}
    answer = browser.post("/leerkracht", data=form)
    assert (answer.status_code, answer.location) == (303, "/klassen")
    assert browser.get("/account").status_code == 200


def test_an_old_hash_is_renewed_at_sign_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from school.commands import staff_door

    monkeypatch.setattr(staff_door, "outdated", lambda _kept: True)
    assert world.app is not None
    with world.app.app_context():
        before = db.session.get_one(Staff, world.ids["samira"]).password_hash
    sign_in(world)
    with world.app.app_context():
        assert db.session.get_one(Staff, world.ids["samira"]).password_hash != before
    assert sign_in(world).get("/account").status_code == 200


def test_the_second_step_lets_in(world: World, clock: Clock) -> None:
    with_second_step(world, "samira")
    browser = sign_in(world)
    assert send_code(browser, "000 000") == 422
    assert send_code(browser, code_at(SECRET, clock.at)) == 303
    assert browser.get("/account").status_code == 200


def test_the_second_step_ends_after_a_quarter_of_an_hour(world: World, clock: Clock) -> None:
    with_second_step(world, "samira")
    browser = sign_in(world)
    token = csrf_of(browser, "/leerkracht/code")
    clock.at += timedelta(minutes=15)
    answer = browser.post("/leerkracht/code", data={"csrf_token": token, "code": code_at(SECRET, clock.at)})
    assert answer.status_code == 410
    assert "Het duurde te lang." in answer.get_data(as_text=True)


def test_setting_up_the_second_step_gives_recovery_codes_that_work_once(world: World, clock: Clock) -> None:
    browser = sign_in(world)
    page = browser.get("/account/tweede-stap").get_data(as_text=True)
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    shown = re.search(r'<b class="num">([A-Z2-7 ]+)</b>', page)
    assert kept is not None
    assert shown is not None
    secret = shown[1].replace(" ", "")
    form = {"csrf_token": csrf_of(browser, "/account"), "kept": kept[1], "passphrase": PASSWORD}
    assert browser.post("/account/tweede-stap", data={**form, "code": "123"}).status_code == 422
    answer = browser.post("/account/tweede-stap", data={**form, "code": code_at(secret, clock.at)})
    codes = re.findall(r"<li>([2-9A-Z-]{19})</li>", answer.get_data(as_text=True))
    assert len(codes) == 8
    clock.at += timedelta(minutes=2)
    for expected in (303, 422):
        half = sign_in(world)
        assert send_code(half, codes[0].lower()) == expected


def test_the_secret_of_another_person_cannot_be_tied(world: World, clock: Clock) -> None:
    browser, other = sign_in(world), sign_in(world, "bo")
    page = other.get("/account/tweede-stap").get_data(as_text=True)
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept is not None
    form = {"csrf_token": csrf_of(browser, "/account"), "kept": kept[1], "passphrase": PASSWORD, "code": "123456"}
    assert browser.post("/account/tweede-stap", data=form).status_code == 422


def test_an_administrator_confirms_before_dangerous_acts(world: World, clock: Clock) -> None:
    with_second_step(world, "bakker")
    browser = sign_in(world, "bakker")
    send_code(browser, code_at(SECRET, clock.at))
    assert browser.get("/beheer/team").status_code == 200
    clock.at += timedelta(minutes=16)
    asked = browser.get("/beheer/team")
    assert asked.location == "/account/bevestig?next=/beheer/team"
    assert send_code(browser, code_at(SECRET, clock.at), asked.location) == 303
    assert browser.get("/beheer/team").status_code == 200


def test_a_form_with_a_danger_in_it_waits_longer_for_the_confirmation(world: World, clock: Clock) -> None:
    with_second_step(world, "bakker")
    browser = sign_in(world, "bakker")
    send_code(browser, code_at(SECRET, clock.at))
    form = {"csrf_token": csrf_of(browser, "/beheer/team"), "role": "administrator"}
    path = f"/beheer/team/{world.keys['bo']}/rol"
    clock.at += timedelta(minutes=29)
    assert browser.post(path, data=form).location == "/beheer/team"
    clock.at += timedelta(minutes=2)
    assert browser.post(path, data=form).location == "/account/bevestig?next=/beheer/team"


def test_an_administrator_without_second_step_is_led_to_setting_it_up(world: World) -> None:
    browser = sign_in(world, "bakker")
    first = browser.get("/beheer/team")
    assert first.location == "/account/bevestig?next=/beheer/team"
    assert browser.get(first.location).location == "/account/tweede-stap?next=/beheer/team"


def test_an_administrator_cannot_untie_the_second_step(world: World) -> None:
    with_second_step(world, "bakker")
    browser = world.browser("bakker")
    form = {"csrf_token": csrf_of(browser, "/account"), "passphrase": PASSWORD}
    answer = browser.post("/account/tweede-stap/weg", data=form)
    assert answer.status_code == 409
    assert "Een beheerder houdt de tweede stap." in answer.get_data(as_text=True)


def test_a_teacher_can_untie_the_second_step(world: World) -> None:
    with_second_step(world, "samira")
    browser = world.browser("samira")
    form = {"csrf_token": csrf_of(browser, "/account"), "passphrase": PASSWORD}
    assert browser.post("/account/tweede-stap/weg", data=form).status_code == 200
    assert sign_in(world).get("/account").status_code == 200


@pytest.mark.parametrize(
    ("wished", "words"),
    [("kort", "minstens 12 tekens"), ("wachtwoord1234", "snel te raden"), ("welkomwelkom", "snel te raden"),
     ("feyenoordfeyenoord", "snel te raden"), ("samirasamira", "snel te raden"), ("abcdefghijklmnop", "snel te raden")],
)  # fmt: skip
def test_a_weak_passphrase_is_refused_with_a_reason(world: World, wished: str, words: str) -> None:
    browser = sign_in(world)
    form = {"csrf_token": csrf_of(browser, "/account"), "now": PASSWORD, "wished": wished}
    answer = browser.post("/account/wachtzin", data=form)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_changing_the_passphrase_asks_for_the_running_one(world: World) -> None:
    browser = sign_in(world)
    form = {"csrf_token": csrf_of(browser, "/account"), "now": "iets anders", "wished": "vlieger soep anker donderslag"}
    answer = browser.post("/account/wachtzin", data=form)
    assert answer.status_code == 422
    assert "Dit is niet je wachtzin van nu." in answer.get_data(as_text=True)


def test_in_a_demo_school_the_page_shows_the_code(world: World, clock: Clock) -> None:
    from school.models import School

    with_second_step(world, "bakker")
    assert code_at(SECRET, clock.at) not in sign_in(world, "bakker").get("/leerkracht/code").get_data(as_text=True)
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.get_one(School, world.ids["gsv-school"]).demo = True
    assert code_at(SECRET, clock.at) in sign_in(world, "bakker").get("/leerkracht/code").get_data(as_text=True)
