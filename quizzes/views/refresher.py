"""Refreshers (opfrissers): a few questions about lessons of before."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.web import render
from quizzes import catalog
from quizzes.commands.refreshers import begin_refresher
from quizzes.queries.refreshers import refresher_state
from quizzes.views.agreement import agreement_card
from quizzes.views.asking import Place, answered, draft_kept, help_wanted, me, onward, question_page
from school.access import current, needs

refresher = Blueprint("refresher", __name__, url_prefix="/opfrisser")

PLACE = Place("refresher", "refresher")


@refresher.get("")
@needs("quiz.do")
def overview() -> Response:
    """What is due, or how it went this week; "lees de kaart nog eens" for a goal that comes back."""
    visitor = current()
    state = refresher_state(db.session, visitor.school_id, visitor.pupil_id, now())
    modules = catalog.shelf().facts
    cards = [
        agreement_card(facts, facts.goals[goal].agreement)
        for module, goal in state.again
        for facts in [modules.get(module)]
        if facts is not None
    ]
    return render("quizzes/refresher.html", state=state, modules=modules, cards=cards)


@refresher.post("")
@needs("quiz.do")
def begin() -> Response:
    attempt = begin_refresher(db.session, person=me(), at=now(), rng=SystemRandom())
    return redirect(onward(PLACE, attempt), 303)


@refresher.get("/<item_key>")
@needs("quiz.do")
def question(item_key: str) -> Response:
    return question_page(PLACE, item_key)


@refresher.post("/<item_key>")
@needs("quiz.do")
def answer(item_key: str) -> Response:
    return answered(PLACE, item_key)


@refresher.post("/<item_key>/hulp")
@needs("quiz.do")
def help_asked(item_key: str) -> Response:
    return help_wanted(PLACE, item_key)


@refresher.post("/<item_key>/concept")
@needs("quiz.do")
def draft(item_key: str) -> Response:
    return draft_kept(PLACE, item_key)
