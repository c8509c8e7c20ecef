"""What a teacher arranges for a class: steps left out, a step opened, a pause; and teach-backs read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.ctx import AppContext
from sqlalchemy import select

from core.database import db
from lessons import catalog, queries
from lessons.commands import arranging
from lessons.models import ClassLesson, TeachBack
from lessons.steps.keuzeverhaal import Keuzeverhaal
from lessons.steps.terugvertellen import Terugvertellen
from tests.conftest import MONDAY_MORNING
from tests.lessons.walking import begin, finish, send, settings_of, up_to
from tests.world import World, csrf_of

SLUG = "doorsturen"


def test_a_pause_is_quiet_and_keeps_the_work(world: World) -> None:
    client = world.browser("noor")
    begin(client, SLUG)
    token = csrf_of(client, f"/les/{SLUG}/stap/s1")
    arrange(world, paused=True)
    assert "Even luisteren" in client.get(f"/les/{SLUG}/stap/s1").get_data(as_text=True)
    answer = client.post(f"/les/{SLUG}/stap/s1", data={"guess": "sem", "csrf_token": token})
    assert answer.status_code == 409
    assert "Je werk is bewaard" in answer.get_data(as_text=True)
    assert "Even luisteren" in client.get(f"/les/{SLUG}/nu").get_data(as_text=True)
    arrange(world, paused=False)
    assert client.get(f"/les/{SLUG}/stap/s1").status_code == 200


def test_the_live_answer_is_not_sent_twice(world: World) -> None:
    client = world.browser("noor")
    begin(client, SLUG)
    first = client.get(f"/les/{SLUG}/nu")
    again = client.get(f"/les/{SLUG}/nu", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_an_opened_step_can_be_done_by_everybody(world: World) -> None:
    client = world.browser("noor")
    begin(client, SLUG)
    assert client.get(f"/les/{SLUG}/stap/s7").status_code == 302
    with context(world):
        arranging.open_for_all(db.session, **where(world), step="s7")
    assert client.get(f"/les/{SLUG}/stap/s7").status_code == 200
    assert "/stap/s7" in client.get(f"/les/{SLUG}/nu?stap=s1").get_data(as_text=True)
    assert "/stap/s7" not in client.get(f"/les/{SLUG}/nu?stap=s7").get_data(as_text=True)


def test_a_step_left_out_is_not_there(world: World) -> None:
    with context(world):
        arranging.leave_out(db.session, **where(world), steps=["s5", "s6"])
    client = world.browser("noor")
    module = catalog.module(SLUG, settings_of("gsv"))
    up_to(client, module, "s5")
    assert client.get(f"/les/{SLUG}/verder").headers["Location"].endswith("/stap/s7")
    assert client.get(f"/les/{SLUG}/stap/s5").status_code == 404
    assert "Stap 5 van 7" in client.get(f"/les/{SLUG}/stap/s7").get_data(as_text=True)


def test_pages_ask_for_news_only_while_the_class_works_together(world: World) -> None:
    client = world.browser("noor")
    begin(client, SLUG)
    assert "data-live=" not in client.get(f"/les/{SLUG}/stap/s1").get_data(as_text=True)
    with context(world):
        arranging.go_live(db.session, **where(world), until=MONDAY_MORNING + timedelta(minutes=45))
    assert "data-live=" in client.get(f"/les/{SLUG}/stap/s1").get_data(as_text=True)
    with context(world):
        arranging.go_live(db.session, **where(world), until=None)
    assert "data-live=" not in client.get(f"/les/{SLUG}/stap/s1").get_data(as_text=True)


def test_the_terrarium_grows_with_the_first_child_and_stays(world: World) -> None:
    client = world.browser("noor")
    begin(client, SLUG)
    for step in catalog.module(SLUG, settings_of("gsv")).steps:
        finish(client, SLUG, step)
    with context(world):
        assert queries.terrarium(db.session, world.ids["groep7"]) == [SLUG]
        first = db.session.scalars(select(ClassLesson.finished_at)).one()
        assert first
    assert "fietsbel" in world.browser("tygo").get("/thuis").get_data(as_text=True)


def test_a_teacher_reads_and_answers_a_teach_back(world: World) -> None:
    client = world.browser("noor")
    module = catalog.module(SLUG, settings_of("gsv"))
    step = next(step for step in module.steps if isinstance(step, Terugvertellen))
    path = up_to(client, module, step.id)
    send(client, path, {"text": ["Eerst denken, dan pas sturen."], "plan": [step.plan.options[0].id]})
    with context(world):
        row = db.session.scalars(select(TeachBack)).one()
        arranging.read_telling(
            db.session, telling_id=row.id, staff_id=world.ids["samira"], reply="mooi", at=MONDAY_MORNING
        )
        with pytest.raises(arranging.NoSuchReply):
            arranging.read_telling(
                db.session, telling_id=row.id, staff_id=world.ids["samira"], reply="tien", at=MONDAY_MORNING
            )
        arranging.hide_telling(db.session, telling_id=row.id, staff_id=world.ids["samira"], hidden=True)
        assert db.session.get_one(TeachBack, row.id).hidden_by == world.ids["samira"]
    assert "Mooi uitgelegd" in client.get(path).get_data(as_text=True)
    send(client, path, {"text": ["Eerst denken, dan vragen, dan pas sturen."]})
    with context(world):
        row = db.session.scalars(select(TeachBack)).one()
        assert (row.read_at, row.reply, row.hidden_by) == (None, "", None)


def test_shares_of_choices_need_five_pupils(world: World) -> None:
    client = world.browser("noor")
    module = catalog.module(SLUG, settings_of("gsv"))
    up_to(client, module, "s3")
    step = next(step for step in module.steps if isinstance(step, Keuzeverhaal))
    with context(world):
        assert queries.choice_shares(db.session, [world.ids["noor"]], SLUG, 2026, step) == {}


def arrange(world: World, *, paused: bool) -> None:
    with context(world):
        arranging.pause(db.session, **where(world), paused=paused, at=MONDAY_MORNING)


def where(world: World) -> dict[str, Any]:
    return {"school_id": world.ids["gsv-school"], "class_id": world.ids["groep7"], "module": SLUG}


def context(world: World) -> AppContext:
    assert world.app
    return world.app.app_context()
