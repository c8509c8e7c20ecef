"""The mixed round: from all lessons, what was missed first; no mastery, no session of refreshers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from core.database import db
from lessons import catalog
from lessons.commands.flash import choose_flash
from lessons.queries import last_flash
from progress.models import Evidence, GoalState
from quizzes.queries.refreshers import refresher_state
from quizzes.rules.choosing import Candidate
from tests.conftest import MONDAY_MORNING
from tests.lessons.samples import documented_module, documented_steps
from tests.lessons.walking import begin, send
from tests.world import World, csrf_of

SLUG = "proef"
ADDRESS = f"/les/{SLUG}/flitsronde/s1"


def pool(slug: str, **missed: bool) -> list[Candidate]:
    day = MONDAY_MORNING - timedelta(days=9)
    return [
        Candidate(f"{slug}-{number}", f"G{number % 4 + 1}", None, day, not missed.get(f"n{number}", False))
        for number in range(8)
    ]


def test_modules_take_turns_and_missed_ones_come_first() -> None:
    pools = {"aa": pool("aa", n6=True), "bb": pool("bb"), "cc": pool("cc", n1=True)}
    chosen = choose_flash(pools, {"cc"}, 6, Random(4))
    assert Counter(item[:2] for item in chosen) == {"aa": 2, "bb": 2, "cc": 2}
    assert chosen[0] == "cc-1"
    assert "aa-6" in chosen[:3]


def test_a_goal_comes_twice_only_after_the_others() -> None:
    chosen = choose_flash({"aa": pool("aa")}, set(), 4, Random(1))
    assert len({int(item[3:]) % 4 for item in chosen}) == 4
    assert len(choose_flash({"aa": pool("aa")}, set(), 12, Random(1))) == 8
    assert choose_flash({}, set(), 8, Random(1)) == []


@pytest.fixture
def alone(world: World) -> Iterator[World]:
    """A module on the shelf with nothing but a flash round."""
    step = next(step for step in documented_steps() if step.type == "flitsronde").model_copy(update={"id": "s1"})
    catalog.course().modules[SLUG] = documented_module().model_copy(update={"slug": SLUG, "steps": [step]})
    yield world
    del catalog.course().modules[SLUG]
    catalog.forget_variants()


def test_a_round_is_walked_and_closes_the_step(alone: World) -> None:
    client = alone.browser("noor")
    begin(client, SLUG)
    token = csrf_of(client, f"/les/{SLUG}/stap/s1")
    place = client.post(ADDRESS, data={"csrf_token": token}).headers["Location"]
    for _ in range(8):
        assert send(client, place, {"unsure": ["1"]}).status_code == 303
        assert "Zo zit het" in client.get(place).get_data(as_text=True)
        place = f"{ADDRESS}/{next_item(alone)}"
    assert next_item(alone) == ""
    assert "Klaar met de ronde" in client.get(f"/les/{SLUG}/stap/s1").get_data(as_text=True)
    assert send(client, f"/les/{SLUG}/stap/s1", {"on": ["1"]}).status_code == 303
    assert client.get(f"/les/{SLUG}/klaar").status_code == 200
    assert alone.app
    with alone.app.app_context():
        assert {row.source for row in db.session.scalars(select(Evidence))} == {"refresher"}
        assert db.session.scalars(select(GoalState)).all() == []
        state = refresher_state(db.session, alone.ids["gsv-school"], alone.ids["noor"], MONDAY_MORNING)
        assert (state.open, state.last) == (None, None)


def test_only_a_flash_round_has_this_address(alone: World) -> None:
    client = alone.browser("noor")
    assert client.get("/les/doorsturen/flitsronde/s1/DS-01").status_code == 404
    assert client.get(f"/les/{SLUG}/flitsronde/s9/DS-01").status_code == 404
    assert client.get(f"{ADDRESS}/DS-01").status_code == 404
    assert client.get(ADDRESS).status_code == 302


def next_item(world: World) -> str:
    """The question that is due in Noor's round; empty when it is done."""
    assert world.app
    with world.app.app_context():
        found = last_flash(db.session, world.ids["noor"], 2026)
        return (found.next_item or "") if found else ""
