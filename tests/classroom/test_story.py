"""A whole lesson: 28 pupils, nine minutes late, on a clock that is made to run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import text
from sqlalchemy.orm import Session

from classroom.commands import live
from classroom.constants import STUCK_AFTER, STUCK_TRIES
from classroom.queries.live import Board, board, clock_of, pulse, running
from lessons.catalog import module as local_module
from lessons.commands import answering
from lessons.commands.answering import Doer, Paused
from lessons.steps import played
from school.models import Pupil, SchoolClass
from school.sign_in import begin_pupil
from tests.classroom.history import fill_class
from tests.conftest import Clock
from tests.world import World

MODULE = "doorsturen"
BELL = timedelta(minutes=9)
TICK = timedelta(seconds=30)


def test_a_lesson_that_begins_nine_minutes_late(world: World, session: Session, clock: Clock) -> None:
    group = session.get_one(SchoolClass, world.ids["groep7"])
    pupils = fill_class(session, group, 26, clock.at).pupils
    pupils += [session.get_one(Pupil, world.ids[name]) for name in ("noor", "tygo")]
    rng = Random(11)
    end = clock.at + timedelta(minutes=45)
    clock.at += BELL
    live.start(
        session, school_id=group.school_id, class_id=group.id, staff_id=world.ids["samira"], module=MODULE, lesson=1,
        minutes=36, at=clock.at,
    )  # fmt: skip
    lasted: dict[str, timedelta] = {}
    turns = {pupil.id: rng.randrange(2, 12) for pupil in pupils}
    marks: set[str] = set()
    while clock.at < end:
        lesson = running(session, group.id)
        assert lesson is not None
        phase = clock_of(lesson, clock.at).now.phase
        lasted[phase] = lasted.get(phase, timedelta()) + TICK
        if phase == "talk" and not board(session, lesson, clock.at).paused:
            live.pause(session, class_id=group.id, paused=True, at=clock.at)
        if phase == "exit" and board(session, lesson, clock.at).paused:
            live.pause(session, class_id=group.id, paused=False, at=clock.at)
        for pupil in rng.sample(pupils, 3):
            _act(session, pupil, rng, clock.at, turns)
        found = pulse(session, group.id, clock.at)
        assert found is not None
        marks.add(found.mark)
        _check(session, board(session, lesson, clock.at), pupils, clock.at)
        clock.at += TICK
    assert lasted["talk"] >= timedelta(minutes=6)
    assert lasted["exit"] == timedelta(minutes=5)
    assert sum(lasted.values(), timedelta()) == timedelta(minutes=36)
    assert len(marks) >= 36
    live.end(session, class_id=group.id, staff_id=world.ids["samira"], repeat="", at=clock.at)
    assert running(session, group.id) is None


def _act(session: Session, pupil: Pupil, rng: Random, at: datetime, turns: dict[int, int]) -> None:
    """A pupil signs in, answers, asks for help, or does nothing."""
    module = local_module(MODULE, {})
    doer = Doer(pupil.id, pupil.school_id, pupil.class_id, pupil.route, "nl")
    turns[pupil.id] -= 1
    if turns[pupil.id] > 0:
        return  # late: not signed in yet
    if turns[pupil.id] == 0:
        begin_pupil(session, pupil, at=at)
        answering.begin(session, doer=doer, module=module, at=at)
        return
    row = session.execute(
        text("SELECT step FROM lesson_progress WHERE pupil_id = :id AND module = :module"),
        {"id": pupil.id, "module": MODULE},
    ).first()
    if row is None or not row[0]:
        return
    if rng.random() < 0.1:
        answering.ask_help(session, doer=doer, module=module, step_id=row[0], at=at)
        return
    step = next(one for one in module.steps if one.id == row[0])
    for number, form in enumerate(rng.choice(played(step).samples(step).right)):
        once = f"{pupil.id}/{step.id}/{at.timestamp()}/{number}"
        try:
            answering.answer(session, doer=doer, module=module, step_id=step.id, form=form, once=once, at=at)
        except Paused:
            return


def _moment(raw: object) -> datetime:
    """A moment as the database itself gives it: with its zone or, on SQLite, without."""
    return datetime.fromisoformat(str(raw)).replace(tzinfo=UTC)


def _check(session: Session, shown: Board, pupils: list[Pupil], at: datetime) -> None:
    """Every pupil's place on the board, worked out anew from the raw rows."""
    where = {one.pupil.id: name for name in ("walk", "busy", "done", "absent") for one in getattr(shown, name)}
    kinds = {one.pupil.id: one.signal.kind for one in shown.walk if one.signal}
    rows = {
        row["pupil_id"]: row
        for row in session.execute(text("SELECT * FROM lesson_progress WHERE module = 'doorsturen'")).mappings()
    }
    seen = {
        row[0]: _moment(row[1])
        for row in session.execute(text("SELECT pupil_id, last_seen FROM sign_in WHERE pupil_id IS NOT NULL"))
    }
    session.rollback()
    for pupil in pupils:
        row = rows.get(pupil.id)
        since = _moment(row["step_since"]) if row else at
        still_there = pupil.id in seen and at - seen[pupil.id] <= timedelta(minutes=6)
        if row and row["step"] and row["help_at"]:
            wanted = "help"
        elif row and row["step"] and (row["tries"] >= STUCK_TRIES or (at - since > STUCK_AFTER and still_there)):
            wanted = "stuck"
        elif pupil.id not in seen:
            wanted = "absent"
        else:
            wanted = "done" if row and not row["step"] else "busy"
        assert kinds.get(pupil.id, where[pupil.id]) == wanted, pupil.first_name
