"""How the site works, one page for each kind of visitor; everybody may read all of them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from core.web import render
from school.access import current, needs

explain = Blueprint("explain", __name__)

PAGES = {
    "leerling": "classroom/help_pupil.html",
    "leerkracht": "classroom/help_teacher.html",
    "beheerder": "classroom/help_administrator.html",
}
OF_ROLE = {"pupil": "leerling", "teacher": "leerkracht", "administrator": "beheerder", "board": "beheerder"}


@explain.get("/uitleg")
@needs("public")
def start() -> Response:
    """To the page of the visitor's own role; without an account a choice of the three."""
    own = OF_ROLE.get(current().role)
    return redirect(url_for(".page", who=own)) if own else render("classroom/help.html")


@explain.get("/uitleg/<who>")
@needs("public")
def page(who: str) -> Response:
    """How the site works for a pupil, a teacher or an administrator."""
    if who not in PAGES:
        abort(404)
    return render(PAGES[who], who=who)
