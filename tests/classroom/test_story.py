"""A whole lesson: 28 pupils, nine minutes late, on a clock that is made to run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import text
from sqlalchemy.orm import Session

from classroom.commands import live
from classroom.constants import STUCK_AFTER, STUCK_TRIES
from classroom.queries.live import Board, board, clock_of, pulse, running
from core.database import writing
from lessons.catalog import module as local_module
from lessons.commands import answering
from lessons.commands.answering import Doer, Paused
from lessons.steps import played
from school.models import Pupil, SchoolClass, SignIn
from school.sign_in import begin_pupil
from tests.classroom.history import fill_class
from tests.conftest import Clock
from tests.world import World

MODULE = "doorsturen"
BELL = timedelta(minutes=9)
TICK = timedelta(seconds=30)
CRASHES = 4


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
    crashed: set[int] = set()
    slow_until = clock.at + timedelta(minutes=8)  # then the last two stop on their step, one with the page closed
    states: set[str] = set()
    while clock.at < end:
        lesson = running(session, group.id)
        assert lesson is not None
        phase = clock_of(lesson, clock.at).now.phase
        lasted[phase] = lasted.get(phase, timedelta()) + TICK
        if phase == "talk" and not board(session, lesson, clock.at).paused:
            live.pause(session, class_id=group.id, paused=True, at=clock.at)
        if phase == "exit" and board(session, lesson, clock.at).paused:
            live.pause(session, class_id=group.id, paused=False, at=clock.at)
        for pupil in [*rng.sample(pupils[2:-2], 3), *pupils[:2], *(pupils[-2:] if clock.at < slow_until else [])]:
            _act(session, pupil, rng, clock.at, turns)
        _keep_pages_open(session, [one.id for one in pupils[:-1]], clock.at)
        at_work = [one for one in pupils if turns[one.id] < -1 and one.id not in crashed]
        if at_work and len(crashed) < CRASHES:
            _crash(session, at_work[0], clock.at)
            crashed.add(at_work[0].id)
        found = pulse(session, group.id, clock.at)
        assert found is not None
        marks.add(found.mark)
        states |= _check(session, board(session, lesson, clock.at), pupils, clock.at)
        clock.at += TICK
    assert lasted["talk"] >= timedelta(minutes=6)
    assert lasted["exit"] == timedelta(minutes=5)
    assert sum(lasted.values(), timedelta()) == timedelta(minutes=36)
    assert len(marks) >= 36
    assert len(crashed) == CRASHES
    assert states == {"help", "stuck", "absent", "busy", "done"}
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


def _keep_pages_open(session: Session, ids: list[int], at: datetime) -> None:
    """An open page asks every few seconds, and that it did is written down."""
    with writing(session):
        session.query(SignIn).filter(SignIn.pupil_id.in_(ids)).update({"last_seen": at}, synchronize_session=False)


def _crash(session: Session, pupil: Pupil, at: datetime) -> None:
    """The device stops and the pupil signs in on another: the step and what was done are still there."""
    query = text("SELECT step, done, tries FROM lesson_progress WHERE pupil_id = :id AND module = :module")
    where = {"id": pupil.id, "module": MODULE}
    before = session.execute(query, where).one()
    session.rollback()
    begin_pupil(session, pupil, at=at)
    answering.begin(
        session, doer=Doer(pupil.id, pupil.school_id, pupil.class_id, pupil.route, "nl"),
        module=local_module(MODULE, {}), at=at,
    )  # fmt: skip
    assert session.execute(query, where).one() == before
    session.rollback()


def _moment(raw: object) -> datetime:
    """A moment as the database itself gives it: with its zone or, on SQLite, without."""
    return datetime.fromisoformat(str(raw)).replace(tzinfo=UTC)


def _check(session: Session, shown: Board, pupils: list[Pupil], at: datetime) -> set[str]:
    """Every pupil's place on the board, worked out anew from the raw rows."""
    where = {one.pupil.id: name for name in ("walk", "busy", "done", "absent") for one in getattr(shown, name)}
    kinds = {one.pupil.id: one.signal.kind for one in shown.walk if one.signal}
    rows = {
        row["pupil_id"]: row
        for row in session.execute(text("SELECT * FROM lesson_progress WHERE module = 'doorsturen'")).mappings()
    }
    seen, came_in = {}, {}
    sign_ins = "SELECT pupil_id, last_seen, created_at FROM sign_in WHERE pupil_id > 0 ORDER BY last_seen, created_at"
    for pupil_id, last_seen, created in session.execute(text(sign_ins)):
        seen[pupil_id], came_in[pupil_id] = _moment(last_seen), _moment(created)
    resumed, quiet = session.execute(
        text("SELECT resumed_at, (SELECT paused_at FROM class_lesson c WHERE c.class_id = l.class_id AND "
             "c.module = l.module) FROM live_lesson l WHERE ended_at IS NULL")
    ).one()  # fmt: skip
    session.rollback()
    met: set[str] = set()
    for pupil in pupils:
        row = rows.get(pupil.id)
        begun = [came_in.get(pupil.id, at), *([_moment(resumed)] if resumed else [])]
        since = at if quiet or not row else max(_moment(row["step_since"]), *begun)
        still_there = pupil.id in seen and at - seen[pupil.id] <= timedelta(minutes=6)
        if pupil.id in seen and row and row["step"] and row["help_at"]:
            wanted = "help"
        elif row and row["step"] and (row["tries"] >= STUCK_TRIES or (at - since > STUCK_AFTER and still_there)):
            wanted = "stuck"
        elif pupil.id not in seen:
            wanted = "absent"
        else:
            wanted = "done" if row and not row["step"] else "busy"
        assert kinds.get(pupil.id, where[pupil.id]) == wanted, pupil.first_name
        met.add(wanted)
    return met
