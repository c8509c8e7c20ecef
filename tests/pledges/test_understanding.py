"""Right is understood; not yet is explained, with another one after it; after two misses it is read together."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.database import db
from pledges.models import Pledge, TalkWish
from pledges.rules.opening import BY_SITUATIONS, BY_TEACHER
from progress.models import Evidence
from quizzes import catalog
from quizzes.types.single import Single
from tests.conftest import Clock
from tests.pledges.showing import acts, post
from tests.pledges.test_pages import P3, promises, row
from tests.quizzes.walking import Fields
from tests.world import World

ASK = f"{P3}/begrip"


def item_of(body: str) -> str:
    return str(re.findall(r'name="vraag" value="([A-Z]{2}-\d\d)"', body)[0])


def right_words(item: str) -> str:
    body = catalog.entry(item).item.at({"scope": ["everywhere"], "sanction_first_step": ["talk-first"]})
    assert isinstance(body, Single)
    return next(option for option in body.options if option.correct).text.say("nl")


def answers(client: FlaskClient, *, right: bool) -> tuple[str, str]:
    """Answer the situation on the page; the item, and the page with what is said about it."""
    body = client.get(ASK).get_data(as_text=True)
    item = item_of(body)
    wanted = right_words(item)
    strips = re.findall(r'name="answer" value="(\w+)"[^>]*><span>(.*?)</span>', body)
    texts = {opaque: words.replace("&#34;", '"').replace("&#39;", "'") for opaque, words in strips}
    good = next(opaque for opaque, words in texts.items() if words == wanted)
    bad = next(opaque for opaque in texts if opaque not in (good, "unsure"))
    reply = post(client, ASK, answer=good if right else bad)
    assert reply.status_code == 303, reply.get_data(as_text=True)
    return item, client.get(reply.headers["Location"]).get_data(as_text=True)


@pytest.fixture
def noor(world: World, clock: Clock) -> FlaskClient:
    """Noor, who acted well in the simulation and has not made the quiz."""
    assert world.app is not None
    with world.app.app_context():
        acts(db.session, world, "noor", "doorsturen", clock.at)
    return world.browser("noor")


def test_one_right_answer_opens_the_promise(world: World, noor: FlaskClient) -> None:
    _item, page = answers(noor, right=True)
    assert "Precies" in page
    assert f"{P3}/woorden" in page
    assert row(world).understood == BY_SITUATIONS
    assert promises(noor) == 303
    assert world.app is not None
    with world.app.app_context():
        fact = db.session.scalars(select(Evidence).where(Evidence.source == "pledge")).one()
        assert (fact.module, fact.right, fact.first) == ("doorsturen", True, True)


def test_a_miss_is_explained_and_followed_by_a_parallel_one(world: World, noor: FlaskClient) -> None:
    first, page = answers(noor, right=False)
    assert "Nog niet" in page
    assert "Nog een situatie" in page
    second, page = answers(noor, right=True)
    assert second != first
    bank = {item.id: item for item in catalog.bank_items("doorsturen")}
    parallels = [i for i in bank.values() if i.situation and i.parallel == bank[first].parallel and i.id != first]
    if any(item.type_name == "single" for item in parallels):
        assert bank[second].parallel == bank[first].parallel
    assert row(world).understood == BY_SITUATIONS


def test_after_two_misses_it_is_read_together_and_a_third_comes(world: World, noor: FlaskClient) -> None:
    answers(noor, right=False)
    answers(noor, right=False)
    body = noor.get(ASK).get_data(as_text=True)
    assert "Lees het samen met iemand" in body
    seen = world.browser("samira").get(f"/klas/{world.keys['groep7']}/beloftes").get_data(as_text=True)
    assert "samen lezen" in seen
    _item, page = answers(noor, right=True)
    assert "Precies" in page


def test_the_teacher_can_confirm_after_talking(world: World, noor: FlaskClient) -> None:
    for _ in range(3):
        answers(noor, right=False)
    body = noor.get(ASK).get_data(as_text=True)
    assert "Je juf of meester ziet dat je hierover wilt praten" in body
    assert 'name="vraag"' not in body
    samira, page = world.browser("samira"), f"/klas/{world.keys['groep7']}/beloftes"
    path = f"{page}/{world.keys['noor']}/p03/begrip"
    assert post(samira, path, page=page).status_code == 303
    assert row(world).understood == BY_TEACHER
    assert world.app is not None
    with world.app.app_context():
        assert db.session.scalars(select(TalkWish)).first() is None
    assert promises(noor) == 303


def test_i_do_not_know_counts_as_not_yet(world: World, noor: FlaskClient) -> None:
    reply = post(noor, ASK, answer="unsure")
    assert reply.status_code == 303
    assert "Zo zit het" in noor.get(reply.headers["Location"]).get_data(as_text=True)
    assert row(world).answers[0][1:] == ["", False]


def test_nothing_chosen_and_something_strange_are_asked_again(world: World, noor: FlaskClient) -> None:
    for form in ({}, {"answer": "xyz"}, {"answer": ["a", "b"]}):
        assert post(noor, ASK, **form).status_code == 422
    assert world.app is not None
    with world.app.app_context():
        assert db.session.scalars(select(Pledge)).first() is None


def test_an_answer_from_an_older_page_counts_once(world: World, noor: FlaskClient) -> None:
    body = noor.get(ASK).get_data(as_text=True)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', body))
    option = next(value for value in Fields(body).offered["answer"] if value != "unsure")
    assert noor.post(ASK, data={**hidden, "answer": option}).status_code == 303
    kept = row(world).answers
    assert noor.post(ASK, data={**hidden, "answer": option}).status_code == 303
    assert row(world).answers == kept


def test_the_same_situation_stays_until_it_is_answered_and_tells_nothing(world: World, noor: FlaskClient) -> None:
    pages = {item_of(noor.get(ASK).get_data(as_text=True)) for _ in range(3)}
    assert len(pages) == 1
    body = noor.get(ASK).get_data(as_text=True)
    assert "correct" not in body
    item = catalog.entry(pages.pop()).item.at({})
    assert isinstance(item, Single)
    assert all(option.feedback.say("nl") not in body for option in item.options)
