"""A pupil's home, and the quiet page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.text import Text
from core.web import own_path, render, school_settings
from lessons import catalog, queries
from lessons.commands.answering import year_of
from lessons.models import LessonProgress
from lessons.schema import Agreement, Module
from progress.queries import pupil_goals, pupil_modules
from progress.rules import AgreementRef, Level, agreement_levels
from school.access import current, needs
from school.queries.kept import kept_answers

home = Blueprint("home", __name__)

STATES = {Level.UNDERSTOOD: "gesnapt", Level.PRACTISE: "oefenen", Level.OPEN: "komt"}


@dataclass(frozen=True)
class LessonLine:
    """A module on the home page: ``state`` is new, busy, quiz (all steps done, quiz not yet) or done.

    ``closed_by`` are the modules that come first.
    """

    module: Module
    state: str
    row: LessonProgress | None
    step_number: int
    closed_by: tuple[Module, ...]


@dataclass(frozen=True)
class Can:
    """An agreement with how far the pupil is."""

    text: Text
    state: str


@dataclass(frozen=True)
class Learned:
    """What a pupil can of one module; ``open`` for the one module that is unfolded."""

    module: Module
    rows: tuple[Can, ...]
    open: bool

    @property
    def understood(self) -> int:
        return sum(row.state == STATES[Level.UNDERSTOOD] for row in self.rows)


@home.get("/thuis")
@needs("own.see")
def page() -> Response:
    """Where the pupil was, the lessons, what the pupil can do, and Turbo's terrarium."""
    visitor, at = current(), now()
    lines = _lines()
    busy = [line for line in lines if line.state in ("busy", "quiz")]
    busy.sort(key=lambda line: line.row.answered_at or line.row.started_at if line.row else at, reverse=True)
    begun = [line.module for line in lines if line.state != "new"]
    return render(
        "lessons/home.html",
        lines=lines,
        busy=busy[0] if busy else None,
        can=_can(begun, busy[0].module if busy else begun[-1] if begun else None),
        terrarium=queries.terrarium(db.session, visitor.class_id),
        shelf={module.slug: module for module in catalog.modules()},
        kept=bool(kept_answers(db.session, visitor.pupil_id, at)),
    )


@home.get("/even-stoppen")
@needs("public")
def stop() -> Response:
    """A quiet page: breathe, go on, or get help."""
    return render("lessons/stop.html", back=own_path(request.args.get("terug"), "/"))


def _lines() -> list[LessonLine]:
    visitor, at = current(), now()
    rows = queries.progress_of(db.session, visitor.pupil_id, year_of(at))
    mastered = {slug for slug, view in pupil_modules(db.session, visitor.pupil_id).items() if view.mastered_at}
    shelf = {module.slug: catalog.module(module.slug, school_settings()) for module in catalog.modules()}
    shown = [module.slug for module in queries.shown_modules(db.session, visitor.class_id)]
    lines = []
    for slug in [*shown, *(slug for slug in rows if slug in shelf and slug not in shown)]:
        row, module = rows.get(slug), shelf[slug]
        state = "new" if row is None else "busy" if row.finished_at is None else "done" if slug in mastered else "quiz"
        steps = catalog.steps_on(module, visitor.route)
        number = next((n for n, step in enumerate(steps, start=1) if row and step.id == row.step), len(steps))
        closed = tuple(shelf[name] for name in module.after if name in shelf and name not in mastered)
        lines.append(LessonLine(module, state, row, number, closed))
    return lines


def _can(begun: list[Module], unfolded: Module | None) -> list[Learned]:
    """The agreements of each module the pupil began, with their levels."""
    goals_of: dict[AgreementRef, list[str]] = {}
    for module in begun:
        for goal in module.goals:
            goals_of.setdefault((module.slug, goal.agreement), []).append(goal.id)
    goals = {ref: view.level for ref, view in pupil_goals(db.session, current().pupil_id).items()}
    levels = agreement_levels(goals, goals_of)

    def can(module: Module, agreement: Agreement) -> Can:
        return Can(agreement.text, STATES[levels.get((module.slug, agreement.id), Level.OPEN)])

    return [
        Learned(module, tuple(can(module, one) for one in module.agreements), open=module is unfolded)
        for module in begun
    ]
