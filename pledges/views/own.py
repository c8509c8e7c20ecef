"""My promises: all of them, and one by itself."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.web import own_path, render
from pledges.commands.choosing import no_talk, wish_to_talk
from pledges.commands.withdrawing import withdraw
from pledges.forms import why
from pledges.queries.own import Standing
from pledges.rules.opening import Next
from pledges.views.blueprint import me, my_board, pledges, seals, standing_of
from school.access import needs


@pledges.get("/belofte")
@needs("pledge.do")
def overview() -> Response:
    """What a promise is, every promise with where the pupil stands, and what the school promises."""
    return render("pledges/overview.html", board=my_board(), step=step)


@pledges.get("/belofte/<promise_id>")
@needs("pledge.do")
def promise(promise_id: str) -> Response:
    """One promise to read or hear, with the rule behind it and the one thing to do next."""
    mine = my_board()
    one = standing_of(mine, promise_id)
    return render("pledges/promise.html", board=mine, one=one, step=step(one))


@pledges.post("/belofte/<promise_id>/intrekking")
@needs("pledge.do")
def take_back(promise_id: str) -> Response:
    """Take a pledge back: no reason, no consequence."""
    standing_of(my_board(), promise_id)
    withdraw(db.session, seals(), child=me(), promise_id=promise_id, at=now())
    flash(_("Je hebt deze belofte teruggenomen. Dat mag altijd. Je kunt later opnieuw kiezen."))
    return redirect(url_for(".promise", promise_id=promise_id), 303)


@pledges.post("/belofte/<promise_id>/gesprek")
@needs("pledge.do")
def talk(promise_id: str) -> Response:
    """The pupil would like to talk about a promise."""
    one = standing_of(my_board(), promise_id)
    wish_to_talk(db.session, child=me(), promise=one.promise, why=why(), at=now())
    flash(_("Je juf of meester weet nu dat je erover wilt praten."), "goed")
    return redirect(own_path(request.form.get("next"), url_for(".promise", promise_id=promise_id)), 303)


@pledges.post("/belofte/<promise_id>/geen-gesprek")
@needs("pledge.do")
def rather_not(promise_id: str) -> Response:
    """The pupil would rather not talk about it now."""
    one = standing_of(my_board(), promise_id)
    no_talk(db.session, child=me(), promise=one.promise, at=now())
    flash(_("Goed. Je hoeft er nu niet over te praten."))
    return redirect(url_for(".promise", promise_id=promise_id), 303)


def step(one: Standing) -> str:
    """What comes next for a promise: ``understand``, ``talk``, ``lesson``, ``words``, ``sign`` or nothing (signed)."""
    if one.ready:
        return "sign"
    if one.stands:
        return ""
    if not one.understood:
        return "talk" if one.next is Next.TALK else "understand"
    return "words" if one.open else "lesson"
