"""Signing in with an account elsewhere, against a real provider, and what is read and kept of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from care.export import export
from core.clock import set_clock
from core.database import Base, db
from school.models import OutsideAccount, Pupil, Staff
from school.outside import Provider
from school.views.outside_clients import make_outside
from tests.conftest import Clock
from tests.school.provider import PASSWORD as ELSEWHERE
from tests.school.provider import RealProvider, real_provider
from tests.school.test_cards import new_card
from tests.school.test_door import PICTURES, at_the_secret, send_pictures
from tests.school.test_staff_door import SECRET, sign_in, with_second_step
from tests.world import PASSWORD, World, csrf_of

BACK = "http://localhost/schoolaccount/school/terug"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[RealProvider]:
    with real_provider(BACK, "http://localhost/") as found:
        yield found


@pytest.fixture
def set_up(app: Flask, elsewhere: RealProvider) -> Iterator[Callable[..., None]]:
    """``set_up(kind="other", people="both", domains=())`` turns the provider on for this test."""
    before = app.extensions["outside"]

    def turn_on(**given: Any) -> None:
        fields = {"name": "school", "kind": "other", "label": "de Zwaan", "issuer": elsewhere.issuer, **given}
        one = Provider(client_id=elsewhere.client_id, client_secret=elsewhere.client_secret, **fields)
        app.extensions["outside"] = make_outside(app, app.extensions["settings"], (one,))

    set_clock(None)  # tokens of the provider tell its time
    turn_on()
    elsewhere.forget()
    yield turn_on
    app.extensions["outside"] = before


@pytest.fixture
def world(world: World, set_up: Callable[..., None], clock: Clock) -> World:
    set_clock(clock)
    return world


def at_provider(address: str, who: str) -> str:
    """Sign in at the provider and agree; returns where it sends the browser back to."""
    browser = requests.Session()
    answer = browser.get(address, timeout=10)
    for _ in range(6):
        if urlsplit(answer.url).path.startswith("/schoolaccount/"):
            break
        form = {"login": who, "password": ELSEWHERE, "answer": "accept"}
        answer = browser.post(answer.url, data=form, timeout=10, allow_redirects=False)
        while answer.is_redirect and not answer.headers["Location"].startswith("http://localhost/"):
            answer = browser.get(requests.compat.urljoin(answer.url, answer.headers["Location"]), timeout=10,
                                 allow_redirects=False)  # fmt: skip
        if answer.is_redirect:
            return str(answer.headers["Location"])
    raise AssertionError(f"stuck at {answer.url}: {answer.text[:2000]}")


def walk(browser: FlaskClient, who: str) -> TestResponse:
    """The whole way: to the provider, through it, and back here."""
    away = browser.get("/schoolaccount/school")
    assert away.status_code == 302, away.get_data(as_text=True)
    back = urlsplit(at_provider(away.location, who))
    return browser.get(f"{back.path}?{back.query}")


def tie(world: World, browser: FlaskClient, **fields: str) -> TestResponse:
    path = "/schoolaccount/koppelen"
    return browser.post(path, data={"csrf_token": csrf_of(browser, path), "answer": "yes", **fields})


def tied_pupil(world: World) -> None:
    """Noor signs in once with her pictures and says that the account is hers."""
    browser = at_the_secret(world)
    assert walk(browser, "n.jansen").status_code == 200
    assert send_pictures(browser, PICTURES).location.startswith("/schoolaccount/koppelen")
    assert tie(world, browser).location == "/thuis"


def rows(world: World) -> int:
    assert world.app is not None
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutsideAccount)) or 0


def test_by_default_there_is_none(world: World, app: Flask) -> None:
    app.extensions["outside"] = make_outside(app, app.extensions["settings"], ())
    for page in ("/", "/leerkracht"):
        assert "schoolaccount" not in world.browser().get(page).get_data(as_text=True)
    assert world.browser().get("/schoolaccount/school").status_code == 404


def test_the_way_there_carries_state_nonce_and_proof(world: World, elsewhere: RealProvider) -> None:
    assert "Inloggen met de Zwaan" in world.browser().get("/").get_data(as_text=True)
    away = world.browser().get("/schoolaccount/school").location
    asked = parse_qs(urlsplit(away).query)
    assert away.startswith(elsewhere.issuer)
    assert asked["code_challenge_method"] == ["S256"] and asked["response_type"] == ["code"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == [BACK] and asked["scope"] == ["openid profile"]


def test_an_unknown_account_makes_nobody(world: World) -> None:
    assert world.app is not None
    with world.app.app_context():
        before = [db.session.scalar(select(func.count()).select_from(table)) for table in (Pupil, Staff)]
    browser = world.browser()
    page = walk(browser, "n.jansen")
    assert "Hoi Noor, wie ben jij hier?" in page.get_data(as_text=True)
    assert browser.get("/thuis").status_code == 302
    with world.app.app_context():
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Pupil, Staff)] == before
    assert rows(world) == 0


def test_once_tied_a_pupil_comes_in_by_it(world: World) -> None:
    tied_pupil(world)
    browser = world.browser()
    assert walk(browser, "n.jansen").location == "/thuis"
    assert browser.get("/wat-weet-deze-site").status_code == 200
    stranger = world.browser()
    assert walk(stranger, "s.bakir").status_code == 200, "another account of the same provider is somebody else"


def test_nothing_of_the_account_is_kept(world: World) -> None:
    tied_pupil(world)
    assert world.app is not None
    with world.app.app_context():
        everything = ""
        for table in Base.metadata.sorted_tables:
            everything += repr(db.session.execute(select(table)).all())
        told = json.dumps(export(db.session, db.session.get_one(Pupil, world.ids["noor"]))["outside"])
    for word in ("Canarievogel", "n.jansen", "school.example"):
        assert word not in everything
    assert "school" in told and "subject_hash" not in told


def test_no_is_no(world: World) -> None:
    browser = at_the_secret(world)
    walk(browser, "n.jansen")
    send_pictures(browser, PICTURES)
    path = "/schoolaccount/koppelen"
    assert "als Noor. Hier heet je Noor." in browser.get(path).get_data(as_text=True)
    assert browser.post(path, data={"csrf_token": csrf_of(browser, path), "answer": "no"}).location == "/thuis"
    assert browser.get(path).location == "/thuis"
    assert rows(world) == 0


def test_an_account_belongs_to_one_person(world: World) -> None:
    tied_pupil(world)
    tygo = world.browser("tygo")
    assert walk(tygo, "n.jansen").location == "/schoolaccount/koppelen"
    assert tie(world, tygo).status_code == 409
    assert rows(world) == 1


def test_the_hours_of_the_class_hold_here_too(world: World) -> None:
    tied_pupil(world)
    samira = world.browser("samira")
    path = f"/klas/{world.keys['groep7']}/instellingen"
    page = samira.get(path).get_data(as_text=True)
    assert "sign_in_time" in page or "time" in page
    assert world.app is not None
    from core.database import writing
    from school.models import SchoolClass

    with world.app.app_context(), writing(db.session):
        db.session.get_one(SchoolClass, world.ids["groep7"]).sign_in_time = "opened"
    answer = walk(world.browser(), "n.jansen")
    assert answer.status_code == 403 and "Inloggen kan nu niet." in answer.get_data(as_text=True)


def test_a_new_card_ends_the_tie(world: World) -> None:
    tied_pupil(world)
    new_card(world)
    assert rows(world) == 0


def test_staff_tie_with_their_passphrase_and_keep_the_second_step(world: World) -> None:
    browser = world.browser("samira")
    assert walk(browser, "s.bakir").location == "/schoolaccount/koppelen"
    assert tie(world, browser, passphrase="verkeerd").status_code == 422
    assert tie(world, browser, passphrase=PASSWORD).location == "/klassen"
    assert "Je kunt inloggen met de Zwaan." in browser.get("/account").get_data(as_text=True)
    again = world.browser()
    assert walk(again, "s.bakir").location == "/klassen"
    with_second_step(world, "samira")
    half = world.browser()
    assert walk(half, "s.bakir").location == "/leerkracht/code"
    assert half.get("/account").status_code == 302
    browser = world.browser("samira")
    browser.post("/schoolaccount/school/los", data={"csrf_token": csrf_of(browser, "/account")})
    assert rows(world) == 0


def test_a_waiting_account_survives_the_second_step(world: World, clock: Clock) -> None:
    from school.rules.second_step import code_at

    with_second_step(world, "samira")
    browser = world.browser()
    walk(browser, "s.bakir")
    sign_in(world, browser=browser)
    form = {"csrf_token": csrf_of(browser, "/leerkracht/code"), "code": code_at(SECRET, clock.at)}
    assert browser.post("/leerkracht/code", data=form).location.startswith("/schoolaccount/koppelen")


def test_who_stopped_does_not_come_in(world: World, clock: Clock) -> None:
    browser = world.browser("samira")
    walk(browser, "s.bakir")
    tie(world, browser, passphrase=PASSWORD)
    admin = world.browser("bakker")
    form = {"csrf_token": csrf_of(admin, "/beheer/team"), "state": "ended"}
    admin.post(f"/beheer/team/{world.keys['samira']}/toegang", data=form)
    assert walk(world.browser(), "s.bakir").status_code == 200


def test_only_pupils_or_only_staff(world: World, set_up: Callable[..., None]) -> None:
    tied_pupil(world)
    set_up(people="staff")
    assert "de Zwaan" not in world.browser().get("/").get_data(as_text=True)
    assert walk(world.browser(), "n.jansen").status_code == 403


def test_an_account_of_another_organisation_is_refused(world: World, set_up: Callable[..., None]) -> None:
    set_up(kind="google", domains=("dewilg.example",))
    answer = walk(world.browser(), "n.jansen")
    assert answer.status_code == 403 and "kun je hier niet inloggen" in answer.get_data(as_text=True)


@pytest.mark.parametrize("fault", ["state", "replay", "other-browser", "denied", "nothing", "injected"])
def test_an_answer_that_is_not_for_this_browser_lets_nobody_in(world: World, fault: str) -> None:
    tied_pupil(world)
    browser = world.browser()
    back = urlsplit(at_provider(browser.get("/schoolaccount/school").location, "n.jansen"))
    query = {name: values[0] for name, values in parse_qs(back.query).items()}
    if fault == "state":
        query["state"] = "x" * 30
    elif fault == "injected":  # the thief's own code, brought to the victim's browser: the proof does not fit
        browser = world.browser()
        asked = parse_qs(urlsplit(browser.get("/schoolaccount/school").location).query)
        query["state"] = asked["state"][0]
    elif fault == "denied":
        query = {"error": "access_denied", "state": query["state"]}
    elif fault == "nothing":
        query = {}
    elif fault == "other-browser":
        browser = world.browser()
    elif fault == "replay":
        assert browser.get(f"{back.path}?{urlencode(query)}").location == "/thuis"
        browser.post("/uitloggen", data={"csrf_token": csrf_of(browser, "/leerkracht")})
    answer = browser.get(f"{back.path}?{urlencode(query)}")
    assert answer.status_code == 502
    assert "Inloggen bij de Zwaan lukte niet." in answer.get_data(as_text=True)
    assert browser.get("/thuis").status_code == 302


def test_a_provider_that_is_not_there_is_said(world: World, set_up: Callable[..., None]) -> None:
    set_up(issuer="http://localhost:9")
    answer = world.browser().get("/schoolaccount/school")
    assert answer.status_code == 502 and "of log in zonder" in answer.get_data(as_text=True)


def test_signing_out_offers_the_way_out_there_too(world: World, elsewhere: RealProvider) -> None:
    tied_pupil(world)
    browser = world.browser()
    walk(browser, "n.jansen")
    answer = browser.post("/uitloggen", data={"csrf_token": csrf_of(browser, "/leerkracht")})
    assert answer.location == "/schoolaccount/school/uit"
    assert browser.get("/thuis").status_code == 302
    page = browser.get(answer.location).get_data(as_text=True)
    found = re.search(rf'href="({elsewhere.issuer}[^"]+)"', page)
    assert found is not None and "post_logout_redirect_uri=http%3A%2F%2Flocalhost%2F" in found[1]
    after = world.browser("noor")
    assert after.post("/uitloggen", data={"csrf_token": csrf_of(after, "/leerkracht")}).location == "/"
