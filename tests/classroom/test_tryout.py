"""Looking around without an account, and the pages that explain the site."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.database import Base, db
from lessons.catalog import modules
from lessons.steps import played
from tests.classroom.statements import counted
from tests.world import World, csrf_of

PAGES = [
    "",
    "/klas",
    "/lessen/doorsturen",
    "/lessen/doorsturen/stap/s2",
    "/lesgids/doorsturen",
    "/lesgids/doorsturen/thuis",
]


def rows(world: World) -> dict[str, int]:
    """Table → its rows."""
    assert world.app is not None
    with world.app.app_context():
        tables = Base.metadata.sorted_tables
        return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_nobody_may_look_and_nothing_is_written(world: World, path: str, language: str) -> None:
    assert world.app is not None
    before, client = rows(world), world.browser()
    with counted(world.app) as statements:
        answer = client.get(f"/kijken{path}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert [one for one in statements if not one.lstrip().upper().startswith("SELECT")] == []
    assert rows(world) == before


def test_a_step_is_judged_and_forgotten(world: World) -> None:
    client, before = world.browser(), rows(world)
    step = next(one for one in modules()[0].steps if one.type == "sorteren")
    form = dict(played(step).samples(step).right[0][0])
    path = f"/kijken/lessen/{modules()[0].slug}/stap/{step.id}"
    answer = client.post(path, data={**form, "csrf_token": csrf_of(client, path)})
    assert answer.status_code == 200
    assert rows(world) == before


@pytest.mark.parametrize("slug", [module.slug for module in modules()])
def test_every_lesson_can_be_looked_at(world: World, slug: str) -> None:
    client = world.browser()
    for path in (f"/kijken/lessen/{slug}", f"/kijken/lesgids/{slug}"):
        body = client.get(path).get_data(as_text=True)
        assert "/kijken" in body
        for for_staff in ("/voorbeeld/", "/antwoorden"):
            assert for_staff not in body
    assert world.browser("samira").get(f"/lesgids/{slug}/zonder-schermen").status_code == 200


def test_the_made_up_class_holds_no_child_of_a_school(world: World) -> None:
    body = world.browser().get("/kijken/klas").get_data(as_text=True)
    for name in ("Noor", "Tygo", "Samira", "Amara"):
        assert name not in body


@pytest.mark.parametrize("path", ["/kijken/lessen/bestaatniet", "/kijken/lessen/doorsturen/stap/s99", "/uitleg/piraat"])
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    assert world.browser().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/lesgids/doorsturen/antwoorden", "/lesgids/doorsturen/zonder-schermen"])
def test_answers_stay_with_staff(world: World, path: str) -> None:
    assert world.browser("noor").get(path).status_code == 404
    assert world.browser().get(path).status_code == 302


@pytest.mark.parametrize(("who", "page"), [("noor", "leerling"), ("samira", "leerkracht"), ("bakker", "beheerder")])
def test_the_explanation_is_that_of_the_own_role(world: World, who: str, page: str) -> None:
    client = world.browser(who)
    assert client.get("/uitleg").location == f"/uitleg/{page}"
    home = "/thuis" if who == "noor" else "/klassen"
    assert 'href="/uitleg"' in client.get(home).get_data(as_text=True)


@pytest.mark.parametrize("who", ["", "noor", "samira", "bakker"])
@pytest.mark.parametrize("page", ["leerling", "leerkracht", "beheerder"])
def test_everybody_may_read_every_explanation(world: World, who: str, page: str) -> None:
    assert world.browser(who).get(f"/uitleg/{page}").status_code == 200
    if not who:
        assert f"/uitleg/{page}" in world.browser().get("/uitleg").get_data(as_text=True)
