"""Classes with a history: pupils who practised, answered, asked for help and wrote, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from core.database import writing
from core.refusal import Refusal
from lessons.catalog import module as local_module
from lessons.catalog import steps_on
from lessons.commands import answering
from lessons.commands.answering import Doer
from lessons.steps import played
from pledges.models import TalkWish
from progress.commands import ItemFacts, Person, Verdict, record_answer
from quizzes.catalog import bank_items, shelf
from quizzes.commands.attempts import add_attempt
from quizzes.models import Attempt, StatementAnswer
from quizzes.types.base import Item
from school.models import Pupil, SchoolClass

NAMES = [
    "Aylin",
    "Bente",
    "Daan",
    "Elif",
    "Fenna",
    "Gijs",
    "Hamza",
    "Isa",
    "Jip",
    "Kaoutar",
    "Lotte",
    "Luan",
    "Mila",
    "Noud",
    "Olivia",
    "Pim",
    "Romy",
    "Sami",
    "Siem",
    "Szymon",
    "Tess",
    "Vigo",
    "Yara",
    "Zoë",
    "Abel",
    "Babs",
    "Cas",
    "Dina",
    "Evi",
    "Finn",
]

GOALS = ("G1", "G2", "G3", "G4")


@dataclass
class Told:
    """What a history put into the database, for tests that want to count it again."""

    pupils: list[Pupil] = field(default_factory=list)


def fill_class(
    session: Session, group: SchoolClass, number: int, at: datetime, *, year_groups: tuple[int, ...] = ()
) -> Told:
    """Put ``number`` pupils with names of nobody's story into a class."""
    told = Told()
    with writing(session):
        for place, name in enumerate(NAMES[:number]):
            year_group = (year_groups or tuple(group.years))[place % len(year_groups or group.years)]
            pupil = Pupil(
                school_id=group.school_id, class_id=group.id, first_name=name, year_group=year_group,
                route="plus" if year_group >= 7 else "basis", created_at=at,
            )  # fmt: skip
            session.add(pupil)
            told.pupils.append(pupil)
        session.flush()
    return told


def person_of(pupil: Pupil) -> Person:
    return Person(pupil.school_id, pupil.id, pupil.class_id, "nl")


def take_quiz(session: Session, pupil: Pupil, module: str, rng: Random, skill: float, at: datetime) -> None:
    """One whole attempt of eight items, two per goal, each right with chance ``skill``."""
    chosen: list[Item] = []
    for goal in GOALS:
        chosen += rng.sample([item for item in bank_items(module) if item.goal == goal], 2)
    rng.shuffle(chosen)
    with writing(session):
        view = add_attempt(
            session,
            person=person_of(pupil),
            kind="quiz",
            module=module,
            items=[item.id for item in chosen],
            at=at,
            rng=rng,
        )
        for number, item in enumerate(chosen):
            moment = at + timedelta(seconds=20 * (number + 1))
            answer_item(session, pupil, module, item, rng, skill, moment, last=number == len(chosen) - 1)
        row = session.get_one(Attempt, view.id)
        row.finished_at = at + timedelta(seconds=20 * len(chosen))


def answer_item(
    session: Session, pupil: Pupil, module: str, item: Item, rng: Random, skill: float, at: datetime, *,
    source: str = "quiz", last: bool = False,
) -> None:  # fmt: skip
    """One answer to an item, with the picks and tags of a real one."""
    body = item.at({})
    wanted = rng.random() < skill
    answers = [answer for answer in body.answers() if body.grade(answer).right == wanted]
    answer = rng.choice(answers)
    unsure = not wanted and rng.random() < 0.15
    result = body.grade(answer)
    verdict = Verdict(False, unsure=True) if unsure else Verdict(result.right, False, result.tags, answer.picks)
    facts = ItemFacts(module, item.id, item.goal, item.agreement, "d" * 64)
    token = f"{source}/{item.id}/{at.isoformat()}/{rng.getrandbits(64)}"
    record_answer(
        session, person=person_of(pupil), item=facts, verdict=verdict, source=source, token=token[:64], at=at,
        ends_attempt=last,
    )  # fmt: skip


def practise(session: Session, pupil: Pupil, slug: str, rng: Random, at: datetime, *, steps: int = 99) -> None:
    """Walk through the first ``steps`` steps of a module, as real answers of the step types."""
    module = local_module(slug, {})
    doer = Doer(pupil.id, pupil.school_id, pupil.class_id, pupil.route, "nl")
    with writing(session):
        answering.begin(session, doer=doer, module=module, at=at)
        for place, step in enumerate(steps_on(module, pupil.route)[:steps]):
            series = rng.choice(played(step).samples(step).right)
            for number, form in enumerate(series):
                moment = at + timedelta(minutes=place * 4, seconds=number)
                try:
                    answering.answer(
                        session, doer=doer, module=module, step_id=step.id, form=form, once=f"{rng.getrandbits(96):x}",
                        at=moment,
                    )  # fmt: skip
                except Refusal:
                    continue  # a sample that does not follow on the one before it


def random_class(
    session: Session, group: SchoolClass, number: int, seed: int, at: datetime, modules: tuple[str, ...]
) -> Told:
    """A class in which everybody did something different: no quiz, one, or several, with better and worse days."""
    rng = Random(seed)
    told = fill_class(session, group, number, at - timedelta(days=30), year_groups=(5, 6, 7, 8))
    with writing(session):  # one transaction: a commit per answer would take a minute
        for pupil in told.pupils:
            for days, module in enumerate(modules):
                day = at - timedelta(days=20 - 3 * days, minutes=rng.randrange(300))
                _one_module(session, pupil, module, rng, day)
            _say_how_sure(session, pupil, rng, at)
            _wish_to_talk(session, pupil, rng, at)
    return told


def _say_how_sure(session: Session, pupil: Pupil, rng: Random, at: datetime) -> None:
    """The sentences at the start and the end: some pupils are away at one of them."""
    spec = shelf().statements
    assert spec is not None
    for kind, days in (("start", 25), ("end", 2)):
        if rng.random() < 0.85:
            attempt = Attempt(
                school_id=pupil.school_id, pupil_id=pupil.id, class_id=pupil.class_id, kind=kind,
                year=school_year(local_day(at)), seed="s", items=[], started_at=at - timedelta(days=days),
                finished_at=at - timedelta(days=days),
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            for one in spec.statements:
                face = rng.choice(spec.faces).id
                session.add(
                    StatementAnswer(
                        attempt_id=attempt.id, statement=one.id, school_id=pupil.school_id, face=face
                    )
                )  # fmt: skip


def _wish_to_talk(session: Session, pupil: Pupil, rng: Random, at: datetime) -> None:
    """This year or, forgotten by now, last year."""
    for promise in ("p01", "p03"):
        if rng.random() < 0.25:
            year = school_year(local_day(at)) - rng.choice((0, 0, 1))
            session.add(
                TalkWish(
                    school_id=pupil.school_id, pupil_id=pupil.id, promise=promise, year=year, about="talk", asked_at=at
                )
            )  # fmt: skip


def _one_module(session: Session, pupil: Pupil, module: str, rng: Random, day: datetime) -> None:
    if rng.random() < 0.5:
        practise(session, pupil, module, rng, day, steps=rng.randrange(1, 9))
    for again in range(rng.choice((0, 1, 1, 2, 3))):
        skill = rng.choice((0.35, 0.6, 0.8, 0.97))
        take_quiz(session, pupil, module, rng, skill, day + timedelta(days=again, hours=1))
    for item in rng.sample(bank_items(module), 2):
        if rng.random() < 0.3:
            moment = day + timedelta(days=5, seconds=rng.randrange(999))
            answer_item(session, pupil, module, item, rng, 0.6, moment, source="refresher")
    for source, lag in (("start", -2), ("end", 7)):
        if rng.random() < 0.8:
            for item in rng.sample(bank_items(module), 3):
                moment = day + timedelta(days=lag, seconds=rng.randrange(999))
                answer_item(session, pupil, module, item, rng, 0.5, moment, source=source)
