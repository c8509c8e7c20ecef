"""The start and end measurement: making it, and opening it for a class."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from core.clock import local_day, now, school_year
from core.database import db
from core.web import render
from quizzes import catalog
from quizzes.commands import measurement as commands
from quizzes.models import PHASES
from quizzes.queries.measurement import MeasurementState, class_phases, complete_forms, measurement_state
from quizzes.refusals import NotOpen, StatementMissing
from quizzes.views.asking import (
    Place,
    answered,
    draft_kept,
    help_wanted,
    me,
    onward,
    question_page,
    reaction,
    said,
    sheet_for,
)
from school.access import current, needs

measurement = Blueprint("measurement", __name__)


def mine() -> MeasurementState:
    """Where the pupil who asks stands."""
    visitor = current()
    return measurement_state(db.session, visitor.pupil_id, visitor.class_id, now())


def place() -> Place:
    """The measurement that is open. Raises NotOpen."""
    phase = mine().phase
    if not phase:
        raise NotOpen
    return Place(phase, "measurement", reacts=False)


@measurement.get("/meting")
@needs("quiz.do")
def overview() -> Response:
    state = mine()
    if state.attempt and state.attempt.finished_at and state.phase and not state.statements_done:
        return redirect(url_for(".statements"))
    return render("quizzes/measurement.html", state=state)


@measurement.post("/meting")
@needs("quiz.do")
def begin() -> Response:
    attempt = commands.begin_measurement(db.session, person=me(), at=now(), rng=SystemRandom())
    return redirect(onward(place(), attempt), 303)


@measurement.get("/meting/zinnen")
@needs("quiz.do")
def statements() -> Response:
    state = mine()
    if not state.phase or state.done or not (state.attempt and state.attempt.finished_at):
        return redirect(url_for(".overview"))
    return render("quizzes/statements.html", spec=catalog.shelf().statements, chosen={}, fault="")


@measurement.post("/meting/zinnen")
@needs("quiz.do")
def statements_sent() -> Response:
    chosen = request.form.to_dict()
    try:
        commands.answer_statements(db.session, person=me(), faces=chosen, at=now())
    except StatementMissing as refusal:
        spec = catalog.shelf().statements
        return render("quizzes/statements.html", refusal.status, spec=spec, chosen=chosen, fault=said(refusal))
    return redirect(url_for(".overview"), 303)


@measurement.get("/meting/terugblik")
@needs("quiz.do")
def look_back() -> Response:
    """Every question of the end measurement with what there is to say: only after it is finished."""
    attempt = mine().finished_end
    if attempt is None:
        abort(404)
    pairs = [(sheet_for(attempt, item), attempt.given[item]) for item in attempt.items if item in attempt.given]
    shown = [(sheet, reaction(sheet, given)) for sheet, given in pairs]
    return render("quizzes/look_back.html", shown=shown)


@measurement.get("/meting/<item_key>")
@needs("quiz.do")
def question(item_key: str) -> Response:
    return question_page(place(), item_key)


@measurement.post("/meting/<item_key>")
@needs("quiz.do")
def answer(item_key: str) -> Response:
    return answered(place(), item_key)


@measurement.post("/meting/<item_key>/hulp")
@needs("quiz.do")
def help_asked(item_key: str) -> Response:
    return help_wanted(place(), item_key)


@measurement.post("/meting/<item_key>/concept")
@needs("quiz.do")
def draft(item_key: str) -> Response:
    return draft_kept(place(), item_key)


@measurement.get("/klas/<class_key>/meting")
@needs("class.manage")
def of_class(class_key: str) -> Response:
    """Both measurements of a class, with buttons to open and close them."""
    phases = class_phases(db.session, g.school_class.id, school_year(local_day(now())))
    return render("quizzes/class_measurement.html", school_class=g.school_class, phases=phases, ready=complete_forms())


@measurement.post("/klas/<class_key>/meting/<phase>")
@needs("class.manage")
def switch(class_key: str, phase: str) -> Response:
    """Open (``open=1``) or close a measurement."""
    if phase not in PHASES:
        abort(404)
    command = commands.open_measurement if request.form.get("open") else commands.close_measurement
    command(
        db.session,
        school_id=current().school_id,
        class_id=g.school_class.id,
        class_key=class_key,
        phase=phase,
        actor=current().actor,
        at=now(),
    )
    return redirect(url_for(".of_class", class_key=class_key), 303)
