"""The live lesson: who may begin it, what its buttons do, what its board says and costs.

Long on purpose: one lesson from its start to its end, with the same class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classroom.commands import live
from classroom.queries.live import Board, board, pulse, running
from classroom.refusals import (
    BadMinutes,
    LessonRunning,
    NobodyThere,
    NoLessonRunning,
    NoSuchLesson,
    NoSuchStep,
    SomebodyActed,
)
from core.database import db, writing
from lessons.catalog import module as local_module
from lessons.catalog import steps_on
from lessons.commands import answering
from lessons.commands.answering import Doer
from lessons.models import ClassLesson
from lessons.steps import played
from quizzes.commands.attempts import begin_quiz, submit_answer
from quizzes.models import Attempt
from quizzes.queries.attempts import view_of
from school.limits import claim, of_pupil
from school.models import Pupil, SchoolClass, SignIn
from school.sign_in import begin_pupil
from tests.classroom.history import fill_class, person_of
from tests.classroom.statements import counted
from tests.conftest import Clock
from tests.world import World, csrf_of

MODULE = "doorsturen"


@pytest.fixture
def pupils(world: World, clock: Clock) -> list[Pupil]:
    """Noor and Tygo with four others of groep 7, all but the last signed in."""
    with inside(world) as session:
        group = session.get_one(SchoolClass, world.ids["groep7"])
        fill_class(session, group, 4, clock.at)
        found = session.query(Pupil).filter_by(class_id=group.id).order_by(Pupil.id).all()
        for pupil in found[:-1]:
            begin_pupil(session, pupil, at=clock.at)
        return found


@contextmanager
def inside(world: World) -> Iterator[Session]:
    """A database session beside browsers: their requests must not share its application context."""
    assert world.app is not None
    with world.app.app_context():
        yield db.session


def start(world: World, session: Session, clock: Clock, minutes: int = 45) -> None:
    live.start(
        session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], staff_id=world.ids["samira"],
        module=MODULE, lesson=1, minutes=minutes, at=clock.at,
    )  # fmt: skip


def doer(pupil: Pupil) -> Doer:
    return Doer(pupil.id, pupil.school_id, pupil.class_id, pupil.route, "nl")


def work(session: Session, pupil: Pupil, clock: Clock, steps: int) -> None:
    """Answer the first steps of the module rightly."""
    module = local_module(MODULE, {})
    answering.begin(session, doer=doer(pupil), module=module, at=clock.at)
    for step in steps_on(module, pupil.route)[:steps]:
        for number, form in enumerate(played(step).samples(step).right[0]):
            answering.answer(
                session, doer=doer(pupil), module=module, step_id=step.id, form=form,
                once=f"{pupil.id}-{step.id}-{number}", at=clock.at,
            )  # fmt: skip


def now_on(world: World, session: Session, clock: Clock) -> Board:
    lesson = running(session, world.ids["groep7"])
    assert lesson is not None
    return board(session, lesson, clock.at)


def mark(world: World, session: Session, clock: Clock) -> str:
    found = pulse(session, world.ids["groep7"], clock.at)
    assert found is not None
    session.rollback()
    return found.mark


def test_a_lesson_begins_once(world: World, session: Session, clock: Clock) -> None:
    start(world, session, clock)
    with pytest.raises(LessonRunning):
        start(world, session, clock)
    assert running(session, world.ids["groep7"]) is not None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"module": "bestaatniet"}, NoSuchLesson), ({"lesson": 3}, NoSuchLesson), ({"minutes": 24}, BadMinutes),
        ({"minutes": 91}, BadMinutes),
    ],
)  # fmt: skip
def test_a_lesson_that_cannot_be(
    world: World, session: Session, clock: Clock, change: dict[str, object], refusal: type[Exception]
) -> None:
    values = {"module": MODULE, "lesson": 1, "minutes": 45, **change}
    with pytest.raises(refusal):
        live.start(
            session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], staff_id=world.ids["samira"],
            at=clock.at, **values,  # type: ignore[arg-type]
        )  # fmt: skip
    assert running(session, world.ids["groep7"]) is None


def test_an_empty_class_has_no_lesson(world: World, session: Session, clock: Clock) -> None:
    with writing(session):
        for name in ("noor", "tygo"):
            session.get_one(Pupil, world.ids[name]).left_at = clock.at
    with pytest.raises(NobodyThere):
        start(world, session, clock)


def test_a_class_that_is_emptied_during_its_lesson_keeps_a_board(world: World, clock: Clock) -> None:
    with inside(world) as session:
        start(world, session, clock)
        with writing(session):
            for name in ("noor", "tygo"):
                session.get_one(Pupil, world.ids[name]).left_at = clock.at
        assert now_on(world, session, clock).present == 0
    assert world.browser("samira").get(f"/klas/{world.keys['groep7']}/les").status_code == 200


def test_two_teachers_who_ask_for_more_time_at_once_get_it_once(world: World, session: Session, clock: Clock) -> None:
    start(world, session, clock)
    live.take_longer(session, class_id=world.ids["groep7"], seen=0, at=clock.at)
    with pytest.raises(SomebodyActed):
        live.take_longer(session, class_id=world.ids["groep7"], seen=0, at=clock.at)
    lesson = running(session, world.ids["groep7"])
    assert lesson is not None
    assert lesson.extra_seconds == 120


def test_two_teachers_who_pause_at_once_both_get_what_they_want(world: World, session: Session, clock: Clock) -> None:
    start(world, session, clock)
    for _teacher in range(2):
        live.pause(session, class_id=world.ids["groep7"], paused=True, at=clock.at)
    assert now_on(world, session, clock).paused
    lesson = running(session, world.ids["groep7"])
    assert lesson is not None
    assert lesson.phase == "talk"


def test_going_back_to_an_earlier_phase_changes_nothing(world: World, session: Session, clock: Clock) -> None:
    start(world, session, clock)
    live.move_on(session, class_id=world.ids["groep7"], phase="practice", seen=0, at=clock.at)
    live.move_on(session, class_id=world.ids["groep7"], phase="opener", seen=99, at=clock.at)
    lesson = running(session, world.ids["groep7"])
    assert lesson is not None
    assert (lesson.phase, lesson.changes) == ("practice", 1)


def test_the_end_lets_screens_go_on_and_keeps_one_line(world: World, session: Session, clock: Clock) -> None:
    start(world, session, clock)
    live.pause(session, class_id=world.ids["groep7"], paused=True, at=clock.at)
    live.open_step(session, class_id=world.ids["groep7"], step="s3")
    with pytest.raises(NoSuchStep):
        live.open_step(session, class_id=world.ids["groep7"], step="s99")
    row = live.end(
        session, class_id=world.ids["groep7"], staff_id=world.ids["samira"], repeat=" de drie vragen ", at=clock.at
    )
    arranged = session.get_one(ClassLesson, {"class_id": world.ids["groep7"], "module": MODULE})
    assert (arranged.paused_at, arranged.open_step, row.repeat) == (None, "", "de drie vragen")
    for act in (
        lambda: live.pause(session, class_id=world.ids["groep7"], paused=True, at=clock.at),
        lambda: live.end(session, class_id=world.ids["groep7"], staff_id=1, repeat="", at=clock.at),
    ):
        with pytest.raises(NoLessonRunning):
            act()


def test_every_pupil_stands_where_they_are(world: World, session: Session, clock: Clock, pupils: list[Pupil]) -> None:
    start(world, session, clock)
    noor, tygo, aylin, bente, daan, elif_ = pupils
    clock.at += timedelta(minutes=2)
    work(session, noor, clock, 99)
    work(session, tygo, clock, 2)
    work(session, aylin, clock, 1)
    answering.ask_help(session, doer=doer(aylin), module=local_module(MODULE, {}), step_id="s2", at=clock.at)
    work(session, bente, clock, 1)
    seen = now_on(world, session, clock)
    assert [one.pupil.id for one in seen.walk] == [aylin.id]
    assert [one.pupil.id for one in seen.busy] == [bente.id, daan.id, tygo.id]
    assert [one.pupil.id for one in seen.done] == [noor.id]
    assert [one.pupil.id for one in seen.absent] == [elif_.id]
    assert seen.on_step("s2") == (2, 1)
    clock.at += timedelta(minutes=6)
    assert [one.signal.kind for one in now_on(world, session, clock).walk if one.signal] == ["help"]
    clock.at += timedelta(minutes=1)
    with writing(session):
        for name in (tygo, bente):
            session.query(SignIn).filter_by(pupil_id=name.id).one().last_seen = clock.at
    walk = now_on(world, session, clock).walk
    assert [(one.pupil.id, one.signal.kind) for one in walk if one.signal] == [
        (aylin.id, "help"), (bente.id, "stuck"), (tygo.id, "stuck"),
    ]  # fmt: skip
    live.visited(session, pupil=aylin, at=clock.at)
    live.visited(session, pupil=bente, at=clock.at)
    assert [one.pupil.id for one in now_on(world, session, clock).walk] == [tygo.id]


def test_every_cause_is_seen_at_the_next_question(
    world: World, session: Session, clock: Clock, pupils: list[Pupil]
) -> None:
    """The mark changes with each act of a pupil or a teacher, and stays when nothing happened."""
    start(world, session, clock)
    noor, tygo = pupils[:2]
    module = local_module(MODULE, {})
    rng = Random(2)
    causes: list[Callable[[], object | None]] = [
        lambda: answering.begin(session, doer=doer(noor), module=module, at=clock.at),
        lambda: work(session, noor, clock, 1),
        lambda: answering.ask_help(session, doer=doer(noor), module=module, step_id="s2", at=clock.at),
        lambda: live.visited(session, pupil=noor, at=clock.at),
        lambda: work(session, noor, clock, 99),
        lambda: begin_quiz(session, person=person_of(tygo), module=MODULE, at=clock.at, rng=rng),
        lambda: answer_next(session, tygo, clock),
        lambda: begin_pupil(session, pupils[-1], at=clock.at),
        lambda: claim(session, of_pupil(tygo.id), clock.at, free=1),
        lambda: live.pause(session, class_id=noor.class_id, paused=True, at=clock.at),
        lambda: live.pause(session, class_id=noor.class_id, paused=False, at=clock.at),
        lambda: live.open_step(session, class_id=noor.class_id, step="s3"),
        lambda: live.move_on(session, class_id=noor.class_id, phase="close", seen=seen_by(world, session), at=clock.at),
    ]
    before = mark(world, session, clock)
    for number, cause in enumerate(causes):
        assert mark(world, session, clock) == before, number
        cause()
        after = mark(world, session, clock)
        assert after != before, number
        before = after
    clock.at += timedelta(minutes=1)
    assert mark(world, session, clock) != before


def seen_by(world: World, session: Session) -> int:
    lesson = running(session, world.ids["groep7"])
    assert lesson is not None
    return lesson.changes


def answer_next(session: Session, pupil: Pupil, clock: Clock) -> None:
    """Answer the next question of the running quiz with its first possible answer."""
    attempt = session.query(Attempt).filter_by(pupil_id=pupil.id, finished_at=None).one()
    view = view_of(session, attempt)
    assert view.next_item is not None
    submit_answer(
        session, person=person_of(pupil), kind="quiz", module=MODULE, item=view.next_item,
        form={"answer": ["unsure"]}, settings={}, at=clock.at,
    )  # fmt: skip


def test_asking_whether_anything_changed_is_one_statement(world: World, clock: Clock, pupils: list[Pupil]) -> None:
    assert world.app is not None
    with inside(world) as session:
        start(world, session, clock)
        with counted(world.app) as statements:
            pulse(session, world.ids["groep7"], clock.at)
        assert len(statements) == 1
    client, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/les/nu"
    full = client.get(path, headers={"X-Partial": "1"})
    with counted(world.app) as whole:
        client.get("/klas/onbekend")
    with counted(world.app) as unchanged:
        answer = client.get(path, headers={"X-Partial": "1", "If-None-Match": full.headers["ETag"]})
    assert (answer.status_code, answer.data) == (304, b"")
    assert len(unchanged) == len(whole) + 1  # who asks and which class, as for any page, and the question itself


def test_the_page_marks_its_board_as_the_poll_does(world: World, clock: Clock) -> None:
    """So that the first poll after opening the page is already answered 304."""
    with inside(world) as session:
        start(world, session, clock)
    client, key = world.browser("samira"), world.keys["groep7"]
    body = client.get(f"/klas/{key}/les").get_data(as_text=True)
    etag = body.split('data-etag="', 1)[1].split('"', 1)[0].replace("&#34;", '"').replace("&quot;", '"')
    answer = client.get(f"/klas/{key}/les/nu", headers={"X-Partial": "1", "If-None-Match": etag})
    assert answer.status_code == 304


def test_a_whole_lesson_by_its_buttons(world: World, clock: Clock, pupils: list[Pupil]) -> None:
    client, key = world.browser("samira"), world.keys["groep7"]
    token = csrf_of(client, f"/klas/{key}/les")

    def post(path: str, **form: str) -> TestResponse:
        return client.post(f"/klas/{key}{path}", data={"csrf_token": token, **form})

    assert post("/les", lesson="doorsturen/1", minutes="36").location == f"/klas/{key}/les"
    assert post("/les", lesson="doorsturen/1", minutes="36").status_code == 409
    assert post("/les/langer", seen="0").location == f"/klas/{key}/les"
    assert post("/les/langer", seen="0").location == f"/klas/{key}/les"  # said above the board
    assert "Iemand anders" in client.get(f"/klas/{key}/les").get_data(as_text=True)
    assert post("/les/pauze", paused="1").status_code == 303
    assert "Even luisteren" in client.get(f"/klas/{key}/les").get_data(as_text=True)
    noor = world.browser("noor")
    with inside(world) as session:
        answering.begin(session, doer=doer(pupils[0]), module=local_module(MODULE, {}), at=clock.at)
    assert "Even luisteren" in noor.get("/les/doorsturen/stap/s1").get_data(as_text=True)
    assert post("/les/fase", phase="exit", seen="2").status_code == 303
    assert "Even luisteren" not in noor.get("/les/doorsturen/stap/s1").get_data(as_text=True)
    assert post(f"/leerling/{world.keys['tygo']}/geweest").status_code == 303
    assert post(f"/leerling/{world.keys['amara']}/geweest").status_code == 404
    assert post("/les/einde", repeat="x" * 500).location == f"/klas/{key}/na/doorsturen"
    assert post("/les/einde").location == f"/klas/{key}/les"


def test_at_the_end_of_a_lesson_shared_devices_are_signed_out(world: World) -> None:
    samira, noor, amara = world.browser("samira"), world.browser("noor"), world.browser("amara")
    path = f"/klas/{world.keys['groep7']}"
    for ticked, status in ((None, 200), ("1", 302)):
        token = csrf_of(samira, f"{path}/les")
        samira.post(f"{path}/les", data={"csrf_token": token, "lesson": "doorsturen/1", "minutes": "36"})
        form = {"csrf_token": token} | ({"sign_out": ticked} if ticked else {})
        assert samira.post(f"{path}/les/einde", data=form).location.endswith("/na/doorsturen")
        assert noor.get("/thuis").status_code == status
    assert amara.get("/thuis").status_code == 200, "another class goes on"
