"""The clock jumps, back and forth: nothing acknowledged is lost, no session becomes eternal, nothing is a 500."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.database import db
from lessons.models import StepState
from pledges.queries.checking import verify_school
from school.models import School, SignIn
from school.rules.second_step import code_at
from tests.conftest import Clock
from tests.lessons.walking import begin, finish, settings_of
from tests.pledges.showing import opens
from tests.pledges.test_pages import promises, signs
from tests.world import World, csrf_of

JUMPS = [timedelta(seconds=s) for s in (-30, 30)] + [timedelta(days=d) for d in (-1, 1, -365, 365, -3650, 3650)]


def steps(world: World) -> int:
    assert world.app is not None
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(StepState)) or 0


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_nothing_acknowledged_is_lost_and_no_session_is_eternal(world: World, clock: Clock, jump: timedelta) -> None:
    from lessons import catalog

    child, at = world.browser("noor"), clock.at
    begin(child, "doorsturen")
    finish(child, "doorsturen", catalog.module("doorsturen", settings_of("gsv")).steps[0])
    before = steps(world)
    clock.at = at + jump
    assert child.get("/thuis").status_code in (200, 302)
    assert steps(world) == before
    if abs(jump) >= timedelta(days=2):
        assert child.get("/thuis").status_code == 302, "signed out"
    fresh = world.browser("tygo")
    assert fresh.get("/thuis").status_code == 200, "signing in works at whatever time it is now"
    clock.at = at + jump + timedelta(hours=9)
    assert fresh.get("/thuis").status_code == 302, "and ends as always, by the clock of now"
    clock.at = at
    assert steps(world) == before
    with world.app.app_context():  # type: ignore[union-attr]
        ends = [row.expires_at - row.created_at for row in db.session.scalars(select(SignIn))]
    assert max(ends) <= timedelta(hours=10)


@pytest.mark.parametrize("jump", [timedelta(days=-3650), timedelta(days=-1), timedelta(days=365)], ids=str)
def test_a_code_of_another_time_is_refused_and_not_an_error(world: World, clock: Clock, jump: timedelta) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert world.app is not None
    from core.database import writing
    from school.models import Staff
    from tests.world import PASSWORD

    with world.app.app_context(), writing(db.session):
        db.session.get_one(Staff, world.ids["samira"]).totp_secret = secret
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": "samira@example.org", "password": PASSWORD}
    assert browser.post("/leerkracht", data=form).location == "/leerkracht/code"
    phone = code_at(secret, clock.at + jump)
    refused = browser.post("/leerkracht/code", data={"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": phone})
    assert refused.status_code in (422, 429)
    right = {"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": code_at(secret, clock.at)}
    assert browser.post("/leerkracht/code", data=right).status_code == 303


def test_the_chain_keeps_its_order_whatever_the_clock_says(world: World, clock: Clock) -> None:
    assert world.app is not None
    at = clock.at
    for who, jump in (("noor", 0), ("tygo", -400)):
        clock.at = at + timedelta(days=jump)
        opens(world, who, "doorsturen", clock.at)
        child = world.browser(who)
        assert promises(child) == 303 and signs(child) == 303
    with world.app.app_context():
        school = db.session.get_one(School, world.ids["gsv-school"])
        assert verify_school(db.session, world.app.extensions["seals"], school) == []
