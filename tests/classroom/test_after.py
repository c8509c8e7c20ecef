"""After the lesson: texts to read, who catches up, suggestions, and what only the own teacher sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from classroom.commands import live
from classroom.queries.catching_up import missed_by
from classroom.queries.people import class_row, pupils_of
from classroom.queries.situation import read_before, situations
from core.audit import RecordRead
from core.database import db, writing
from lessons.commands.arranging import REPLIES
from lessons.models import TeachBack
from pledges.models import TalkWish
from progress.calendar import Break, Calendar
from school.models import ClassTeacher, Pupil, SchoolClass
from tests.classroom.history import practise, take_quiz
from tests.conftest import MONDAY_MORNING, Clock
from tests.world import World, csrf_of

MODULE = "doorsturen"


@contextmanager
def inside(world: World) -> Iterator[Session]:
    assert world.app is not None
    with world.app.app_context():
        yield db.session


@pytest.fixture
def told(world: World) -> str:
    """Noor explained something; the key of her text."""
    with inside(world) as session, writing(session):
        row = TeachBack(
            school_id=world.ids["gsv-school"], pupil_id=world.ids["noor"], class_id=world.ids["groep7"], module=MODULE,
            year=2026, step="s9", text="Eerst denken <b>dan</b> sturen.", told=False, plan="", plan_text="",
            written_at=MONDAY_MORNING,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.key


def texts(world: World, who: str) -> str:
    return world.browser(who).get(f"/klas/{world.keys['groep7']}/teksten").get_data(as_text=True)


def act(world: World, key: str, who: str = "samira", **form: str) -> int:
    client = world.browser(who)
    token = csrf_of(client, "/klassen")
    path = f"/klas/{world.keys['groep7']}/teksten/{key}"
    return client.post(path, data={"csrf_token": token, **form}).status_code


def test_a_text_is_read_and_answered_with_a_fixed_sentence(world: World, told: str) -> None:
    assert "1 tekst is nog niet gelezen" in texts(world, "samira")
    assert "<b>dan</b>" not in texts(world, "samira")
    assert act(world, told, reply="mooi") == 303
    with inside(world) as session:
        row = session.query(TeachBack).one()
        assert (row.reply, row.read_by, row.read_at) == ("mooi", world.ids["samira"], MONDAY_MORNING)
    assert "Alles is gelezen" in texts(world, "samira")
    assert act(world, told, reply="iets van mezelf") == 303
    with inside(world) as session:
        assert session.query(TeachBack).one().reply == "mooi"
    assert len(REPLIES) == 8


def test_after_reading_a_text_the_next_one_is_in_sight_and_read_ones_are_folded(world: World, told: str) -> None:
    with inside(world) as session, writing(session):
        first = session.query(TeachBack).one()
        for minutes, text in ((5, "Tweede."), (9, "Derde.")):
            session.add(
                TeachBack(
                    school_id=first.school_id, pupil_id=first.pupil_id, class_id=first.class_id, module=f"m{minutes}",
                    year=2026, step="s9", text=text, told=False, plan="", plan_text="",
                    written_at=MONDAY_MORNING + timedelta(minutes=minutes),
                )
            )  # fmt: skip
        session.flush()
        keys = {row.text: row.key for row in session.query(TeachBack)}
    client = world.browser("samira")
    path = f"/klas/{world.keys['groep7']}/teksten"
    token = csrf_of(client, path)

    def after(text: str, **form: str) -> str:
        return client.post(f"{path}/{keys[text]}", data={"csrf_token": token, **form}).headers["Location"]

    assert after("Tweede.") == f"{path}#t-{keys['Derde.']}"
    assert after("Derde.") == f"{path}#t-{told}", "past the last, back to the first that waits"
    page = texts(world, "samira")
    assert "Al gelezen: 2" in page and '<details id="gelezen">' in page
    assert page.index("Eerst denken") < page.index("Al gelezen")
    assert after("Tweede.", reply="mooi") == f"{path}?gelezen=1#t-{keys['Tweede.']}", "it stays where it was"
    assert '<details id="gelezen" open>' in client.get(f"{path}?gelezen=1").get_data(as_text=True)
    assert after("Eerst denken <b>dan</b> sturen.") == path
    assert '<details id="gelezen" open>' in texts(world, "samira")


def test_a_hidden_text_is_for_who_hid_it(world: World, told: str) -> None:
    with inside(world) as session, writing(session):
        session.add(
            ClassTeacher(class_id=world.ids["groep7"], staff_id=world.ids["bo"], school_id=world.ids["gsv-school"])
        )
    assert "Eerst denken" in texts(world, "bo")
    assert act(world, told, act="hide") == 303
    assert "Eerst denken" in texts(world, "samira")
    for colleague in ("bo", "bakker"):
        assert "Eerst denken" not in texts(world, colleague)
        assert act(world, told, colleague, reply="mooi") == 404
    assert act(world, told, act="show") == 303
    assert "Eerst denken" in texts(world, "bo")


def test_a_teacher_of_another_class_cannot_read_or_answer(world: World, told: str) -> None:
    assert act(world, told, "bo", reply="mooi") == 404
    client = world.browser("bo")
    path = f"/klas/{world.keys['groep5']}/teksten/{told}"
    assert client.post(path, data={"csrf_token": csrf_of(client, "/klassen"), "reply": "mooi"}).status_code == 404


def test_reading_records_is_noted_once_a_day(world: World) -> None:
    client, key, noor = world.browser("samira"), world.keys["groep7"], world.keys["noor"]
    for _twice in range(2):
        client.get(f"/klas/{key}/leerling/{noor}")
        client.get(f"/klas/{key}/les/nu", headers={"X-Partial": "1"})
    with inside(world) as session:
        rows = {(row.kind, row.subject) for row in session.query(RecordRead)}
    assert rows == {("pupil", f"pupil:{noor}")}


def test_texts_are_to_be_read_within_five_school_days() -> None:
    friday = MONDAY_MORNING - timedelta(days=3)
    assert read_before(friday, 5, Calendar()) == MONDAY_MORNING.date() + timedelta(days=4)
    free = Calendar((Break(MONDAY_MORNING.date(), MONDAY_MORNING.date() + timedelta(days=6), "herfst"),))
    assert read_before(friday, 5, free) == MONDAY_MORNING.date() + timedelta(days=11)


def test_who_did_no_step_of_a_given_lesson_catches_up(world: World, session: Session, clock: Clock) -> None:
    group = session.get_one(SchoolClass, world.ids["groep7"])
    noor, tygo = (session.get_one(Pupil, world.ids[name]) for name in ("noor", "tygo"))
    live.start(
        session, school_id=group.school_id, class_id=group.id, staff_id=world.ids["samira"], module=MODULE, lesson=1,
        minutes=45, at=clock.at,
    )  # fmt: skip
    pupils = pupils_of(session, [group.id])
    assert missed_by(session, pupils, clock.at) == {}  # nobody misses a lesson that is not over
    practise(session, noor, MODULE, Random(1), clock.at, steps=1)
    live.end(session, class_id=group.id, staff_id=world.ids["samira"], repeat="", at=clock.at)
    missed = missed_by(session, pupils, clock.at)
    assert {pupil: [(one.module, one.lesson, one.minutes) for one in ones] for pupil, ones in missed.items()} == {
        tygo.id: [(MODULE, 1, 25)]
    }
    practise(session, tygo, MODULE, Random(1), clock.at, steps=2)
    assert missed_by(session, pupils, clock.at) == {}


def test_a_wish_to_talk_is_a_signal_but_never_above_help(world: World, session: Session, clock: Clock) -> None:
    with writing(session):
        session.add(
            TalkWish(
                school_id=world.ids["gsv-school"], pupil_id=world.ids["noor"], promise="p03", year=2026, about="talk",
                asked_at=clock.at,
            )
        )  # fmt: skip
    group = session.get_one(SchoolClass, world.ids["groep7"])
    (found,) = situations(session, [class_row(group)], staff_id=world.ids["samira"], at=clock.at)
    assert [(one.pupil.name, one.signal.kind) for one in found.with_signal if one.signal] == [("Noor", "talk")]
    assert found.kinds == [("talk", 1)]


def test_a_suggestion_can_be_left_aside_until_tomorrow(world: World, clock: Clock) -> None:
    with inside(world) as session:
        for name in ("noor", "tygo"):
            take_quiz(session, session.get_one(Pupil, world.ids[name]), MODULE, Random(5), 0.0, clock.at)
    client, key = world.browser("samira"), world.keys["groep7"]
    body = client.get(f"/klas/{key}").get_data(as_text=True)
    title = body.split('<h2 id="nu-doen">', 1)[1].split("</h2>", 1)[0]
    name = body.split('name="suggestion" value="', 1)[1].split('"', 1)[0]
    form = {"csrf_token": csrf_of(client, f"/klas/{key}"), "suggestion": name}
    assert client.post(f"/klas/{key}/voorstel", data=form).status_code == 303
    after = client.get(f"/klas/{key}").get_data(as_text=True)
    assert title not in after.split('<h2 id="nu-doen">', 1)[1].split("</h2>", 1)[0]
    assert "1 voorstel staat tot morgen opzij" in after
    clock.at += timedelta(days=1)
    assert title in world.browser("samira").get(f"/klas/{key}").get_data(as_text=True)
