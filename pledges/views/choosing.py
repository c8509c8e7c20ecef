"""In my own words, and then: *ja, dit beloof ik* or *nog niet*."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.text import Text
from core.web import render, say, school_settings
from lessons import catalog
from lessons.queries import plan_of
from pledges.commands.choosing import accept, keep_draft, not_yet
from pledges.forms import says_yes, text
from pledges.queries.own import Standing
from pledges.queries.situations import answered_sheet
from pledges.rules.states import NotOpen
from pledges.rules.writing import LONGEST, SHORTEST
from pledges.views.blueprint import me, my_board, pledges, said, standing_of
from pledges.views.own import step
from quizzes.types.single import Single
from school.access import current, needs


@pledges.get("/belofte/<promise_id>/woorden")
@needs("pledge.do")
def words(promise_id: str) -> Response:
    """Own words, from a starter or last year's, and the choice."""
    one = standing_of(my_board(), promise_id)
    if not one.open:
        return redirect(url_for(".promise", promise_id=promise_id))
    begin = _plans(one).begun(request.args.get("begin", ""))
    return _page(one, begin or one.words or one.last_words)


@pledges.post("/belofte/<promise_id>/woorden")
@needs("pledge.do")
def choose(promise_id: str) -> Response:
    """Keep the words with *ja*, or note *nog niet*; both are full answers."""
    one = standing_of(my_board(), promise_id)
    if not one.open:
        raise NotOpen
    written = text("eigen")
    try:
        yes = says_yes()
        command = accept if yes else not_yet
        command(db.session, child=me(), promise=one.promise, words=written, at=now())
    except NotOpen:
        raise
    except Refusal as refusal:
        return _page(one, written, said(refusal), refusal.status)
    return redirect(url_for(".signature" if yes else ".later", promise_id=promise_id), 303)


@pledges.post("/belofte/<promise_id>/concept")
@needs("pledge.do")
def keep_words(promise_id: str) -> Response:
    """Keep what is being written; the page asks for it after a pause."""
    one = standing_of(my_board(), promise_id)
    keep_draft(db.session, child=me(), promise=one.promise, words=text("words"), at=now())
    return Response(status=204)


@pledges.get("/belofte/<promise_id>/nog-niet")
@needs("pledge.do")
def later(promise_id: str) -> Response:
    """After *nog niet*: that is fine; say why if you like, or rather not talk about it."""
    one = standing_of(my_board(), promise_id)
    return render("pledges/later.html", one=one, longest=LONGEST)


@dataclass(frozen=True)
class Plans:
    """An if-then plan: its first half, and second halves to choose from."""

    lead: str = ""
    halves: tuple[str, ...] = ()

    def begun(self, number: str) -> str:
        """The plan with this half, from 1, to go on writing from; empty where there is none."""
        known = number.isascii() and number.isdigit() and 1 <= int(number[:2]) <= len(self.halves)
        return f"{self.lead} {self.halves[int(number[:2]) - 1]}" if known else ""


def _page(one: Standing, written: str, fault: str = "", status: int = 200) -> Response:
    return render(
        "pledges/words.html", status, one=one, written=written, fault=fault, situation=_chosen(one),
        plans=_plans(one), shortest=SHORTEST, longest=LONGEST, step=step(one),
    )  # fmt: skip


def _chosen(one: Standing) -> tuple[Text, Text] | None:
    """The situation that was answered right and what was chosen in it, to show that it is understood."""
    right = next((answer for answer in one.answers if answer.right), None)
    sheet = answered_sheet(current().pupil_id, one.promise, right.item, school_settings()) if right else None
    if sheet is None or right is None or not isinstance(sheet.body, Single):
        return None
    option = next((option for option in sheet.body.options if option.id == right.choice), None)
    return (sheet.body.stem, option.text) if option else None


def _plans(one: Standing) -> Plans:
    """If-then plans to start from: the one that the pupil made in the lesson, else those that the module offers."""
    try:
        module = catalog.module(one.promise.module, school_settings())
    except catalog.NoSuchModule:
        return Plans()
    plan, mine = module.plan, plan_of(db.session, current().pupil_id, module.slug)
    if plan is None:
        return Plans()
    halves = [say(option.text) for option in plan.options]
    if mine is not None:
        made = next((say(option.text) for option in plan.options if option.id == mine.plan), mine.plan_text)
        halves = [made] if made else halves
    return Plans(say(plan.lead), tuple(halves))
