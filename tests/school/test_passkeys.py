"""Passkeys of staff: made, named, taken away; alone, as second step, and before dangerous acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.database import db
from school.models import Passkey, RecoveryCode
from tests.browser import LAPTOP, accessible, fits
from tests.conftest import Clock
from tests.school.soft_key import SoftKey
from tests.school.test_staff_door import sign_in
from tests.world import PASSWORD, World, csrf_of


def ask(browser: FlaskClient, page: str, path: str) -> dict[str, Any]:
    """The question at ``path``, asked the way the script does."""
    answer = browser.post(path, headers={"X-CSRFToken": csrf_of(browser, page)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def send(browser: FlaskClient, page: str, path: str, answer: str, **fields: str) -> TestResponse:
    return browser.post(path, data={"csrf_token": csrf_of(browser, page), "answer": answer, **fields})


def make_key(browser: FlaskClient, key: SoftKey, *, name: str = "mijn telefoon", **fields: str) -> TestResponse:
    asked = ask(browser, "/account", "/account/sleutels/vraag")
    fields = {"passphrase": PASSWORD, **fields}
    return send(browser, "/account", "/account/sleutels", key.make(asked), name=name, **fields)


def with_key(world: World, who: str = "samira") -> SoftKey:
    key = SoftKey()
    assert make_key(world.browser(who), key).status_code == 200
    return key


def enter(world: World, key: SoftKey, **options: Any) -> tuple[FlaskClient, TestResponse]:
    browser = world.browser()
    asked = ask(browser, "/leerkracht", "/leerkracht/sleutel/vraag")
    return browser, send(browser, "/leerkracht", "/leerkracht/sleutel", key.use(asked, **options))


def keys_of(world: World, who: str) -> list[Passkey]:
    assert world.app is not None
    with world.app.app_context():
        return list(db.session.scalars(select(Passkey).where(Passkey.staff_id == world.ids[who])))


def test_making_a_key_gives_recovery_codes_once_and_ends_other_browsers(world: World) -> None:
    other, browser, key = world.browser("samira"), world.browser("samira"), SoftKey()
    answer = make_key(browser, key)
    assert answer.get_data(as_text=True).count("<li>") >= 8
    assert other.get("/account").status_code == 302, "every other browser is signed out"
    page = browser.get("/account").get_data(as_text=True)
    assert "mijn telefoon" in page and "Na je wachtzin vragen we een sleutel." in page
    again = make_key(browser, SoftKey(), name="de stick")
    assert "Veranderd." in again.get_data(as_text=True), "codes are there already and stay"
    assert [row.name for row in keys_of(world, "samira")] == ["mijn telefoon", "de stick"]


def test_a_key_alone_signs_in(world: World, clock: Clock) -> None:
    key = with_key(world)
    clock.at += timedelta(minutes=1)
    browser, answer = enter(world, key)
    assert (answer.status_code, answer.location) == (303, "/klassen")
    assert browser.get("/account").status_code == 200


def test_a_key_is_the_second_step(world: World, clock: Clock) -> None:
    key = with_key(world)
    clock.at += timedelta(minutes=1)
    browser = sign_in(world)
    assert browser.get("/account").status_code == 302, "the passphrase alone is not enough any more"
    asked = ask(browser, "/leerkracht/code", "/leerkracht/code/vraag")
    assert len(asked["allowCredentials"]) == 1
    answer = send(browser, "/leerkracht/code", "/leerkracht/code/sleutel", key.use(asked))
    assert (answer.status_code, answer.location) == (303, "/klassen")


def test_a_key_of_somebody_else_is_no_second_step(world: World, clock: Clock) -> None:
    with_key(world)
    theirs = with_key(world, "bo")
    clock.at += timedelta(minutes=1)
    browser = sign_in(world)
    asked = ask(browser, "/leerkracht/code", "/leerkracht/code/vraag")
    answer = send(browser, "/leerkracht/code", "/leerkracht/code/sleutel", theirs.use(asked))
    assert answer.status_code == 422 and "niet herkend" in answer.get_data(as_text=True)
    assert browser.get("/account").status_code == 302


def test_a_key_confirms_before_a_dangerous_act(world: World, clock: Clock) -> None:
    browser, key = world.browser("bakker"), SoftKey()
    make_key(browser, key)
    clock.at += timedelta(minutes=20)
    assert browser.get("/beheer/team").location.startswith("/account/bevestig")
    page = "/account/bevestig?next=/beheer/team"
    asked = ask(browser, page, "/account/bevestig/vraag")
    sent = key.use(asked)
    assert send(browser, page, "/account/bevestig/sleutel", sent, next="/beheer/team").location == "/beheer/team"
    assert browser.get("/beheer/team").status_code == 200
    clock.at += timedelta(minutes=20)
    again = send(browser, page, "/account/bevestig/sleutel", sent, next="/beheer/team")
    assert again.status_code == 422, "an answer counts once"


@pytest.mark.parametrize("fault", ["replay", "later", "no-question", "origin", "unchecked", "owner", "unknown", "junk"])
def test_a_wrong_answer_lets_nobody_in(world: World, clock: Clock, fault: str) -> None:
    key = with_key(world)
    clock.at += timedelta(minutes=1)
    browser = world.browser()
    path, page = "/leerkracht/sleutel", "/leerkracht"
    if fault == "origin":
        key.origin = "https://evil.example"
    if fault == "unknown":
        key = SoftKey(owner=key.owner)
    asked = ask(browser, page, f"{path}/vraag")
    answer = key.use(asked, checked=fault != "unchecked", owner="c29tZWJvZHk" if fault == "owner" else None)
    if fault == "later":
        clock.at += timedelta(minutes=10)
    if fault == "no-question":
        browser = world.browser()
    if fault == "junk":
        answer = '{"id": ["é"], "response": 7}'
    if fault == "replay":
        with browser.session_transaction() as cookie:
            kept = dict(cookie)
        assert send(browser, page, path, answer).status_code == 303
        browser = world.browser()
        with browser.session_transaction() as cookie:
            cookie.update(kept)
        clock.at += timedelta(seconds=1)
    refused = send(browser, page, path, answer)
    assert refused.status_code == 422
    assert "niet herkend" in refused.get_data(as_text=True)
    assert browser.get("/account").status_code == 302


@pytest.mark.parametrize("answer", ["", "[]", "{" * 30_000, '{"id": "AAAA"}', "null", '{"id": "AAAA", "response": {}}'])
def test_nonsense_for_an_answer_is_refused_kindly(world: World, answer: str) -> None:
    browser = world.browser()
    ask(browser, "/leerkracht", "/leerkracht/sleutel/vraag")
    assert send(browser, "/leerkracht", "/leerkracht/sleutel", answer).status_code == 422
    ask(browser := world.browser("samira"), "/account", "/account/sleutels/vraag")
    made = send(browser, "/account", "/account/sleutels", answer, name="x", passphrase=PASSWORD)
    assert made.status_code == 422


def test_a_key_needs_the_passphrase_and_a_name(world: World) -> None:
    browser = world.browser("samira")
    assert "niet je wachtzin" in make_key(browser, SoftKey(), passphrase="verkeerd").get_data(as_text=True)
    assert make_key(browser, SoftKey(), name="  ").status_code == 422
    assert keys_of(world, "samira") == []


def test_a_key_of_an_ended_account_is_worth_nothing(world: World, clock: Clock) -> None:
    key, admin = with_key(world), world.browser("bakker")
    form = {"csrf_token": csrf_of(admin, "/beheer/team"), "state": "ended"}
    admin.post(f"/beheer/team/{world.keys['samira']}/toegang", data=form)
    clock.at += timedelta(minutes=1)
    assert enter(world, key)[1].status_code == 422


def test_a_new_beginning_takes_the_keys_away(world: World) -> None:
    with_key(world)
    admin = world.browser("bakker")
    token = csrf_of(admin, "/beheer/team")
    assert admin.post(f"/beheer/team/{world.keys['samira']}/code", data={"csrf_token": token}).status_code == 200
    assert keys_of(world, "samira") == []


def test_keys_are_renamed_and_taken_away(world: World, clock: Clock) -> None:
    browser, key = world.browser("samira"), SoftKey()
    make_key(browser, key)
    path = f"/account/sleutels/{keys_of(world, 'samira')[0].key}"
    token = csrf_of(browser, "/account")
    assert browser.post(path, data={"csrf_token": token, "name": "de stick"}).status_code == 303
    assert browser.post(path, data={"csrf_token": token, "name": ""}).status_code == 422
    assert [row.name for row in keys_of(world, "samira")] == ["de stick"]
    assert world.browser("bo").post(path, data={"csrf_token": token}).status_code in (400, 404)
    wrong = browser.post(f"{path}/weg", data={"csrf_token": token, "passphrase": "verkeerd"})
    assert wrong.status_code == 422 and len(keys_of(world, "samira")) == 1
    assert browser.post(f"{path}/weg", data={"csrf_token": token, "passphrase": PASSWORD}).status_code == 200
    assert keys_of(world, "samira") == []
    assert world.app is not None
    with world.app.app_context():
        assert db.session.scalars(select(RecoveryCode)).all() == [], "without a second step there is nothing to recover"
    clock.at += timedelta(minutes=1)
    assert enter(world, key)[1].status_code == 422
    assert sign_in(world).get("/account").status_code == 200


def test_the_key_of_another_person_does_not_exist(world: World) -> None:
    with_key(world)
    bo = world.browser("bo")
    path = f"/account/sleutels/{keys_of(world, 'samira')[0].key}"
    for end in ("", "/weg"):
        form = {"csrf_token": csrf_of(bo, "/account"), "name": "x", "passphrase": PASSWORD}
        assert bo.post(path + end, data=form).status_code == 404


def test_an_administrator_keeps_one_second_step(world: World) -> None:
    browser = world.browser("bakker")
    make_key(browser, SoftKey())
    path = f"/account/sleutels/{keys_of(world, 'bakker')[0].key}/weg"
    form = {"csrf_token": csrf_of(browser, "/account"), "passphrase": PASSWORD}
    assert browser.post(path, data=form).status_code == 409
    assert len(keys_of(world, "bakker")) == 1


def test_by_number_the_site_offers_no_keys(world: World) -> None:
    """Browsers tie keys to names; an address such as 127.0.0.1 is none."""
    browser = world.browser("samira")
    here = {"base_url": "http://127.0.0.1:8000"}
    page = world.browser().get("/leerkracht", **here).get_data(as_text=True)
    assert "Inloggen met een sleutel" not in page
    assert "Inloggen met een sleutel" in world.browser().get("/leerkracht").get_data(as_text=True)
    assert "of op localhost" not in browser.get("/account").get_data(as_text=True)


def test_a_real_browser_makes_a_key_and_signs_in_with_it(browser: Browser, address: str, world: World) -> None:
    """Chromium with an authenticator of its own making; keys need a name, so the site is visited as localhost."""
    from core.clock import set_clock

    set_clock(None)
    here = address.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=here, locale="nl-NL", viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.goto("/leerkracht")
    page.get_by_label("E-mailadres").fill("samira@example.org")
    page.get_by_label("Wachtzin").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.goto("/account")
    page.get_by_label("Naam van de sleutel").fill("deze laptop")
    page.locator("#f-key-passphrase").fill(PASSWORD)
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Maak een sleutel").click()
    page.get_by_role("heading", name="Je herstelcodes").wait_for()
    assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    page.goto("/account")
    page.get_by_role("button", name="Log overal uit").click()
    page.get_by_role("button", name="Inloggen met een sleutel").click()
    page.wait_for_url("**/klassen")

    page.goto("/account")
    page.get_by_role("button", name="Log overal uit").click()
    page.get_by_label("E-mailadres").fill("samira@example.org")
    page.get_by_label("Wachtzin").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    accessible(page)
    page.get_by_role("button", name="Gebruik je sleutel").click()
    page.wait_for_url("**/klassen")

    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/account")
    page.get_by_role("button", name="Log overal uit").click()
    page.get_by_role("button", name="Inloggen met een sleutel").click()
    page.get_by_text("De sleutel gaf geen antwoord.").wait_for()
    context.close()
    assert not complaints, complaints
