"""Teachers and administrators preview any step as a generic pupil; nothing is written."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import func, select

from core.database import Base, db
from lessons import catalog
from lessons.steps import played
from tests.house.pages import Page
from tests.lessons.samples import MODULES
from tests.lessons.walking import settings_of
from tests.world import World

HOME = "/voorbeeld/lessen"


@pytest.mark.parametrize("who", ["samira", "bakker"])
def test_who_may_preview(world: World, who: str) -> None:
    assert world.browser(who).get(HOME).status_code == 200


def test_pupils_may_not(world: World) -> None:
    assert world.browser("noor").get(HOME).status_code == 404


TRIED = [
    pytest.param(path.stem, language, protocol, marks=[] if path.stem == "doorsturen" else pytest.mark.slow)
    for path in MODULES
    for language, protocol in (("nl", "gsv"), ("en", "meilan"))
]


@pytest.mark.parametrize(("slug", "language", "protocol"), TRIED)
def test_every_step_can_be_tried_and_nothing_is_written(world: World, slug: str, language: str, protocol: str) -> None:
    client = world.browser("samira")
    client.get(f"{HOME}?lang={language}")
    before = rows(world)
    assert client.get(f"{HOME}/{slug}?protocol={protocol}").status_code == 200
    for step in catalog.module(slug, settings_of(protocol)).steps:
        path = f"{HOME}/{slug}/stap/{step.id}?protocol={protocol}"
        page = client.get(path).get_data(as_text=True)
        for form in played(step).samples(step).right[0]:
            answer = client.post(path, data={**hidden(page), **form})
            assert answer.status_code == 200, step.id
            page = answer.get_data(as_text=True)
            assert not Page(path, page).faults, path
        refused = client.post(path, data={**hidden(page), **dict.fromkeys(written(page), "veel")})
        assert not Page(path, refused.get_data(as_text=True)).faults, path
    assert rows(world) == before


def test_the_variant_of_another_school_is_shown(world: World) -> None:
    client = world.browser("samira")
    gsv = client.get(f"{HOME}/wachtwoorden?protocol=gsv").get_data(as_text=True)
    other = client.get(f"{HOME}/wachtwoorden?protocol=skot").get_data(as_text=True)
    assert "één keer per jaar" in gsv
    assert "één keer per jaar" not in other


def test_nonsense_is_refused_and_a_forged_state_is_dropped(world: World) -> None:
    client = world.browser("samira")
    path = f"{HOME}/doorsturen/stap/s4"
    page = client.get(path).get_data(as_text=True)
    assert client.post(path, data={**hidden(page), "card-vreemd": "x"}).status_code == 422
    assert client.post(path, data={**hidden(page), "_state": "verzonnen", "card-gym": "ok"}).status_code in (200, 422)
    assert client.get(f"{HOME}/doorsturen/stap/s99").status_code == 404
    assert client.get(f"{HOME}/bestaatniet").status_code == 404


def hidden(page: str) -> dict[str, str]:
    """What the page carries along: in its form, or in its links where there is nothing to send."""
    fields = dict(re.findall(r'<input type="hidden" name="(csrf_token|_once|_state)" value="([^"]*)"', page))
    linked = re.search(r"[?&;]_state=([^&\"]+)", page)
    return {"_state": unquote(linked[1]), **fields} if linked else fields


def written(page: str) -> list[str]:
    """The names of the fields in which something is written."""
    return re.findall(r'<(?:input type="(?:number|text)"|textarea)[^>]*? name="([^"]+)"', page)


def rows(world: World) -> dict[str, int]:
    """How many rows each table has, sign-ins aside."""
    assert world.app
    with world.app.app_context():
        tables = [table for table in Base.metadata.sorted_tables if table.name not in ("sign_in",)]
        return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
