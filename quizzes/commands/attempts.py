"""Beginning a quiz and answering an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from core.database import new_key, writing
from core.text import Settings
from progress.commands import ItemFacts, Person, Verdict, record_answer
from progress.storage import insert_once
from quizzes import catalog
from quizzes.models import AnswerDraft, Attempt, AttemptAnswer
from quizzes.queries.attempts import ATTEMPTS, AttemptView, Given, candidates, given_as, quiz_state, view_of
from quizzes.refusals import REFUSAL_OF, NotThisQuestion, NotYet, RehearseFirst
from quizzes.rules.choosing import choose_attempt, unseen_then_missed, unseen_then_oldest
from quizzes.sheet import Sheet
from quizzes.types.base import Answer, Form, NotAnAnswer

SEED_BITS = 128
DRAFT_LIMIT = 4000


@dataclass(frozen=True)
class Outcome:
    """What became of an answer. ``fresh`` is false when the item had been answered before: that answer stands."""

    attempt: AttemptView
    item: str
    fresh: bool


def begin_quiz(session: Session, *, person: Person, module: str, at: datetime, rng: Random) -> AttemptView:
    """Start the quiz of a module or go on with the one under way. Raises RehearseFirst, catalog.NoSuchModule.

    A first attempt, one in a later school year and practice after mastery ask all goals; a retake only the weak ones.
    """
    facts = catalog.facts(module)
    with writing(session):
        state = quiz_state(session, person.pupil_id, module, at)
        if state.open:
            return state.open
        if state.phase == "rehearse":
            raise RehearseFirst
        retake = state.phase == "retake" and bool(state.weak)
        goals = list(state.weak) if retake else list(facts.goals)
        ranking = unseen_then_missed if retake else unseen_then_oldest
        items = choose_attempt(candidates(session, person.pupil_id, module), goals, ranking, rng)
        return add_attempt(session, person=person, kind="quiz", module=module, items=items, at=at, rng=rng)


def add_attempt(
    session: Session,
    *,
    person: Person,
    kind: str,
    module: str,
    items: Sequence[str],
    at: datetime,
    rng: Random,
    plan: Sequence[object] = (),
) -> AttemptView:
    """Add an attempt, or give the open one of the same kind when another request was first."""
    values = {
        "key": new_key(),
        "school_id": person.school_id,
        "pupil_id": person.pupil_id,
        "class_id": person.class_id,
        "kind": kind,
        "module": module,
        "year": school_year(local_day(at)),
        "seed": f"{rng.getrandbits(SEED_BITS):032x}",
        "items": list(items),
        "plan": list(plan),
        "started_at": at,
    }
    insert_once(session, Attempt, values)
    row = session.scalars(_running(person.pupil_id, kind, module)).one()
    return view_of(session, row)


def submit_answer(
    session: Session,
    *,
    person: Person,
    kind: str,
    module: str,
    item: str,
    form: Form,
    settings: Settings,
    at: datetime,
) -> Outcome:
    """Judge and keep the answer to ``item``, once. The feedback may be shown after this returns, not before.

    An item that was answered already keeps its first answer, so that nobody finds the right one by resending. Raises
    NotThisQuestion (404) for an item that this pupil was not given, NotYet (422) for one whose turn it is not, and the
    refusals of ``quizzes.refusals`` for what is no answer; nothing is kept then.
    """
    with writing(session):
        attempt = _attempt_for(session, person, kind, module, item)
        view = view_of(session, attempt)
        if item in view.given:
            return Outcome(view, item, fresh=False)
        if attempt.finished_at is not None or item != view.next_item:
            raise NotYet
        sheet = Sheet.of(catalog.entry(item), settings, attempt.seed)
        answer = parse(sheet, form)
        given = _keep(session, person, attempt, sheet, answer, at, last=len(view.given) + 1 == len(view.items))
        after = replace(view, given={**view.given, item: given}, finished_at=attempt.finished_at, help_item=None)
        return Outcome(after, item, fresh=True)


def parse(sheet: Sheet, form: Form) -> Answer:
    """The answer in ``form``, or the refusal that says what is missing."""
    try:
        return sheet.parse(form)
    except NotAnAnswer as problem:
        raise REFUSAL_OF[problem.reason] from None


def keep_draft(
    session: Session, *, person: Person, kind: str, module: str, item: str, form: Mapping[str, list[str]], at: datetime
) -> None:
    """Keep what the pupil has filled in so far, replacing what was kept. Raises NotThisQuestion.

    Only fields of the question are kept, and no more than DRAFT_LIMIT characters of them.
    """
    with writing(session):
        attempt = _attempt_for(session, person, kind, module, item)
        answered = session.get(AttemptAnswer, {"attempt_id": attempt.id, "item": item})
        if answered is not None or sum(len(v) for values in form.values() for v in values) > DRAFT_LIMIT:
            return
        values = {"attempt_id": attempt.id, "item": item, "school_id": person.school_id}
        session.merge(AnswerDraft(**values, form=dict(form), kept_at=at))


def ask_help(session: Session, *, person: Person, kind: str, module: str, item: str, at: datetime) -> None:
    """Mark that the pupil does not understand the question; the teacher sees it until the next answer."""
    with writing(session):
        attempt = _attempt_for(session, person, kind, module, item)
        if attempt.finished_at is None:
            attempt.help_item, attempt.help_at = item, at


def _keep(
    session: Session, person: Person, attempt: Attempt, sheet: Sheet, answer: Answer, at: datetime, *, last: bool
) -> Given:
    result = sheet.grade(answer)
    head = sheet.entry.item
    session.add(
        AttemptAnswer(
            attempt_id=attempt.id, item=head.id, school_id=person.school_id, goal=head.goal,
            picks=[list(pick) for pick in answer.picks], right=result.right, digest=sheet.digest, answered_at=at,
        )
    )  # fmt: skip
    session.execute(delete(AnswerDraft).where(AnswerDraft.attempt_id == attempt.id, AnswerDraft.item == head.id))
    attempt.help_item = attempt.help_at = None
    if last:
        attempt.finished_at = at
    record_answer(
        session,
        person=person,
        item=ItemFacts(sheet.entry.module, head.id, head.goal, head.agreement, sheet.digest),
        verdict=Verdict(result.right, answer.unsure, result.tags, answer.picks),
        source=attempt.kind,
        token=f"{attempt.key}:{head.id}",
        at=at,
        ends_attempt=last,
    )
    session.flush()
    return given_as(head.id, head.goal, answer.picks, right=result.right)


_LOCKED = ATTEMPTS.with_for_update().execution_options(populate_existing=True)


def _attempt_for(session: Session, person: Person, kind: str, module: str, item: str) -> Attempt:
    """The pupil's attempt that holds ``item``, locked: the running one first, else the latest finished one."""
    asked = {"pupil": person.pupil_id, "kind": kind, "module": module}
    rows = [row for row in session.scalars(_LOCKED, asked) if item in row.items]
    if not rows:
        raise NotThisQuestion
    return next((row for row in rows if row.finished_at is None), rows[0])


def _running(pupil_id: int, kind: str, module: str) -> Select[Attempt]:
    return select(Attempt).where(
        Attempt.pupil_id == pupil_id,
        Attempt.kind == kind,
        Attempt.module == module,
        Attempt.finished_at.is_(None),
        Attempt.dropped_at.is_(None),
    )
