"""A pupil begins a module, answers a step, asks for help, leaves a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from core.database import writing
from core.refusal import Refusal
from lessons import queries
from lessons.commands.keeping import count_vote, first_of_class, keep_telling
from lessons.models import KEPT_TOKENS, LessonProgress, StepDraft, StepState
from lessons.queries import Walk
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.play import Fact, Form, Record, about, advance
from progress.commands import Person, record_action
from progress.storage import held

LONGEST_DRAFT = 5_000
LONGEST_TOKEN = 64


class NotReached(Refusal):
    status = 409
    sentence = "Deze stap komt straks. Maak eerst de stap waar je nu bent."


class Paused(Refusal):
    status = 409
    sentence = "Even luisteren. Je juf of meester heeft de les stilgezet. Je werk is bewaard."


class StepOff(Refusal):
    status = 404
    sentence = "Deze stap doet jouw klas niet."


@dataclass(frozen=True)
class Doer:
    """The pupil who acts."""

    pupil_id: int
    school_id: int
    class_id: int
    route: str
    language: str

    def person(self) -> Person:
        return Person(self.school_id, self.pupil_id, self.class_id, self.language)


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: the part it was about, and whether the step and the module are done now."""

    part: str
    step_done: bool
    module_done: bool
    repeated: bool = False


def to_minute(at: datetime) -> datetime:
    """Moments in a lesson are kept to the minute."""
    return at.replace(second=0, microsecond=0)


def year_of(at: datetime) -> int:
    """The school year of a moment."""
    return school_year(local_day(at))


def begin(session: Session, *, doer: Doer, module: Module, at: datetime) -> None:
    """Begin a module, or go on with it."""
    with writing(session):
        _summary(session, doer, _walk(session, doer, module, at), at)


def answer(
    session: Session, *, doer: Doer, module: Module, step_id: str, form: Form, once: str, at: datetime
) -> Outcome:
    """Keep one answer and what follows from it. Raises a Refusal when it is no answer, or not to be given now.

    A form that comes a second time (the same ``once``) changes nothing and has the outcome of the first.
    """
    with writing(session):
        walk = _walk(session, doer, module, at)
        step = next((step for step in walk.steps if step.id == step_id), None)
        if step is None:
            raise StepOff
        row = _state(session, doer, module, step, at)
        before = queries.record_of(row)
        token = once[:LONGEST_TOKEN]
        if token and token in row.tokens:
            return Outcome("", before.done, walk.current is None, repeated=True)
        if walk.arranged.paused:
            raise Paused
        if not walk.reached(step_id):
            raise NotReached
        after, parsed, facts = advance(played(step), step, before, form)
        _keep(row, before, after, token, at, again=played(step).judge(step, after).done)
        if parsed.telling:
            keep_telling(
                session, row=row, class_id=doer.class_id, language=doer.language, telling=parsed.telling,
                at=to_minute(at),
            )  # fmt: skip
        if parsed.vote:
            count_vote(session, doer.school_id, doer.class_id, module.slug, step_id, parsed.vote)
        _report(session, doer, module, step, facts, token or str(row.tries), at)
        session.execute(delete(StepDraft).where(*_mine(doer, module, step_id)))
        module_done = _go_on(session, doer, walk, step, after, at)
    return Outcome(about(parsed.answer), after.done, module_done)


def answer_together(
    session: Session, *, doers: Sequence[Doer], module: Module, step_id: str, form: Form, once: str, at: datetime
) -> Outcome:
    """``answer`` of the first, which counts as practice for the others too, all or none.

    Others who are not at this step yet, or whose route does without it, are passed over.
    """
    with writing(session):
        outcome = answer(session, doer=doers[0], module=module, step_id=step_id, form=form, once=once, at=at)
        for doer in doers[1:]:
            walk = _walk(session, doer, module, at)
            if step_id in {step.id for step in walk.steps} and walk.reached(step_id):
                answer(session, doer=doer, module=module, step_id=step_id, form=form, once=once, at=at)
    return outcome


def ask_help(session: Session, *, doer: Doer, module: Module, step_id: str, at: datetime) -> None:
    """Mark that the pupil does not get it; the mark goes when the step is done."""
    with writing(session):
        walk = _walk(session, doer, module, at)
        if step_id in {step.id for step in walk.steps} and walk.reached(step_id) and walk.started:
            _summary(session, doer, walk, at).help_at = to_minute(at)


def keep_draft(
    session: Session, *, doer: Doer, module: str, step_id: str, field: str, words: str, at: datetime
) -> None:
    """Keep what is being written in one field; too long a text is cut."""
    with writing(session):
        key = {"pupil_id": doer.pupil_id, "module": module, "step": step_id}
        row = held(session, StepDraft, key, {"school_id": doer.school_id, "form": {}, "kept_at": at})
        row.form = {**row.form, field: words[:LONGEST_DRAFT]}
        row.kept_at = at


def _walk(session: Session, doer: Doer, module: Module, at: datetime) -> Walk:
    return queries.walk(
        session, pupil_id=doer.pupil_id, class_id=doer.class_id, route=doer.route, module=module, year=year_of(at)
    )


def _state(session: Session, doer: Doer, module: Module, step: AnyStep, at: datetime) -> StepState:
    key = {"pupil_id": doer.pupil_id, "module": module.slug, "year": year_of(at), "step": step.id}
    start = {
        "school_id": doer.school_id, "language": doer.language, "first": {}, "last": {}, "tries": {}, "tokens": [],
        "started_at": to_minute(at),
    }  # fmt: skip
    return held(session, StepState, key, start)


def _keep(row: StepState, before: Record, after: Record, token: str, at: datetime, *, again: bool) -> None:
    row.first, row.last, row.tries = after.first, after.last, after.tries
    row.tokens = [*row.tokens, token][-KEPT_TOKENS:] if token else row.tokens
    if after.done and not before.done:
        row.finished_at = to_minute(at)
    elif before.done and again:
        row.finished_again_at = to_minute(at)


def _report(
    session: Session, doer: Doer, module: Module, step: AnyStep, facts: list[Fact], once: str, at: datetime
) -> None:
    for fact in facts:
        name = f"{step.id}/{fact.part}" if fact.part else step.id
        record_action(
            session,
            person=doer.person(),
            module=module.slug,
            step=name,
            protective=fact.protective,
            right=fact.right,
            token=hashlib.sha256(f"{module.slug}/{name}/{year_of(at)}/{once}".encode()).hexdigest(),
            at=at,
            agreement=fact.agreement or (step.agreements[0] if step.agreements else ""),
            tags=[fact.tag] if fact.tag and fact.tag != "none" else [],
            picks=fact.picks,
        )


def _go_on(session: Session, doer: Doer, walk: Walk, step: AnyStep, after: Record, at: datetime) -> bool:
    """Bring the summary up to date; True when the module is done."""
    fresh = Walk(walk.module, walk.steps, {**walk.records, step.id: after}, walk.arranged, started=True)
    row = _summary(session, doer, fresh, at)
    row.answered_at = to_minute(at)
    here = fresh.current
    if here is not None and here.id == step.id:
        row.tries = max(after.tries.values(), default=0)
    if here is None and row.finished_at is None:
        row.finished_at = to_minute(at)
        first_of_class(session, doer.school_id, doer.class_id, walk.module.slug, to_minute(at))
    return here is None


def _summary(session: Session, doer: Doer, walk: Walk, at: datetime) -> LessonProgress:
    key = {"pupil_id": doer.pupil_id, "module": walk.module.slug, "year": year_of(at)}
    start = {
        "school_id": doer.school_id, "class_id": doer.class_id, "step": "", "step_since": to_minute(at),
        "done": 0, "total": len(walk.steps), "tries": 0, "started_at": to_minute(at),
    }  # fmt: skip
    row = held(session, LessonProgress, key, start)
    step = walk.current.id if walk.current else ""
    if row.step != step:
        row.step, row.step_since, row.tries, row.help_at = step, to_minute(at), 0, None
    row.class_id, row.done, row.total = doer.class_id, walk.done, len(walk.steps)
    return row


def _mine(doer: Doer, module: Module, step_id: str) -> tuple[ColumnElement[bool], ...]:
    return (StepDraft.pupil_id == doer.pupil_id, StepDraft.module == module.slug, StepDraft.step == step_id)
