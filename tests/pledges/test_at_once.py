"""Many at once: every signature has its own place in the chain, and one form counts once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from agreements.catalog import contract_for
from core.database import db, writing
from core.refusal import Refusal
from pledges.commands.choosing import accept
from pledges.commands.signing import sign
from pledges.commands.writing_down import Signature
from pledges.models import PledgeLink, PledgeSigning
from pledges.queries.own import child_of
from school.models import Pupil
from tests.conftest import Clock
from tests.pledges.showing import WORDS, opens
from tests.pledges.test_bad_input import findings
from tests.world import World

CLASS = 12


@pytest.fixture
def class_of_twelve(world: World, clock: Clock) -> list[int]:
    """A class in which everybody said yes to promise 3."""
    assert world.app is not None
    with world.app.app_context():
        with writing(db.session):
            for number in range(CLASS):
                pupil = Pupil(
                    school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], first_name=f"Kind{number}",
                    year_group=7, route="plus", created_at=clock.at,
                )  # fmt: skip
                db.session.add(pupil)
                db.session.flush()
                world.ids[pupil.first_name] = pupil.id
        ids = [world.ids[f"Kind{number}"] for number in range(CLASS)]
    for number in range(CLASS):
        opens(world, f"Kind{number}", "doorsturen", clock.at)
    with world.app.app_context():
        promise = contract_for(db.session, world.ids["gsv-school"]).promise("p03")
        assert promise is not None
        for pupil_id in ids:
            accept(db.session, child=child_of(db.session, pupil_id, "nl"), promise=promise, words=WORDS, at=clock.at)
    return ids


def put(app: Flask, pupil_id: int, token: str, at: datetime) -> int:
    """Sign as one pupil; how many signings that makes, or -1 when it was refused."""
    with app.app_context():
        child = child_of(db.session, pupil_id, "nl")
        version = contract_for(db.session, child.school_id).version
        try:
            made = sign(
                db.session, app.extensions["seals"], child=child, promise_id="p03",
                signature=Signature("stamp", child.first_name), contract_version=version, token=token, at=at,
            )  # fmt: skip
        except Refusal:
            return -1
        return len(made)


def all_at_once(act: Callable[[int], int], times: int) -> list[int]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(act, range(times)))


def test_a_whole_class_signs_at_once(world: World, clock: Clock, class_of_twelve: list[int]) -> None:
    app = world.app
    assert app is not None
    assert all_at_once(lambda n: put(app, class_of_twelve[n], f"t{n}", clock.at), CLASS) == [1] * CLASS
    with app.app_context():
        assert list(db.session.scalars(select(PledgeLink.seq).order_by(PledgeLink.seq))) == list(range(CLASS + 1))
    assert findings(world) == []


def test_one_form_sent_eight_times_at_once_counts_once(world: World, clock: Clock, class_of_twelve: list[int]) -> None:
    app = world.app
    assert app is not None
    assert all_at_once(lambda _n: put(app, class_of_twelve[0], "same", clock.at), 8) == [1] * 8
    with app.app_context():
        assert len(db.session.scalars(select(PledgeSigning)).all()) == 1


def test_a30_eight_windows_at_once_sign_once(world: World, clock: Clock, class_of_twelve: list[int]) -> None:
    app = world.app
    assert app is not None
    assert sorted(all_at_once(lambda n: put(app, class_of_twelve[0], f"w{n}", clock.at), 8)) == [-1] * 7 + [1]
    with app.app_context():
        assert len(db.session.scalars(select(PledgeSigning)).all()) == 1
    assert findings(world) == []
