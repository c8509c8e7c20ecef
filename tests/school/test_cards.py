"""Sign-in cards: made by the teacher, used once, and the choice of an own secret."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient

from core.database import db
from school.commands.cards import LASTS, Card, make_cards
from school.models import Pupil
from tests.conftest import Clock
from tests.school.test_door import PICTURES, at_the_secret, change_class, send_pictures
from tests.world import World, csrf_of

OWN = ["appel", "appel", "boot", "ster"]


def new_card(world: World, who: str = "noor") -> tuple[str, str]:
    """The code on a new card and the path in its QR code, made by juf Samira in two clicks."""
    made: list[Card] = []

    def watch(*arguments: Any, **named: Any) -> list[Card]:
        made.extend(make_cards(*arguments, **named))
        return made

    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/leerlingen/{world.keys[who]}/kaartje"
    with patch("school.views.cards.make_cards", watch):
        answer = samira.post(path, data={"csrf_token": csrf_of(samira, path)})
    assert made[0].code in answer.get_data(as_text=True)
    return made[0].code, f"/kaart/{made[0].token}"


def open_card(world: World, path: str) -> FlaskClient:
    browser = world.browser()
    answer = browser.post(path, data={"csrf_token": csrf_of(browser, path)})
    assert (answer.status_code, answer.location) == (303, "/eigen-geheim")
    return browser


def choose(browser: FlaskClient, first: list[str], second: list[str]) -> tuple[int, str]:
    """Both rounds of choosing; status and place or page of the second."""
    page = send_pictures(browser, first, "/eigen-geheim").get_data(as_text=True)
    so_far = re.search(r'name="so_far" value="([^"]+)"', page)
    assert so_far is not None
    form = {"csrf_token": csrf_of(browser, "/eigen-geheim"), "so_far": so_far[1], "picture": second}
    answer = browser.post("/eigen-geheim", data=form)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def test_a_card_leads_to_an_own_secret_and_then_in(world: World) -> None:
    _code, path = new_card(world)
    browser = open_card(world, path)
    assert browser.get("/bewaard").location.startswith("/?next=")
    assert choose(browser, OWN, OWN) == (303, "/thuis")
    assert send_pictures(at_the_secret(world), OWN).location == "/thuis"
    assert send_pictures(at_the_secret(world), PICTURES).status_code == 422


def test_the_code_on_the_card_does_the_same(world: World) -> None:
    code, _path = new_card(world)
    browser = at_the_secret(world)
    form = {"csrf_token": csrf_of(browser, "/geheim"), "words": code.replace("-", " ").upper()}
    assert browser.post("/geheim", data=form).location == "/eigen-geheim"
    assert choose(browser, OWN, OWN) == (303, "/thuis")


def test_a_card_works_until_the_secret_is_chosen_and_not_after(world: World) -> None:
    code, path = new_card(world)
    open_card(world, path)
    choose(open_card(world, path), OWN, OWN)
    again = world.browser()
    answer = again.post(path, data={"csrf_token": csrf_of(again, path)})
    assert answer.status_code == 410
    assert "Dit kaartje werkt niet meer." in answer.get_data(as_text=True)
    browser = at_the_secret(world)
    assert browser.post("/geheim", data={"csrf_token": csrf_of(browser, "/geheim"), "words": code}).status_code == 200


def test_two_devices_with_one_card_make_one_secret(world: World) -> None:
    _code, path = new_card(world)
    first, second = open_card(world, path), open_card(world, path)
    token = csrf_of(second, "/eigen-geheim")
    assert choose(first, OWN, OWN) == (303, "/thuis")
    assert second.post("/eigen-geheim", data={"csrf_token": token, "picture": PICTURES}).status_code == 410


def test_four_times_the_same_and_another_second_round_are_refused(world: World) -> None:
    browser = open_card(world, new_card(world)[1])
    answer = send_pictures(browser, ["vis"] * 4, "/eigen-geheim")
    assert answer.status_code == 422
    assert "Vier keer hetzelfde raadt iedereen." in answer.get_data(as_text=True)
    status, page = choose(browser, OWN, OWN[::-1])
    assert status == 422
    assert "De tweede keer was anders." in page


def test_words_are_checked_when_chosen(world: World) -> None:
    change_class(world, "groep7", secret_kind="words")
    browser = open_card(world, new_card(world)[1])
    token = csrf_of(browser, "/eigen-geheim")
    for words, said in (
        ("een twee", "Kies vier woorden"),
        ("noor noor boot vis", "Je naam raadt iedereen."),
        ("soep soep soep soep", "Vier keer hetzelfde"),
    ):
        answer = browser.post("/eigen-geheim", data={"csrf_token": token, "words": words, "repeat": words})
        assert answer.status_code == 422
        assert said in answer.get_data(as_text=True)
    four = "anker soep vlieger dak"
    answer = browser.post("/eigen-geheim", data={"csrf_token": token, "words": four, "repeat": four.upper()})
    assert answer.location == "/thuis"


def test_a_card_expires(world: World, clock: Clock) -> None:
    code, path = new_card(world)
    clock.at += LASTS
    browser = world.browser()
    assert browser.post(path, data={"csrf_token": csrf_of(browser, path)}).status_code == 410
    browser = at_the_secret(world)
    assert browser.post("/geheim", data={"csrf_token": csrf_of(browser, "/geheim"), "words": code}).status_code == 422


def test_cards_print_eight_on_a_sheet_and_never_again(world: World) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/kaartjes"
    form = {"csrf_token": csrf_of(samira, path), "pupil": [world.keys["noor"], world.keys["tygo"], world.keys["amara"]]}
    page = samira.post(path, data=form).get_data(as_text=True)
    codes = re.findall(r"<dd>([a-z]+-[a-z]+-\d{3})</dd>", page)
    assert len(codes) == 2, "a pupil of another class gets no card"
    assert page.count("<svg viewBox=") >= 2
    assert "WZGK 47XD" in page
    assert "style=" not in page
    assert not any(code in samira.get(path).get_data(as_text=True) for code in codes)


def test_the_database_keeps_neither_code_nor_token(world: World) -> None:
    code, path = new_card(world)
    assert world.app is not None
    with world.app.app_context():
        noor = db.session.get_one(Pupil, world.ids["noor"])
        kept = f"{noor.secret_hash} {noor.card_hash}"
    assert code not in kept
    assert path.rsplit("/", 1)[1] not in kept
