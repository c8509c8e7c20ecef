"""A page of thirty pupils costs no more statements than one of three."""

from __future__ import annotations

from random import Random

from core.database import db, writing
from school.models import SchoolClass
from tests.classroom.history import fill_class, practise, take_quiz
from tests.classroom.statements import counted
from tests.conftest import MONDAY_MORNING
from tests.world import World

PATHS = [
    "", "/afspraken", "/afspraken/doorsturen", "/artikelen", "/na/doorsturen", "/teksten", "/digibord",
    "/verslag/klas?namen=1", "/verslag/afspraken", "/verslag/les?les=doorsturen", "/verslag/meting", "/lessen",
]  # fmt: skip


def fill(world: World, number: int) -> str:
    assert world.app is not None
    rng = Random(1)
    with world.app.app_context(), writing(db.session) as session:
        group = session.get_one(SchoolClass, world.ids["groep7"])
        for pupil in fill_class(session, group, number, MONDAY_MORNING).pupils:
            practise(session, pupil, "doorsturen", rng, MONDAY_MORNING, steps=3)
            take_quiz(session, pupil, "doorsturen", rng, 0.6, MONDAY_MORNING)
        return group.key


def cost(world: World, path: str) -> int:
    assert world.app is not None
    client = world.browser("samira")
    client.get(path)  # notes that records were read today, once
    with counted(world.app) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def test_pages_of_thirty_cost_what_pages_of_three_cost(world: World) -> None:
    key = fill(world, 3)
    addresses = ["/klassen", *(f"/klas/{key}{path}" for path in PATHS)]
    small = {path: cost(world, path) for path in addresses}
    fill(world, 27)
    assert {path: cost(world, path) for path in addresses} == small
    assert max(small.values()) <= 32, small
