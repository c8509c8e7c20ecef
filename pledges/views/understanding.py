"""One short situation: what would you do? Right is understood; not yet is explained, with another one after it."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.web import render, school_settings
from pledges.commands.choosing import AnsweredElsewhere, Situation, answer_situation
from pledges.queries.own import Standing
from pledges.queries.situations import answered_sheet, next_situation
from pledges.rules.opening import Next
from pledges.views.blueprint import me, my_board, pledges, said, standing_of
from pledges.views.own import step
from progress.commands import ItemFacts, Verdict
from quizzes.forms import sent
from quizzes.refusals import NothingChosen
from quizzes.sheet import Sheet
from quizzes.types.base import UNSURE, Answer, NotAnAnswer
from quizzes.views.asking import react
from school.access import current, needs


@pledges.get("/belofte/<promise_id>/begrip")
@needs("pledge.do")
def situation(promise_id: str) -> Response:
    """The situation to answer now; with ``?antwoord=`` what is said about one that was answered."""
    one = standing_of(my_board(), promise_id)
    number = request.args.get("antwoord", "")
    if number.isdigit() and 1 <= int(number[:2]) <= len(one.answers):
        return _answered(one, int(number[:2]) - 1)
    if one.next is Next.DONE:
        return redirect(url_for(".words" if step(one) == "words" else ".promise", promise_id=promise_id))
    return _ask(one)


@pledges.post("/belofte/<promise_id>/begrip")
@needs("pledge.do")
def answer(promise_id: str) -> Response:
    """Keep the answer and show what is said about it."""
    one = standing_of(my_board(), promise_id)
    sheet = next_situation(db.session, current().pupil_id, one, school_settings())
    if sheet is None or request.form.get("vraag") != sheet.id or request.form.get("nummer") != str(len(one.answers)):
        return _behind(one)
    form = {name: values for name, values in sent().items() if name in ("answer", "unsure")}
    try:
        given = sheet.parse(form)
    except NotAnAnswer:
        return _ask(one, said(NothingChosen()), NothingChosen.status)
    try:
        answer_situation(
            db.session, child=me(), promise=one.promise, situation=_situation(sheet, given, len(one.answers)), at=now()
        )
    except AnsweredElsewhere:
        return _behind(one)
    return redirect(url_for(".situation", promise_id=promise_id, antwoord=len(one.answers) + 1), 303)


def _situation(sheet: Sheet, given: Answer, number: int) -> Situation:
    result, item = sheet.grade(given), sheet.entry.item
    facts = ItemFacts(sheet.entry.module, item.id, item.goal, item.agreement, sheet.digest)
    verdict = Verdict(result.right, given.unsure, result.tags, given.picks)
    return Situation(facts, next(iter(given.under("answer")), ""), verdict, number)


def _behind(one: Standing) -> Response:
    """The page was older than what is kept: show how it stands."""
    last = len(one.answers) or None
    return redirect(url_for(".situation", promise_id=one.promise.id, antwoord=last), 303)


def _ask(one: Standing, fault: str = "", status: int = 200) -> Response:
    asks = one.next is not Next.TALK
    sheet = next_situation(db.session, current().pupil_id, one, school_settings()) if asks else None
    return render("pledges/situation.html", status, one=one, sheet=sheet, fault=fault, form={})


def _answered(one: Standing, place: int) -> Response:
    kept = one.answers[place]
    sheet = answered_sheet(current().pupil_id, one.promise, kept.item, school_settings())
    if sheet is None:
        return redirect(url_for(".promise", promise_id=one.promise.id))
    given = Answer((("answer", kept.choice),)) if kept.choice else UNSURE
    reaction = react(sheet, given, right=kept.right)
    last = place + 1 == len(one.answers)
    return render("pledges/answered.html", one=one, sheet=sheet, reaction=reaction, last=last, step=step(one))
