"""Making, changing, opening and deleting classes."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs
from school.commands import classes as commands
from school.models import SECRET_KINDS, SIGN_IN_TIMES
from school.queries import classes as queries
from school.rules.hours import UNDO
from school.views.blueprints import people
from school.views.welcome import sentence


@people.route("/klas/nieuw", methods=["GET", "POST"])
@needs("class.make")
def new_class() -> Response:
    """Make a class; the teacher who makes it is tied to it."""
    visitor = current()
    if request.method != "POST":
        return render("school/new_class.html", all_years=commands.YEARS)
    tied = [visitor.staff_id] if visitor.role == "teacher" or "mine" in request.form else []
    try:
        group = commands.make_class(
            db.session, _wish(), school_id=visitor.school_id, staff_ids=tied, actor=visitor.actor, at=now()
        )
    except Refusal as refusal:
        return render("school/new_class.html", refusal.status, all_years=commands.YEARS, mistake=sentence(refusal))
    return redirect(url_for("people.add", class_key=group.key), 303)


@people.route("/klas/<class_key>/instellingen", methods=["GET", "POST"])
@needs("class.manage")
def settings(class_key: str) -> Response:
    """Name, jaargroepen, kind of secret, sign-in time, code."""
    if request.method != "POST":
        return _page()
    try:
        commands.change_class(db.session, g.school_class, _wish(), actor=current().actor, at=now())
    except Refusal as refusal:
        return _page(refusal)
    flash(_("De klas is veranderd."), "goed")
    return redirect(url_for("people.settings", class_key=class_key), 303)


@people.post("/klas/<class_key>/instellingen/code")
@needs("class.manage")
def renew_code(class_key: str) -> Response:
    """Give the class another code."""
    commands.renew_code(db.session, g.school_class, actor=current().actor, at=now())
    flash(_("De klas heeft een nieuwe code. De oude werkt niet meer."), "goed")
    return redirect(url_for("people.settings", class_key=class_key), 303)


@people.post("/klas/<class_key>/open")
@needs("class.manage")
def opening(class_key: str) -> Response:
    """Open the class for two hours, or close it and sign everybody out."""
    if request.form.get("state") == "closed":
        commands.close_class(db.session, g.school_class, actor=current().actor, at=now())
        flash(_("Iedereen in de klas is uitgelogd."), "goed")
    else:
        commands.open_class(db.session, g.school_class, actor=current().actor, at=now())
        flash(_("De klas is twee uur open."), "goed")
    return redirect(url_for("people.roster", class_key=class_key), 303)


@people.route("/klas/<class_key>/weg", methods=["GET", "POST"])
@needs("class.manage")
def delete_class(class_key: str) -> Response:
    """Take the class away, after a question."""
    if request.method != "POST":
        pupils = len(queries.roster(db.session, g.school_class, now()))
        return render("school/delete_class.html", pupils=pupils, **class_context())
    commands.delete_class(db.session, g.school_class, actor=current().actor, at=now())
    flash(_("%(group)s is weggehaald. Je kunt de klas 30 dagen terugzetten.", group=g.school_class.name), "goed")
    return redirect(url_for("people.deleted"), 303)


@people.route("/klas/weggehaald", methods=["GET", "POST"])
@needs("class.make")
def deleted() -> Response:
    """The classes that can still come back."""
    gone = queries.deleted_classes(db.session, current(), now())
    if request.method != "POST":
        return render("school/deleted_classes.html", gone=gone, undo=UNDO)
    group = next((one for one in gone if one.key == request.form.get("class")), None)
    if group is None:
        abort(404)
    commands.restore_class(db.session, group, actor=current().actor, at=now())
    flash(_("%(group)s is terug.", group=group.name), "goed")
    return redirect(url_for("people.roster", class_key=group.key), 303)


def class_context() -> dict[str, Any]:
    """What every page of a class shows above it."""
    names = [one.name for one in queries.teachers(db.session, g.school_class.id, now())]
    return {"group": g.school_class, "teachers": names, "place": "leerlingen"}


def _wish() -> commands.ClassWish:
    years = [int(year) for year in request.form.getlist("year") if year in ("5", "6", "7", "8")]
    kind, time = request.form.get("secret_kind", SECRET_KINDS[0]), request.form.get("sign_in_time", SIGN_IN_TIMES[1])
    return commands.ClassWish(request.form.get("name", ""), years, kind, time)


def _page(refusal: Refusal | None = None) -> Response:
    return render(
        "school/settings.html", refusal.status if refusal else 200, mistake=sentence(refusal) if refusal else "",
        all_years=commands.YEARS, open_now=queries.open_now(g.school_class, now()), **class_context(),
    )  # fmt: skip
