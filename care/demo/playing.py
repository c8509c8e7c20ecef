"""Doing lessons and quizzes the way children do, through the same commands as the pages."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from care.demo.words import PLAIN_TEACH_BACK, TEACH_BACKS
from core.text import Settings
from lessons.commands import answering
from lessons.commands.answering import Doer
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.klassengesprek import Klassengesprek
from lessons.steps.play import Form
from lessons.steps.terugvertellen import Terugvertellen
from progress.commands import Person
from quizzes import catalog
from quizzes.commands.attempts import begin_quiz, submit_answer
from quizzes.commands.refreshers import begin_refresher
from quizzes.queries.attempts import AttemptView
from quizzes.refusals import NothingDue, RehearseFirst
from quizzes.sheet import Sheet
from quizzes.types.base import Answer

VOTES = ("agree", "unsure", "disagree")


@dataclass(frozen=True)
class Player:
    """A child of the demo: ``skill`` is the chance of a right answer, ``leaning`` the misconception it tends to."""

    doer: Doer
    person: Person
    skill: float
    leaning: str
    rng: random.Random


def do_steps(session: Session, player: Player, module: Module, steps: Iterable[AnyStep], *, at: datetime) -> datetime:
    """Do ``steps`` one after the other from ``at``; returns when the last was done."""
    for step in steps:
        for number, form in enumerate(_series(player, module.slug, step)):
            at += timedelta(seconds=player.rng.randint(25, 110))
            answering.answer(
                session, doer=player.doer, module=module, step_id=step.id, form=form, once=f"demo-{step.id}-{number}",
                at=at,
            )  # fmt: skip
    return at


def try_often(session: Session, player: Player, module: Module, step: AnyStep, *, times: int, at: datetime) -> None:
    """Answer one step ``times`` times without getting it done, as somebody does who does not see it."""
    series = played(step).samples(step).wrong[0]
    for number in range(times):
        at += timedelta(seconds=player.rng.randint(40, 90))
        once = f"demo-{step.id}-again-{number}"
        answering.answer(
            session, doer=player.doer, module=module, step_id=step.id, form=series[0], once=once, at=at
        )  # fmt: skip


def do_quiz(
    session: Session, player: Player, module: str, settings: Settings, *, most: int, better: float = 0.0, at: datetime
) -> datetime:
    """Answer up to ``most`` questions of the quiz of ``module``, beginning it or going on; returns the moment after.

    ``better`` is added to the chance of a right answer. Who would have to rehearse first leaves it at that.
    """
    try:
        view = begin_quiz(session, person=player.person, module=module, at=at, rng=player.rng)
    except RehearseFirst:
        return at
    return _answer(session, player, view, settings, most, better, at)


def do_refresher(session: Session, player: Player, settings: Settings, *, at: datetime) -> None:
    """Do this week's refresher, if one is due."""
    try:
        view = begin_refresher(session, person=player.person, at=at, rng=player.rng)
    except NothingDue:
        return
    _answer(session, player, view, settings, len(view.items), 0.1, at)


def _answer(
    session: Session, player: Player, view: AttemptView, settings: Settings, most: int, better: float, at: datetime
) -> datetime:
    for item in [item for item in view.items if item not in view.given][:most]:
        at += timedelta(seconds=player.rng.randint(20, 75))
        sheet = Sheet.of(catalog.entry(item), settings, view.seed)
        form = sent(sheet, _thought(sheet, player, better))
        submit_answer(
            session, person=player.person, kind=view.kind, module=view.module, item=item, form=form, settings=settings,
            at=at,
        )  # fmt: skip
    return at


def sent(sheet: Sheet, answer: Answer) -> Form:
    """The form that a browser sends for ``answer``."""
    if answer.unsure:
        return {"unsure": ["1"]}
    if sheet.type == "order":
        return {f"place-{sheet.opaque(card)}": [place] for place, card in answer.picks}
    if sheet.type == "sort":
        return {f"card-{sheet.opaque(card)}": [sheet.opaque(box)] for card, box in answer.picks}
    form: dict[str, list[str]] = {}
    for slot, choice in answer.picks:
        form.setdefault(slot, []).append(sheet.opaque(choice))
    return form


def _thought(sheet: Sheet, player: Player, better: float) -> Answer:
    """A right answer by skill, else a wrong one, rather one that carries what the child tends to think."""
    right = player.rng.random() < player.skill + better
    fitting = [answer for answer in sheet.body.answers() if sheet.grade(answer).right == right]
    if not right and player.rng.random() < 0.08:
        return Answer()
    leaning = [answer for answer in fitting if player.leaning in sheet.grade(answer).tags]
    return player.rng.choice(leaning if leaning and player.rng.random() < 0.75 else fitting)


def _series(player: Player, module: str, step: AnyStep) -> Sequence[Form]:
    """The forms with which this child gets a step done: at once, or after looking again."""
    rng = player.rng
    if isinstance(step, Klassengesprek):
        return [{"before": [rng.choice(VOTES)]}, {"after": [rng.choices(VOTES, (2, 1, 4))[0]]}]
    if isinstance(step, Terugvertellen):
        plan = rng.choice(step.plan.options).id
        texts = TEACH_BACKS.get(module, (PLAIN_TEACH_BACK,))
        return [{"text": [texts[player.doer.pupil_id % len(texts)]], "plan": [plan]}]
    ways = played(step).samples(step).right
    shortest = min(ways, key=len)
    return shortest if rng.random() < player.skill else rng.choice(ways)
