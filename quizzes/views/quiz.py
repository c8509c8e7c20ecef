"""The quiz of a module: begin, answer, read what is said about it, result."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.web import render
from quizzes import catalog
from quizzes.catalog import ModuleFacts
from quizzes.commands.attempts import begin_quiz
from quizzes.queries.attempts import quiz_state
from quizzes.views.asking import Place, answered, draft_kept, help_wanted, me, onward, question_page
from school.access import current, needs

quiz = Blueprint("quiz", __name__, url_prefix="/les/<slug>/toets")


def place_of(slug: str) -> Place:
    """The quiz of the module in the address, or 404."""
    return Place("quiz", "quiz", slug, {"slug": slug}, leave=module_of(slug).home)


def module_of(slug: str) -> ModuleFacts:
    """The module in the address, or 404."""
    try:
        return catalog.facts(slug)
    except catalog.NoSuchModule:
        abort(404)


@quiz.get("")
@needs("quiz.do")
def overview(slug: str) -> Response:
    module = module_of(slug)
    state = quiz_state(db.session, current().pupil_id, slug, now())
    return render("quizzes/overview.html", module=module, state=state)


@quiz.post("")
@needs("quiz.do")
def begin(slug: str) -> Response:
    place = place_of(slug)
    attempt = begin_quiz(db.session, person=me(), module=slug, at=now(), rng=SystemRandom())
    return redirect(onward(place, attempt), 303)


@quiz.get("/<item_key>")
@needs("quiz.do")
def question(slug: str, item_key: str) -> Response:
    return question_page(place_of(slug), item_key)


@quiz.post("/<item_key>")
@needs("quiz.do")
def answer(slug: str, item_key: str) -> Response:
    return answered(place_of(slug), item_key)


@quiz.post("/<item_key>/hulp")
@needs("quiz.do")
def help_asked(slug: str, item_key: str) -> Response:
    return help_wanted(place_of(slug), item_key)


@quiz.post("/<item_key>/concept")
@needs("quiz.do")
def draft(slug: str, item_key: str) -> Response:
    return draft_kept(place_of(slug), item_key)
