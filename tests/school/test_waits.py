"""Wrong tries: how long people wait, who never waits, and how a wait ends."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import db
from school import limits
from school.limits import waiting
from school.models import Budget
from tests.conftest import Clock
from tests.school.test_door import PICTURES, at_the_secret, send_pictures
from tests.world import PASSWORD, World, csrf_of

WRONG = ["slak", "slak", "slak", "eend"]


def miss(browser: FlaskClient, times: int) -> list[int]:
    """The statuses of so many wrong secrets."""
    return [send_pictures(browser, WRONG).status_code for _ in range(times)]


def test_waits_grow_from_one_to_five_to_fifteen_minutes(world: World, clock: Clock) -> None:
    browser = at_the_secret(world)
    assert miss(browser, 5) == [422] * 5
    for minutes in (1, 5, 15, 15):
        answer = send_pictures(browser, PICTURES)
        assert answer.status_code == 429, minutes
        said = "één minuut" if minutes == 1 else f"{minutes} minuten"
        assert f"Wacht {said}" in answer.get_data(as_text=True)
        clock.at += timedelta(minutes=minutes)
        assert miss(browser, 1) == [422]
    clock.at += timedelta(minutes=15)
    assert send_pictures(browser, PICTURES).location == "/thuis"


def test_a_right_secret_forgets_the_wrong_ones(world: World) -> None:
    browser = at_the_secret(world)
    miss(browser, 4)
    assert send_pictures(browser, PICTURES).location == "/thuis"
    again = at_the_secret(world)
    assert miss(again, 4) == [422] * 4


def test_the_teacher_sees_a_wait_and_lifts_it(world: World) -> None:
    browser, samira = at_the_secret(world), world.browser("samira")
    miss(browser, 5)
    group, noor = world.keys["groep7"], world.keys["noor"]
    page = samira.get(f"/klas/{group}/leerlingen").get_data(as_text=True)
    assert "Moet even wachten" in page
    path = f"/klas/{group}/leerlingen/{noor}/wacht"
    samira.post(path, data={"csrf_token": csrf_of(samira, f"/klas/{group}/leerlingen")})
    assert send_pictures(browser, PICTURES).location == "/thuis"


def test_one_pupil_waiting_leaves_the_others_alone(world: World) -> None:
    miss(at_the_secret(world, "noor"), 6)
    assert send_pictures(at_the_secret(world, "tygo"), PICTURES).location == "/thuis"


def test_a_clock_that_jumps_does_not_lock_anybody_out(world: World, clock: Clock) -> None:
    browser = at_the_secret(world)
    clock.at += timedelta(days=3650)
    miss(browser, 8)
    clock.at -= timedelta(days=3650)
    assert send_pictures(at_the_secret(world), PICTURES).location == "/thuis"


def test_staff_addresses_wait_too_known_or_not(world: World) -> None:
    for email in ("samira@example.org", "nobody@example.org"):
        browser = world.browser()
        form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": email, "password": "not the passphrase"}
        statuses = [browser.post("/leerkracht", data=form).status_code for _ in range(6)]
        assert statuses == [422] * 5 + [429]
        assert browser.post("/leerkracht", data={**form, "password": PASSWORD}).status_code == 429


def test_many_tries_at_once_are_no_more_than_many_in_a_row(session: Session, world: World, clock: Clock) -> None:
    for _ in range(limits.FREE_TRIES):
        limits.claim(session, "pupil:1", clock.at)
    assert waiting(session, "pupil:1", clock.at) == timedelta(minutes=1)


def test_a_whole_class_tried_out_shortens_patience_but_blocks_nobody(world: World, clock: Clock) -> None:
    assert world.app is not None
    name = f"class:{world.ids['groep7']}"
    with world.app.app_context():
        for _ in range(limits.CLASS_SECRETS):
            limits.spend(db.session, name, limits.CLASS_SECRETS, limits.CODES_WINDOW, clock.at)
    assert send_pictures(at_the_secret(world, "tygo"), PICTURES).location == "/thuis"
    browser = at_the_secret(world, "noor")
    assert miss(browser, 2) == [422, 429]


def test_waits_hold_no_address_and_no_name(world: World) -> None:
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "email": "samira@example.org", "password": "x"}
    browser.post("/leerkracht", data=form)
    miss(at_the_secret(world), 1)
    assert world.app is not None
    with world.app.app_context():
        names = [row.name for row in db.session.query(Budget)]
    assert names
    assert not any("samira" in name or "Noor" in name or "127.0.0.1" in name for name in names)
