"""The staff of a school: joining by code, roles, ending and bringing back accounts."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient

from core.database import db, writing
from school.models import Staff
from tests.conftest import Clock
from tests.world import PASSWORD, World, csrf_of

PASSPHRASE = "vlieger soep donderslag anker"


def invite(world: World, admin: FlaskClient, **changes: str) -> tuple[int, str]:
    form = {"name": "juf Linde", "email": "linde@example.org", "role": "teacher", **changes}
    answer = admin.post("/beheer/team", data={**form, "csrf_token": csrf_of(admin, "/beheer/team")})
    page = answer.get_data(as_text=True)
    code = re.search(r">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})<", page)
    return answer.status_code, code[1] if code else page


def join(world: World, code: str, passphrase: str = PASSPHRASE) -> tuple[int, FlaskClient]:
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, f"/toegang/{code}"), "code": code, "passphrase": passphrase}
    return browser.post("/toegang", data=form).status_code, browser


def act(world: World, admin: FlaskClient, who: str, what: str, **form: str) -> tuple[int, str]:
    path = f"/beheer/team/{world.keys[who]}/{what}"
    answer = admin.post(path, data={**form, "csrf_token": csrf_of(admin, "/beheer/team")})
    return answer.status_code, answer.get_data(as_text=True)


def test_somebody_joins_with_a_code_once(world: World) -> None:
    _status, code = invite(world, world.browser("bakker"))
    assert join(world, code, "te kort")[0] == 422
    status, browser = join(world, code.lower().replace("-", " "))
    assert status == 303
    assert browser.get("/account").status_code == 200
    assert browser.get("/beheer/team").status_code == 404
    assert join(world, code)[0] == 422


def test_a_code_expires(world: World, clock: Clock) -> None:
    _status, code = invite(world, world.browser("bakker"))
    clock.at += timedelta(days=14)
    assert join(world, code)[0] == 422


def test_one_address_is_one_account(world: World) -> None:
    admin = world.browser("bakker")
    status, page = invite(world, admin, email="ELS@example.org")
    assert status == 409
    assert "Met dit e-mailadres is er al een account." in page


def test_no_other_role_can_be_given(world: World) -> None:
    assert invite(world, world.browser("bakker"), role="board")[0] == 422
    assert act(world, world.browser("bakker"), "samira", "rol", role="board")[0] == 422


def test_the_last_administrator_cannot_be_ended_demoted_or_reset(world: World) -> None:
    admin = world.browser("bakker")
    for what, form in (("toegang", {"state": "ended"}), ("rol", {"role": "teacher"}), ("code", {})):
        status, page = act(world, admin, "bakker", what, **form)
        assert status == 409, what
        assert "Dit is de enige beheerder die kan inloggen." in page
    assert act(world, admin, "samira", "rol", role="administrator")[0] == 303
    assert act(world, admin, "bakker", "rol", role="teacher")[0] == 303
    assert admin.get("/account").location.startswith("/leerkracht"), "a changed role ends the sessions"


def test_an_invited_administrator_who_never_joined_does_not_count(world: World) -> None:
    admin = world.browser("bakker")
    invite(world, admin, role="administrator")
    assert act(world, admin, "bakker", "toegang", state="ended")[0] == 409


def test_a_reset_ends_passphrase_second_step_and_sessions(world: World) -> None:
    samira, admin = world.browser("samira"), world.browser("bakker")
    status, page = act(world, admin, "samira", "code")
    assert status == 200
    assert samira.get("/account").status_code == 302
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": "samira@example.org", "password": PASSWORD}
    assert browser.post("/leerkracht", data=form).status_code == 422
    code = re.search(r">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})<", page)
    assert code is not None
    assert join(world, code[1])[0] == 303


def test_an_ended_account_comes_back_with_its_passphrase(world: World) -> None:
    admin, samira = world.browser("bakker"), world.browser("samira")
    act(world, admin, "samira", "toegang", state="ended")
    assert samira.get("/account").status_code == 302
    act(world, admin, "samira", "toegang", state="active")
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": "samira@example.org", "password": PASSWORD}
    assert browser.post("/leerkracht", data=form).status_code == 303


def test_teachers_do_not_see_the_team(world: World) -> None:
    assert world.browser("samira").get("/beheer/team").status_code == 404


def test_staff_of_another_school_do_not_exist_here(world: World) -> None:
    admin = world.browser("bakker")
    for what in ("code", "rol", "toegang"):
        assert act(world, admin, "els", what, role="administrator", state="ended")[0] == 404
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        els = db.session.get_one(Staff, world.ids["els"])
        assert (els.role, els.disabled_at, els.password_hash is None) == ("teacher", None, False)


def test_the_first_session_of_a_code_ends_older_ones(world: World) -> None:
    _status, code = invite(world, world.browser("bakker"))
    _first, browser = join(world, code)
    form = {"csrf_token": csrf_of(browser, "/account")}
    browser.post("/account/overal-uitloggen", data=form)
    assert browser.get("/account").status_code == 302


def test_the_school_changes_its_name_and_what_certificates_show(world: World) -> None:
    from school.choices import choice
    from school.models import School

    admin = world.browser("bakker")
    form = {"csrf_token": csrf_of(admin, "/beheer/school"), "name": "De Wilgen", "region": "zuid", "on": ["check_page"]}
    assert admin.post("/beheer/school", data=form).status_code == 303
    assert admin.post("/beheer/school", data={**form, "region": "oost"}).status_code == 422
    assert world.browser("samira").get("/beheer/school").status_code == 404
    assert world.app is not None
    with world.app.app_context():
        school_id = world.ids["gsv-school"]
        school = db.session.get_one(School, school_id)
        assert (school.name, school.region) == ("De Wilgen", "zuid")
        assert choice(db.session, school_id, "check_page") is True
        assert choice(db.session, school_id, "class_in_name") is False
