"""Abuse of the entrance for pupils: A1 to A5 of the threat model."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import func, select

from core.database import db
from school import limits
from school.models import SignIn
from school.secrets import CODE_ALPHABET
from tests.conftest import Clock
from tests.school.test_cards import new_card
from tests.school.test_door import PICTURES, at_the_secret, at_the_tiles, change, same, send_pictures
from tests.world import World, csrf_of


def signed_in(world: World) -> int:
    """How many browsers are signed in."""
    assert world.app is not None
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignIn)) or 0


def test_a01_class_codes_cannot_be_guessed_in_bulk(world: World) -> None:
    browser, rng = world.browser(), random.Random(1)
    token = csrf_of(browser, "/")
    statuses = []
    for _ in range(limits.CODES_PREFIX + 5):
        code = "AB" + "".join(rng.choices(CODE_ALPHABET, k=6))
        statuses.append(browser.post("/", data={"csrf_token": token, "code": code}).status_code)
    assert statuses == [422] * limits.CODES_PREFIX + [429] * 5
    classes, guesses = 5000, 10_000
    assert guesses * classes / len(CODE_ALPHABET) ** 8 < 1e-4


def test_a01_a_class_behind_one_address_is_not_blocked_meanwhile(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context():
        for name in ("codes", "codes:WZ"):
            for _ in range(3):
                limits.spend(db.session, name, 1, limits.CODES_WINDOW, clock.at)
    for _ in range(30):
        at_the_tiles(world)
        clock.at += timedelta(seconds=2)


def test_a02_a_classmates_pictures_cannot_be_tried_out(world: World, clock: Clock) -> None:
    browser = at_the_secret(world)
    answers = [send_pictures(browser, ["slak", "eend", "vis", picture]).status_code for picture in PICTURES * 5]
    assert answers == [422] * 5 + [429] * 15
    page = world.browser("samira").get(f"/klas/{world.keys['groep7']}/leerlingen").get_data(as_text=True)
    assert "Moet even wachten" in page
    clock.at += limits.WAITS[0]
    assert send_pictures(browser, PICTURES).location == "/thuis", "a wait ends by itself"


def test_a03_known_and_unknown_staff_addresses_look_alike(world: World) -> None:
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "password": "not the passphrase"}
    known = browser.post("/leerkracht", data={**form, "email": "samira@example.org"})
    unknown = browser.post("/leerkracht", data={**form, "email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 422
    assert same(known, "samira@example.org") == same(unknown, "nobody@example.org")


def test_a03_a_gone_pupil_looks_like_a_wrong_secret(world: World, clock: Clock) -> None:
    there, gone = at_the_secret(world), at_the_secret(world, "tygo")
    token = csrf_of(gone, "/geheim")
    wrong = send_pictures(there, PICTURES[::-1])
    change(world, "tygo", deleted_at=clock.at)
    answer = gone.post("/geheim", data={"csrf_token": token, "picture": PICTURES})
    assert wrong.status_code == 422
    assert answer.status_code == 410


def test_a03_known_and_unknown_take_equally_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in hashes, which are all that takes time: one for each try, whoever it is for."""
    from school import secrets

    counted: list[bool] = []
    keep = secrets.verify

    def count(typed: str, kept: str | None) -> bool:
        counted.append(kept is not None)
        return keep(typed, kept)

    for module in ("school.commands.door", "school.commands.staff_door"):
        monkeypatch.setattr(f"{module}.verify", count)
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/leerkracht"), "password": "not the passphrase"}
    for email in ("samira@example.org", "nobody@example.org"):
        browser.post("/leerkracht", data={**form, "email": email})
    assert counted == [True, False]
    change(world, "noor", secret_hash=None, secret_own=False)
    noor, tygo = at_the_secret(world), at_the_secret(world, "tygo")
    noor.post("/geheim", data={"csrf_token": csrf_of(noor, "/geheim"), "words": "appel-maan-427"})
    send_pictures(tygo, PICTURES[::-1])
    assert counted == [True, False, False, True]


def test_a03_no_hash_takes_as_long_as_a_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not exist is looked up in a hash too, one that costs as much as any other."""
    from argon2 import PasswordHasher, extract_parameters

    from school import secrets

    checked: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's name
            checked.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(secrets, "_hasher", Watched(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    monkeypatch.setattr(secrets, "_dummy", "")
    kept = secrets.hash_secret("fiets-maan-vis-boom")
    for known in (kept, None, None):
        assert not secrets.verify("slak-slak-slak-slak", known)
    assert checked[0] == kept and checked[1] == checked[2] != kept
    assert [extract_parameters(one) for one in checked] == [extract_parameters(kept)] * 3


def test_a04_a_photographed_card_is_worth_nothing_after_renewal(world: World) -> None:
    _code, old = new_card(world)
    browser = world.browser()
    browser.post(old, data={"csrf_token": csrf_of(browser, old)})
    new_card(world)
    assert browser.get("/eigen-geheim").status_code == 410, "what the old card began has ended"
    fresh = world.browser()
    answer = fresh.post(old, data={"csrf_token": csrf_of(fresh, old)})
    assert answer.status_code == 410
    assert "Dit kaartje werkt niet meer." in answer.get_data(as_text=True)


def test_a04_a_new_card_ends_the_sessions_of_the_child(world: World) -> None:
    noor = world.browser("noor")
    new_card(world)
    assert noor.get("/bewaard").location.startswith("/?next")


def test_a05_opening_a_card_makes_no_session_and_spends_nothing(world: World) -> None:
    _code, path = new_card(world)
    before = signed_in(world)
    for method in ("GET", "HEAD", "OPTIONS"):
        browser = world.browser()
        assert browser.open(path, method=method).status_code == 200
        assert browser.get("/bewaard").location.startswith("/?next")
    assert signed_in(world) == before
    browser = world.browser()
    assert browser.post(path, data={"csrf_token": csrf_of(browser, path)}).location == "/eigen-geheim"


def test_a05_the_page_of_a_card_says_nothing_before_the_button(world: World) -> None:
    _code, path = new_card(world)
    right, wrong = world.browser().get(path), world.browser().get("/kaart/" + "x" * 43)
    assert (right.status_code, same(right, path)) == (wrong.status_code, same(wrong, "/kaart/" + "x" * 43))
    assert "Noor" not in right.get_data(as_text=True)
