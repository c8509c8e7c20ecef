"""A form that arrives after its session has ended is kept for that pupil alone and offered again."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.database import db
from school.models import KeptAnswer
from school.sign_in import PUPIL_IDLE
from tests.conftest import Clock
from tests.school.test_door import PICTURES, at_the_secret, send_pictures
from tests.world import World, csrf_of


def left_open(world: World, clock: Clock, who: str = "noor") -> tuple[FlaskClient, str]:
    """A browser of ``who`` whose session ended while a page was open, and the token in that page."""
    browser = world.browser(who)
    token = csrf_of(browser, "/leerkracht")
    clock.at += PUPIL_IDLE + timedelta(minutes=1)
    return browser, token


def kept(world: World) -> int:
    assert world.app is not None
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(KeptAnswer)) or 0


def test_the_answer_is_kept_and_the_child_is_told(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    answer = browser.post("/bewaard", data={"csrf_token": token, "option": ["a", "c"], "words": "Ik vraag het eerst"})
    assert answer.status_code == 401
    assert "Je antwoord is bewaard." in answer.get_data(as_text=True)
    assert kept(world) == 1


def test_after_signing_in_it_is_offered_with_every_field(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    browser.post("/bewaard", data={"csrf_token": token, "option": ["a", "c"], "words": "<b>Ik</b>"})
    again = at_the_secret(world)
    assert send_pictures(again, PICTURES).location == "/bewaard"
    page = again.get("/bewaard").get_data(as_text=True)
    assert re.findall(r'name="option" value="([^"]+)"', page) == ["a", "c"]
    assert 'value="&lt;b&gt;Ik&lt;/b&gt;"' in page
    assert re.search(r'action="/bewaard\?bewaard=\d+"', page)


def test_sent_well_it_is_forgotten(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    browser.post("/bewaard", data={"csrf_token": token, "words": "x"})
    again = at_the_secret(world)
    send_pictures(again, PICTURES)
    action = re.search(r'action="([^"]+)"', again.get("/bewaard").get_data(as_text=True).split("<main", 1)[1])
    assert action is not None
    assert again.post(action[1], data={"csrf_token": csrf_of(again, "/bewaard"), "words": "x"}).status_code == 303
    assert kept(world) == 0


def test_it_may_be_left(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    browser.post("/bewaard", data={"csrf_token": token, "words": "x"})
    again = at_the_secret(world)
    send_pictures(again, PICTURES)
    again.post("/bewaard", data={"csrf_token": csrf_of(again, "/bewaard"), "next": "/thuis"})
    assert kept(world) == 0


def test_nobody_else_is_offered_it(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    browser.post("/bewaard", data={"csrf_token": token, "words": "x"})
    other = at_the_secret(world, "tygo")
    assert send_pictures(other, PICTURES).location == "/thuis"
    assert other.get("/bewaard").location == "/thuis"


def test_half_an_hour_later_it_is_gone(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    browser.post("/bewaard", data={"csrf_token": token, "words": "x"})
    clock.at += timedelta(minutes=30)
    assert send_pictures(at_the_secret(world), PICTURES).location == "/thuis"


def test_what_the_child_might_not_send_is_not_kept(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    assert browser.post("/beheer/team", data={"csrf_token": token, "name": "x"}).status_code == 401
    assert kept(world) == 0


def test_a_form_from_elsewhere_is_not_kept(world: World, clock: Clock) -> None:
    browser, _token = left_open(world, clock)
    assert browser.post("/bewaard", data={"csrf_token": "nonsense", "words": "x"}).status_code == 400
    assert kept(world) == 0


def test_at_most_five_are_kept(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    for number in range(8):
        browser.post("/bewaard", data={"csrf_token": token, "words": str(number)})
    assert kept(world) == 5


def test_hundred_thousand_characters_are_kept_whole_and_a_million_refused(world: World, clock: Clock) -> None:
    browser, token = left_open(world, clock)
    browser.post("/bewaard", data={"csrf_token": token, "words": "é" * 100_000})
    assert kept(world) == 1
    assert browser.post("/bewaard", data={"csrf_token": token, "words": "x" * 300_000}).status_code == 401
    assert kept(world) == 1
