"""Where a pupil stands with the questions of a module."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from progress import queries as progress
from quizzes import catalog
from quizzes.models import AnswerDraft, Attempt, AttemptAnswer
from quizzes.rules.choosing import Candidate, must_rehearse, weak_goals

Phase = Literal["new", "open", "rehearse", "retake", "mastered"]


@dataclass(frozen=True)
class Given:
    """An answer as kept: pairs of slot and choice; none means *weet ik niet*."""

    item: str
    goal: str
    picks: tuple[tuple[str, str], ...]
    right: bool


@dataclass(frozen=True)
class AttemptView:
    """An attempt with what was answered so far."""

    id: int
    key: str
    kind: str
    module: str
    seed: str
    items: tuple[str, ...]
    given: dict[str, Given]
    plan: tuple[object, ...]
    started_at: datetime
    finished_at: datetime | None
    help_item: str | None

    @property
    def next_item(self) -> str | None:
        """The item to answer now; None when all are answered."""
        return next((item for item in self.items if item not in self.given), None)

    def number(self, item: str) -> int:
        """The place of an item, from 1."""
        return self.items.index(item) + 1


@dataclass(frozen=True)
class GoalResult:
    goal: str
    right: int
    understood: bool


@dataclass(frozen=True)
class QuizState:
    """What the pupil can do now with the questions of one module.

    ``new``: nothing asked yet (this school year) · ``open``: an attempt is under way · ``rehearse``: first the step of
    the lesson again · ``retake``: the weak goals once more · ``mastered``. ``last`` is the latest finished attempt.
    """

    phase: Phase
    open: AttemptView | None
    last: AttemptView | None
    goals: tuple[GoalResult, ...]
    weak: tuple[str, ...]
    mastered_at: datetime | None

    @property
    def right(self) -> int:
        return sum(goal.right for goal in self.goals)


def quiz_state(session: Session, pupil_id: int, module: str, at: datetime) -> QuizState:
    """Where the pupil stands with ``module`` at ``at``. Raises catalog.NoSuchModule."""
    facts = catalog.facts(module)
    views = progress.pupil_goals(session, pupil_id)
    right = {goal: views[module, goal].right for goal in facts.goals if (module, goal) in views}
    results = tuple(GoalResult(goal, right.get(goal, 0), right.get(goal, 0) == 2) for goal in facts.goals)
    mastery = progress.pupil_modules(session, pupil_id).get(module)
    mastered_at = mastery.mastered_at if mastery else None
    year = school_year(local_day(at))
    attempts = _attempts(session, pupil_id, module)
    this_year = [attempt.finished_at for attempt in attempts if attempt.finished_at and attempt.year == year]
    running = next((attempt for attempt in attempts if attempt.finished_at is None), None)
    ended = [attempt for attempt in attempts if attempt.finished_at]
    rehearsed_at = progress.step_done_at(session, pupil_id, module, facts.rehearsal) if facts.rehearsal else None
    renewed = mastery.renewed_at if mastery else None
    fine = renewed is not None and school_year(local_day(renewed)) == year
    phase: Phase
    if running:
        phase = "open"
    elif fine:
        phase = "mastered"
    elif not this_year:
        phase = "new"
    elif facts.rehearsal and must_rehearse(this_year, already_mastered=False, rehearsed_at=rehearsed_at):
        phase = "rehearse"
    else:
        phase = "retake"
    return QuizState(
        phase,
        view_of(session, running) if running else None,
        view_of(session, ended[-1]) if ended else None,
        results,
        tuple(weak_goals(right, list(facts.goals))),
        mastered_at,
    )


# Asked with every answer and its feedback, so they are put together once.
_ANSWERS = select(AttemptAnswer.item, AttemptAnswer.goal, AttemptAnswer.picks, AttemptAnswer.right).where(
    AttemptAnswer.attempt_id == bindparam("attempt")
)
ATTEMPTS = (
    select(Attempt)
    .where(
        Attempt.pupil_id == bindparam("pupil"),
        Attempt.kind == bindparam("kind"),
        Attempt.module == bindparam("module"),
        Attempt.dropped_at.is_(None),
    )
    .order_by(Attempt.id.desc())
)
"""A pupil's attempts of one kind at one module, the latest first: ``pupil``, ``kind``, ``module``."""


def view_of(session: Session, attempt: Attempt) -> AttemptView:
    """An attempt row with its answers."""
    rows = session.execute(_ANSWERS, {"attempt": attempt.id})
    given = {item: given_as(item, goal, picks, right=right) for item, goal, picks, right in rows}
    return AttemptView(
        attempt.id, attempt.key, attempt.kind, attempt.module, attempt.seed, tuple(attempt.items), given,
        tuple(attempt.plan), attempt.started_at, attempt.finished_at, attempt.help_item,
    )  # fmt: skip


def attempt_with(session: Session, pupil_id: int, kind: str, module: str, item: str) -> AttemptView | None:
    """The attempt to show ``item`` from: the running one if it holds it, else the latest finished one that does."""
    asked = {"pupil": pupil_id, "kind": kind, "module": module}
    rows = [row for row in session.scalars(ATTEMPTS, asked) if item in row.items]
    running = next((row for row in rows if row.finished_at is None), None)
    found = running or next(iter(rows), None)
    return view_of(session, found) if found else None


def candidates(session: Session, pupil_id: int, module: str) -> list[Candidate]:
    """The items of a module's bank with what this pupil last did with each."""
    seen = progress.items_seen(session, pupil_id, module)
    return [
        Candidate(item.id, item.goal, item.parallel, memory.seen_at if memory else None, bool(memory and memory.right))
        for item in catalog.bank_items(module)
        for memory in [seen.get(item.id)]
    ]


def situations(session: Session, pupil_id: int, module: str) -> list[Candidate]:
    """The items of a module that the pledge may use, with what this pupil last did with each."""
    usable = {item.id for item in catalog.bank_items(module) if item.situation}
    return [candidate for candidate in candidates(session, pupil_id, module) if candidate.item in usable]


def draft(session: Session, attempt_id: int, item: str) -> dict[str, list[str]]:
    """What the pupil had filled in for an item, as form fields; empty when nothing was kept."""
    row = session.get(AnswerDraft, {"attempt_id": attempt_id, "item": item})
    return dict(row.form) if row else {}


def help_asked(session: Session, pupil_ids: Collection[int]) -> dict[int, tuple[str, str, datetime]]:
    """Pupil → (module, item, since) for pupils who pressed *Ik snap het niet* and have not answered since."""
    rows = session.execute(
        select(Attempt.pupil_id, Attempt.module, Attempt.help_item, Attempt.help_at).where(
            Attempt.pupil_id.in_(pupil_ids), Attempt.help_at.is_not(None), Attempt.finished_at.is_(None)
        )
    )
    return {pupil_id: (module, item or "", at) for pupil_id, module, item, at in rows if at is not None}


def under_way(session: Session, pupil_ids: Collection[int], module: str) -> dict[int, tuple[int, int]]:
    """Pupil → (answered, asked) of the pupil's latest quiz of a module; two statements."""
    query = select(Attempt.id, Attempt.pupil_id, Attempt.items).where(
        Attempt.pupil_id.in_(pupil_ids), Attempt.kind == "quiz", Attempt.module == module
    )
    latest = {pupil_id: (key, len(items)) for key, pupil_id, items in session.execute(query.order_by(Attempt.id))}
    keys = [key for key, _ in latest.values()]
    answered: dict[int, int] = dict.fromkeys(keys, 0)
    for key in session.scalars(select(AttemptAnswer.attempt_id).where(AttemptAnswer.attempt_id.in_(keys))):
        answered[key] += 1
    return {pupil_id: (answered[key], asked) for pupil_id, (key, asked) in latest.items()}


def _attempts(session: Session, pupil_id: int, module: str) -> Sequence[Attempt]:
    return session.scalars(
        select(Attempt)
        .where(Attempt.pupil_id == pupil_id, Attempt.kind == "quiz", Attempt.module == module)
        .order_by(Attempt.id)
    ).all()


def given_as(item: str, goal: str, picks: Iterable[Sequence[str]], *, right: bool) -> Given:
    """An answer as a row keeps it."""
    return Given(item, goal, tuple((slot, choice) for slot, choice in picks), right)
