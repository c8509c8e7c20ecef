"""Making a quiz over plain HTTP."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from core.database import db
from quizzes import catalog
from quizzes.models import Attempt
from quizzes.sheet import Sheet
from quizzes.types.base import Answer
from tests.quizzes.walking import an_answer, form_for
from tests.world import World, csrf_of

ROOT = "/les/doorsturen/toets"


def sheet(world: World, attempt: Attempt, item: str) -> Sheet:
    """The question as the browser sees it; the school follows GSV's protocol."""
    settings = {"scope": ["everywhere"], "sanction_first_step": ["talk-first"]}
    return Sheet.of(catalog.entry(item), settings, attempt.seed)


def running(world: World) -> Attempt:
    assert world.app is not None
    with world.app.app_context():
        return db.session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()  # type: ignore[return-value]


def begin(browser: FlaskClient) -> str:
    token = csrf_of(browser, ROOT)
    return browser.post(ROOT, data={"csrf_token": token}).headers["Location"]


def send(browser: FlaskClient, world: World, item: str, answer: Answer) -> int:
    form = form_for(sheet(world, running(world), item), answer)
    token = csrf_of(browser, f"{ROOT}/{item}")
    return browser.post(f"{ROOT}/{item}", data={**form, "csrf_token": token}).status_code


def walk(browser: FlaskClient, world: World, wrong: set[int]) -> list[str]:
    """Answer a whole attempt, wrong at these places; returns the items asked."""
    begin(browser)
    items = list(running(world).items)
    for place, item in enumerate(items):
        body = sheet(world, running(world), item).body
        assert send(browser, world, item, an_answer(body, right=place not in wrong)) == 303
    return items
