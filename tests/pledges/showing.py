"""Pupils who showed what opens a promise, for tests of what comes after."""

from __future__ import annotations

import re
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.database import db, writing
from progress.commands import ItemFacts, Person, Verdict, record_action, record_answer
from school.models import Pupil
from tests.world import World

WORDS = "Ik wacht drie tellen. Als iemand erop staat, dan vraag ik het eerst."


def person(session: Session, world: World, who: str) -> Person:
    pupil = session.get_one(Pupil, world.ids[who])
    return Person(pupil.school_id, pupil.id, pupil.class_id, "nl")


def acts(session: Session, world: World, who: str, module: str, at: datetime) -> None:
    """The pupil shows a protective action in a simulation."""
    with writing(session):
        record_action(
            session, person=person(session, world, who), module=module, step="s3", protective=True, right=True,
            token=f"act-{module}", at=at,
        )  # fmt: skip


def masters(session: Session, world: World, who: str, module: str, at: datetime) -> None:
    """The pupil ends a quiz with everything right."""
    for number in range(8):
        item = ItemFacts(module, f"{module[:2].upper()}-{number + 1:02}", f"G{number % 4 + 1}", "A1", "0" * 64)
        record_answer(
            session, person=person(session, world, who), item=item, verdict=Verdict(right=True), source="quiz",
            token=f"{module}-{at.date()}-{number}", at=at, ends_attempt=number == 7,
        )  # fmt: skip


def opens(world: World, who: str, module: str, at: datetime) -> None:
    """Everything is shown that the promise of ``module`` asks."""
    assert world.app is not None
    with world.app.app_context():
        acts(db.session, world, who, module, at)
        masters(db.session, world, who, module, at)


def post(client: FlaskClient, path: str, *, page: str = "", **form: object) -> TestResponse:
    """Send a form as a browser does: with the hidden fields (anti-forgery token …) of ``page``, else of ``path``."""
    body = client.get(page or path, follow_redirects=True).get_data(as_text=True)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', body))
    return client.post(path, data={**hidden, **form})
