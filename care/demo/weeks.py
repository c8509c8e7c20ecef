"""Three weeks of a class: two modules done, promises signed, a third module under way. And a start elsewhere."""

from __future__ import annotations

import random
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.catalog import contract_for, protocol_of
from care.demo.days import Mornings, mornings
from care.demo.playing import Player, do_quiz, do_refresher, do_steps, try_often
from care.demo.words import OWN_WORDS, TEACHERS_PROMISE, WHY_NOT_YET
from classroom.commands import live
from core.text import Settings
from lessons import catalog as lessons
from lessons.commands import answering
from lessons.commands.answering import Doer
from lessons.commands.arranging import REPLIES, read_telling
from lessons.models import TeachBack
from lessons.schema import Module
from lessons.steps import AnyStep
from pledges.commands import choosing
from pledges.commands.signing import sign
from pledges.commands.teaching import Teacher, countersign
from pledges.commands.withdrawing import withdraw
from pledges.commands.writing_down import Signature
from pledges.queries.own import board, child_of
from pledges.seal.store import Seals
from progress.commands import Person
from progress.queries import school_calendar
from quizzes.queries.attempts import quiz_state
from school.models import ClassTeacher, Pupil, School, SchoolClass, Staff

LANGUAGE = "nl"
FIRST, SECOND, THIRD = "wachtwoorden", "doorsturen", "privacy"
LESSON = 45
"""Minutes."""

HALFWAY_IS = 2
"""Steps done by who is halfway a lesson."""

# Who stands out in groep 7: a believable class has somebody who was ill, somebody who is stuck, somebody who says no.
NOBODY: Set[str] = frozenset()
ILL_AT_SECOND = {"Gijs", "Olivia"}
ILL_AT_THIRD = {"Hamza"}
CAUGHT_UP = {"Gijs"}
STUCK, ASKS_HELP, HALFWAY = "Pim", "Kaoutar", {"Isa", "Noud", "Tess"}
NOT_YET, TOOK_BACK = {"Vigo", "Romy"}, "Szymon"
LEAVES_PROMISES = {"Bente", "Luan", "Sami"}


@dataclass(frozen=True)
class Group:
    """A class whose weeks are made, with everything that acts on it."""

    session: Session
    school: School
    row: SchoolClass
    teacher: Staff
    settings: Settings
    players: dict[str, Player]
    seals: Seals
    mornings: Mornings
    rng: random.Random

    def module(self, slug: str) -> Module:
        return lessons.module(slug, self.settings)

    def steps(self, slug: str, player: Player, lesson: int) -> list[AnyStep]:
        """The steps of one lesson of a module on the child's route."""
        return [step for step in lessons.steps_on(self.module(slug), player.doer.route) if step.lesson == lesson]


def gather(session: Session, row: SchoolClass, seals: Seals, *, rng: random.Random, at: datetime) -> Group:
    """A class with its pupils as players. Skills are spread as in any class: most do well, some do not."""
    school = session.get_one(School, row.school_id)
    query = select(Pupil).where(Pupil.class_id == row.id).order_by(Pupil.id)
    players = {pupil.first_name: _player(pupil, rng) for pupil in session.scalars(query)}
    teaches = select(ClassTeacher.staff_id).where(ClassTeacher.class_id == row.id)
    teacher = session.scalars(select(Staff).where(Staff.id.in_(teaches))).one()
    settings = protocol_of(session, school.id).settings
    days = mornings(at, school_calendar(session, school.id, school.region))
    return Group(session, school, row, teacher, settings, players, seals, days, rng)


def three_weeks(group: Group) -> None:
    """Groep 7: two modules and their quizzes, promises, a refresher, the third module begun yesterday."""
    for slug, first, second, ill in ((FIRST, 15, 12, NOBODY), (SECOND, 10, 7, ILL_AT_SECOND)):
        _lesson(group, slug, 1, first)
        _lesson(group, slug, 2, second, absent=ill)
    _catch_up(group)
    _retakes(group)
    _promises(group)
    for name, player in group.players.items():
        if name not in LEAVES_PROMISES:
            do_refresher(group.session, player, group.settings, at=group.mornings.moment(3, group.rng.randint(0, 200)))
    _read_tellings(group)
    _lesson(group, THIRD, 1, 1, absent=ILL_AT_THIRD, halfway=HALFWAY | {STUCK, ASKS_HELP})
    _today(group)


def a_start(group: Group) -> None:
    """The other classes: everybody made a start with the first module this week."""
    for player in group.players.values():
        at = group.mornings.moment(3, 5)
        do_steps(group.session, player, group.module(FIRST), group.steps(FIRST, player, 1)[:1], at=at)


def _player(pupil: Pupil, rng: random.Random) -> Player:
    doer = Doer(pupil.id, pupil.school_id, pupil.class_id, pupil.route, LANGUAGE)
    person = Person(pupil.school_id, pupil.id, pupil.class_id, LANGUAGE)
    leaning = rng.choices(("M1", "M2", "M3"), (2, 5, 2))[0]
    return Player(doer, person, rng.choices((0.68, 0.82, 0.93), (2, 5, 4))[0], leaning, rng)


def _lesson(
    group: Group, slug: str, number: int, back: int, *, absent: Set[str] = NOBODY, halfway: Set[str] = NOBODY
) -> None:
    """One lesson of the whole class, with its exit check of two questions or the rest of the quiz."""
    began = group.mornings.moment(back)
    live.start(
        group.session, school_id=group.school.id, class_id=group.row.id, staff_id=group.teacher.id, module=slug,
        lesson=number, minutes=LESSON, at=began,
    )  # fmt: skip
    for name, player in group.players.items():
        if name not in absent:
            steps = group.steps(slug, player, number)
            do = steps[:HALFWAY_IS] if name in halfway else steps
            after = do_steps(group.session, player, group.module(slug), do, at=began + timedelta(minutes=3))
            if name not in halfway:
                do_quiz(group.session, player, slug, group.settings, most=2 if number == 1 else 8, at=after)
    live.end(
        group.session, class_id=group.row.id, staff_id=group.teacher.id, repeat="",
        at=group.mornings.moment(back, LESSON),
    )  # fmt: skip


def _catch_up(group: Group) -> None:
    for name in CAUGHT_UP & set(group.players):
        player, at = group.players[name], group.mornings.moment(5, 240)
        after = do_steps(group.session, player, group.module(SECOND), group.steps(SECOND, player, 2), at=at)
        do_quiz(group.session, player, SECOND, group.settings, most=8, at=after)


def _retakes(group: Group) -> None:
    """Most of those who missed a goal try its questions again some days later, and mostly know it then."""
    for slug, back in ((FIRST, 9), (SECOND, 5)):
        for name, player in group.players.items():
            if name not in ILL_AT_SECOND and group.rng.random() < 0.7:
                retake(group, player, slug, at=group.mornings.moment(back, group.rng.randint(0, 60)))


def retake(group: Group, player: Player, slug: str, *, at: datetime) -> None:
    """Ask only the weak goals again, where there are any."""
    if quiz_state(group.session, player.doer.pupil_id, slug, at).phase == "retake":
        do_quiz(group.session, player, slug, group.settings, most=8, better=0.2, at=at)


def _promises(group: Group) -> None:
    """The signing morning: who is ready chooses yes or not yet; the teacher signs along."""
    at = group.mornings.moment(4)
    contract = contract_for(group.session, group.school.id)
    for name, player in group.players.items():
        if name in LEAVES_PROMISES:
            continue
        child = child_of(group.session, player.doer.pupil_id, LANGUAGE)
        at += timedelta(seconds=40)
        accepted = []
        for standing in board(group.session, child, at).promises:
            promise = standing.promise
            if promise.id not in OWN_WORDS or not standing.open:
                continue
            if name in NOT_YET and promise.id == "p03":
                choosing.not_yet(group.session, child=child, promise=promise, words=WHY_NOT_YET, at=at)
                continue
            words = OWN_WORDS[promise.id]
            said = words[child.pupil_id % len(words)]
            choosing.accept(group.session, child=child, promise=promise, words=said, at=at)
            accepted.append(promise.id)
        if accepted:
            way = Signature(("typed", "stamp")[child.pupil_id % 2], name)
            sign(
                group.session, group.seals, child=child, promise_id=accepted[0], signature=way,
                contract_version=contract.version, token=f"demo-{child.pupil_id}", at=at,
            )  # fmt: skip
    teacher = Teacher(group.school.id, group.teacher.id, group.teacher.name)
    countersign(
        group.session, group.seals, teacher=teacher, class_id=group.row.id, words=TEACHERS_PROMISE,
        at=at + timedelta(minutes=10),
    )  # fmt: skip
    _take_back(group, at)


def _take_back(group: Group, at: datetime) -> None:
    """One child thought about it for two days and took a promise back."""
    player = group.players.get(TOOK_BACK)
    if player is None:
        return
    child = child_of(group.session, player.doer.pupil_id, LANGUAGE)
    signed = {standing.promise.id for standing in board(group.session, child, at).promises if standing.stands}
    if "p03" in signed:
        withdraw(group.session, group.seals, child=child, promise_id="p03", at=group.mornings.moment(2, 30))


def _read_tellings(group: Group) -> None:
    """The teacher read what was explained in the first module, and some of the second."""
    query = select(TeachBack).where(TeachBack.class_id == group.row.id).order_by(TeachBack.id)
    for telling in group.session.scalars(query).all():
        if telling.module == FIRST or group.rng.random() < 0.5:
            reply = group.rng.choice((*REPLIES[:4], ""))
            read_telling(
                group.session, telling_id=telling.id, staff_id=group.teacher.id, reply=reply,
                at=group.mornings.moment(6, 400),
            )  # fmt: skip


def _today(group: Group) -> None:
    """Two children go on by themselves and need somebody: one tried the same step often, one asked just now."""
    at, module = group.mornings.at - timedelta(minutes=12), group.module(THIRD)
    for name in (STUCK, ASKS_HELP):
        player = group.players.get(name)
        if player is None:
            continue
        here = group.steps(THIRD, player, 1)[HALFWAY_IS]
        if name == STUCK:
            try_often(group.session, player, module, here, times=5, at=at)
        else:
            answering.ask_help(group.session, doer=player.doer, module=module, step_id=here.id, at=at)
