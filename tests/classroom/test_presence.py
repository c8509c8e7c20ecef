"""Who counts as in, and from when minutes on a step count: what a teacher on the spot would say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from classroom.commands import live
from classroom.queries.live import Board, board, running
from core.database import writing
from lessons.catalog import module as local_module
from lessons.commands import answering
from school.models import Pupil, SignIn
from school.sign_in import begin_pupil
from tests.conftest import Clock
from tests.world import World

MODULE = "doorsturen"


@pytest.fixture
def noor(world: World, session: Session) -> Pupil:
    return session.get_one(Pupil, world.ids["noor"])


def begin_lesson(world: World, session: Session, clock: Clock) -> None:
    live.start(
        session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], staff_id=world.ids["samira"],
        module=MODULE, lesson=2, minutes=45, at=clock.at,
    )  # fmt: skip


def begin_module(session: Session, pupil: Pupil, clock: Clock) -> answering.Doer:
    doer = answering.Doer(pupil.id, pupil.school_id, pupil.class_id, pupil.route, "nl")
    answering.begin(session, doer=doer, module=local_module(MODULE, {}), at=clock.at)
    return doer


def page_open(session: Session, pupil: Pupil, clock: Clock) -> None:
    with writing(session):
        session.query(SignIn).filter_by(pupil_id=pupil.id).update({"last_seen": clock.at})


def shown(world: World, session: Session, clock: Clock) -> Board:
    lesson = running(session, world.ids["groep7"])
    assert lesson is not None
    return board(session, lesson, clock.at)


def test_who_comes_back_to_the_step_of_last_week_is_not_stuck(
    world: World, session: Session, clock: Clock, noor: Pupil
) -> None:
    begin_module(session, noor, clock)
    clock.at += timedelta(days=7)
    begin_lesson(world, session, clock)
    begin_pupil(session, noor, at=clock.at)
    assert [one.pupil.name for one in shown(world, session, clock).busy] == ["Noor"]
    clock.at += timedelta(minutes=7)
    page_open(session, noor, clock)
    found = shown(world, session, clock).walk
    assert [(one.signal.kind, one.signal.figure) for one in found if one.signal] == [("stuck", 7)]


def test_quiet_minutes_of_a_talk_do_not_count(world: World, session: Session, clock: Clock, noor: Pupil) -> None:
    begin_lesson(world, session, clock)
    begin_pupil(session, noor, at=clock.at)
    begin_module(session, noor, clock)
    live.pause(session, class_id=noor.class_id, paused=True, at=clock.at)
    clock.at += timedelta(minutes=9)
    page_open(session, noor, clock)
    assert shown(world, session, clock).walk == ()
    live.pause(session, class_id=noor.class_id, paused=False, at=clock.at)
    assert shown(world, session, clock).walk == ()
    clock.at += timedelta(minutes=7)
    page_open(session, noor, clock)
    assert len(shown(world, session, clock).walk) == 1


def test_a_hand_raised_in_another_lesson_waits_until_the_child_is_in(
    world: World, session: Session, clock: Clock, noor: Pupil
) -> None:
    doer = begin_module(session, noor, clock)
    answering.ask_help(session, doer=doer, module=local_module(MODULE, {}), step_id="s1", at=clock.at)
    clock.at += timedelta(days=1)
    begin_lesson(world, session, clock)
    found = shown(world, session, clock)
    assert (found.walk, found.present, len(found.absent)) == ((), 0, 2)
    begin_pupil(session, noor, at=clock.at)
    found = shown(world, session, clock)
    assert [one.pupil.name for one in found.walk] == ["Noor"]
    assert found.present == 1


def test_both_children_of_a_pair_are_in(world: World, session: Session, clock: Clock, noor: Pupil) -> None:
    begin_lesson(world, session, clock)
    begin_pupil(session, noor, at=clock.at)
    with writing(session):
        session.query(SignIn).filter_by(pupil_id=noor.id).one().partner_id = world.ids["tygo"]
    found = shown(world, session, clock)
    assert (found.present, [one.pupil.name for one in found.busy], found.absent) == (2, ["Noor", "Tygo"], ())
