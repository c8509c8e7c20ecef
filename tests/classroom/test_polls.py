"""What an open page asks every few seconds: one cheap statement beside knowing who asks, and 304 without news."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

import pytest
from sqlalchemy.orm import Session

from classroom.commands import board, live
from classroom.queries.board import board_mark, progress_of
from classroom.queries.live import running
from core.database import db
from lessons.commands.arranging import open_for_all
from lessons.commands.arranging import pause as quiet
from quizzes.commands.attempts import begin_quiz
from school.models import Pupil, SchoolClass
from school.sign_in import begin_pupil
from tests.classroom.history import fill_class, person_of, practise, take_quiz
from tests.classroom.statements import counted
from tests.classroom.test_live import answer_next
from tests.conftest import Clock
from tests.world import World

MODULE = "doorsturen"


@contextmanager
def inside(world: World) -> Iterator[Session]:
    assert world.app is not None
    with world.app.app_context():
        yield db.session


@pytest.fixture
def lesson(world: World, clock: Clock) -> World:
    """A running lesson of 28 pupils with a history, a step open for all, and a vote that is open."""
    with inside(world) as session:
        group = session.get_one(SchoolClass, world.ids["groep7"])
        rng = Random(3)
        for pupil in fill_class(session, group, 26, clock.at).pupils:
            practise(session, pupil, MODULE, rng, clock.at, steps=2)
            take_quiz(session, pupil, MODULE, rng, 0.6, clock.at)
        live.start(
            session, school_id=group.school_id, class_id=group.id, staff_id=world.ids["samira"], module=MODULE,
            lesson=1, minutes=45, at=clock.at,
        )  # fmt: skip
        open_for_all(session, school_id=group.school_id, class_id=group.id, module=MODULE, step="s3")
        vote(session, world, clock)
        session.commit()
    return world


def vote(session: Session, world: World, clock: Clock) -> int:
    row = board.open_vote(
        session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], module=MODULE, name="DS-01",
        part="answer", before={"a": 5}, at=clock.at,
    )  # fmt: skip
    return row.id


def addresses(world: World) -> dict[str, tuple[str, str]]:
    """Page → who asks, and where; ``who knows`` is an address that only knows who asks and which class."""
    key = world.keys["groep7"]
    return {
        "live board": ("samira", f"/klas/{key}/les/nu"),
        "digibord": ("samira", f"/klas/{key}/digibord/nu?les={MODULE}&kaart=gesprek"),
        "lesson of a pupil": ("noor", f"/les/{MODULE}/nu?stap=s1"),
        "vote of a pupil": ("noor", "/stemmen/nu"),
    }


@pytest.mark.parametrize("page", ["live board", "digibord", "lesson of a pupil", "vote of a pupil"])
def test_a_poll_without_news_is_one_statement_and_304(lesson: World, page: str) -> None:
    assert lesson.app is not None
    who, path = addresses(lesson)[page]
    client = lesson.browser(who)
    client.get("/uitleg/leerling")  # who asks: the sign-in is looked up, once
    with counted(lesson.app) as whom:
        client.get("/uitleg/leerling")
    first = client.get(path, headers={"X-Partial": "1"})
    assert first.status_code == 200
    with counted(lesson.app) as statements:
        again = client.get(path, headers={"X-Partial": "1", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    gate = 1 if who == "samira" else 0  # the class in the address, and whether it is the visitor's
    assert len(statements) <= len(whom) + gate + 1, statements
    assert not [one for one in statements if not one.lstrip().upper().startswith("SELECT")]


def test_every_cause_changes_the_digibord(lesson: World, clock: Clock) -> None:
    with inside(lesson) as session:
        group, school = lesson.ids["groep7"], lesson.ids["gsv-school"]
        noor = session.get_one(Pupil, lesson.ids["noor"])
        number = vote(session, lesson, clock)

        def stand() -> str:
            found = board_mark(session, group, MODULE, clock.at)
            session.rollback()
            return found

        def answer_a_question() -> None:
            begin_quiz(session, person=person_of(noor), module=MODULE, at=clock.at, rng=Random(1))
            answer_next(session, noor, clock)

        causes: list[Callable[[], object]] = [
            lambda: begin_pupil(session, noor, at=clock.at),
            lambda: practise(session, noor, MODULE, Random(1), clock.at, steps=2),
            answer_a_question,
            lambda: board.cast_vote(
                session, vote_id=number, pupil_id=noor.id, class_id=group, answer="a", among=["a"]
            ),
            lambda: board.close_votes(session, class_id=group, at=clock.at),
            lambda: vote(session, lesson, clock),
            lambda: quiet(session, school_id=school, class_id=group, module=MODULE, paused=True, at=clock.at),
            lambda: live.end(session, class_id=group, staff_id=lesson.ids["samira"], repeat="", at=clock.at),
        ]  # fmt: skip
        before = stand()
        for place, cause in enumerate(causes):
            assert stand() == before, place
            cause()
            after = stand()
            assert after != before, place
            before = after


def test_the_digibord_says_how_many_are_in_and_done_and_never_who(lesson: World, clock: Clock) -> None:
    with inside(lesson) as session:
        for name in ("noor", "tygo"):
            begin_pupil(session, session.get_one(Pupil, lesson.ids[name]), at=clock.at)
        row = running(session, lesson.ids["groep7"])
        assert row is not None
        assert progress_of(session, row, clock.at) == (2, 0)
        practise(session, session.get_one(Pupil, lesson.ids["noor"]), MODULE, Random(1), clock.at)
        assert progress_of(session, row, clock.at) == (2, 1)
    body = lesson.browser("samira").get(f"/klas/{lesson.keys['groep7']}/digibord").get_data(as_text=True)
    assert "2 van de 28 binnen, 1 klaar" in body
    assert "Noor" not in body


def test_the_first_poll_of_an_open_digibord_is_304(lesson: World) -> None:
    client, key = lesson.browser("samira"), lesson.keys["groep7"]
    body = client.get(f"/klas/{key}/digibord").get_data(as_text=True)
    part = body.split('data-live="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    etag = body.split('data-etag="', 1)[1].split('"', 1)[0].replace("&#34;", '"').replace("&quot;", '"') or '"'
    assert client.get(part, headers={"X-Partial": "1", "If-None-Match": etag}).status_code == 304


def test_open_pages_of_pupils_ask_while_the_lesson_lasts(world: World, clock: Clock) -> None:
    """So that a pause lies over a page that was open already, a question of the quiz too."""
    noor, asks = world.browser("noor"), f'data-live="/les/{MODULE}/nu'
    with inside(world) as session:
        pupil = session.get_one(Pupil, world.ids["noor"])
        practise(session, pupil, MODULE, Random(1), clock.at)
        begin_quiz(session, person=person_of(pupil), module=MODULE, at=clock.at, rng=Random(1))
    overview = noor.get(f"/les/{MODULE}/toets").get_data(as_text=True)
    question = re.search(rf'/les/{MODULE}/toets/[^"/]+', overview)
    assert question is not None
    pages = (f"/les/{MODULE}/stap/s3", question.group())

    def asking() -> list[bool]:
        return [asks in noor.get(path, follow_redirects=True).get_data(as_text=True) for path in pages]

    assert asking() == [False, False]
    with inside(world) as session:
        live.start(
            session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], staff_id=world.ids["samira"],
            module=MODULE, lesson=2, minutes=45, at=clock.at,
        )  # fmt: skip
    assert asking() == [True, True]
    with inside(world) as session:
        live.pause(session, class_id=world.ids["groep7"], paused=True, at=clock.at)
    assert "Even luisteren" in noor.get(f"/les/{MODULE}/nu").get_data(as_text=True)
    with inside(world) as session:
        live.end(session, class_id=world.ids["groep7"], staff_id=world.ids["samira"], repeat="", at=clock.at)
    assert asking() == [False, False]
