"""The list of a class: who is in it, adding from a paste, changing one pupil."""

from __future__ import annotations

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.audit import note_read
from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import class_for, current, needs
from school.commands import pupils as commands
from school.forms.roster import RosterList, from_form, from_paste
from school.queries import classes as queries
from school.views.blueprints import people
from school.views.classes import class_context
from school.views.welcome import sentence


@people.get("/klas/<class_key>/leerlingen")
@needs("class.manage")
def roster(class_key: str) -> Response:
    """Everybody in the class, how they sign in, and who can still come back."""
    at = now()
    _seen("roster", f"class:{class_key}")
    return render(
        "school/roster.html", rows=queries.roster(db.session, g.school_class, at),
        gone=queries.removed(db.session, g.school_class, at), open_now=queries.open_now(g.school_class, at),
        **class_context(),
    )  # fmt: skip


@people.route("/klas/<class_key>/leerlingen/erbij", methods=["GET", "POST"])
@needs("class.manage")
def add(class_key: str) -> Response:
    """Paste names, check the list, put the pupils into the class."""
    rows = queries.roster(db.session, g.school_class, now())
    present = [row.name for row in rows]
    if request.method != "POST":
        return render("school/paste.html", **class_context())
    if "count" not in request.form:
        listed = from_paste(request.form.get("names", "")[:20_000], g.school_class.years, present)
        if not listed.entries:
            words = _("We lezen hier nog geen namen. Zet elke voornaam op een eigen regel.")
            return render("school/paste.html", 422, mistake=words, **class_context())
        return _check(listed, len(rows))
    listed = from_form(request.form, g.school_class.years, present)
    if not listed.ready:
        asking = any(one.open for one in listed.entries)
        words = _("Er vraagt nog iets een keuze.") if asking else _("Zo komt er niemand bij.")
        return _check(listed, len(rows), 422, words)
    seen = request.form.get("seen", "")
    try:
        added = commands.add_pupils(
            db.session, g.school_class, listed.wished, seen=int(seen) if seen.isascii() and seen.isdigit() else -1,
            actor=current().actor, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _check(listed, len(queries.roster(db.session, g.school_class, now())), refusal.status, sentence(refusal))
    flash(ngettext("%(num)s leerling staat in de klas.", "%(num)s leerlingen staan in de klas.", len(added)), "goed")
    return redirect(url_for("people.cards", class_key=class_key), 303)


@people.route("/klas/<class_key>/leerlingen/<pupil_key>", methods=["GET", "POST"])
@needs("class.manage")
def pupil(class_key: str, pupil_key: str) -> Response:
    """One pupil: name as shown, jaargroep, route, picture beside the name."""
    if request.method != "POST":
        _seen("card", f"pupil:{pupil_key}")
        return _one()
    try:
        commands.change_pupil(
            db.session, g.pupil, name=request.form.get("name", ""), year=_year(), route=request.form.get("route", ""),
            sign=request.form.get("sign", ""), actor=current().actor, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _one(refusal)
    flash(_("%(name)s is veranderd.", name=g.pupil.first_name), "goed")
    return _back(class_key)


@people.post("/klas/<class_key>/leerlingen/<pupil_key>/wacht")
@needs("class.manage")
def lift_wait(class_key: str, pupil_key: str) -> Response:
    """Let a child that typed wrong secrets try again at once."""
    commands.lift_wait(db.session, g.pupil, actor=current().actor, at=now())
    flash(_("%(name)s kan het meteen weer proberen.", name=g.pupil.first_name), "goed")
    return _back(class_key)


@people.post("/klas/<class_key>/leerlingen/<pupil_key>/verhuizing")
@needs("class.manage")
def move(class_key: str, pupil_key: str) -> Response:
    """Put a child into another class."""
    target = class_for(db.session, current(), request.form.get("class", ""), now())
    year = _year()
    if target is not None and year not in target.years:
        year = g.pupil.year_group if g.pupil.year_group in target.years else target.years[0]
    try:
        commands.move_pupil(db.session, g.pupil, target, year=year, actor=current().actor, at=now())
    except Refusal as refusal:
        return _one(refusal)
    flash(_("%(name)s zit nu in %(group)s.", name=g.pupil.first_name, group=target.name if target else ""), "goed")
    return _back(class_key)


@people.post("/klas/<class_key>/leerlingen/<pupil_key>/weg")
@needs("class.manage")
def remove(class_key: str, pupil_key: str) -> Response:
    """The child left the school, or was put in by mistake."""
    act = commands.leave if request.form.get("reason") == "left" else commands.delete_pupil
    act(db.session, g.pupil, actor=current().actor, at=now())
    flash(_("%(name)s is weg uit de klas. Je kunt dat 30 dagen ongedaan maken.", name=g.pupil.first_name), "goed")
    return _back(class_key)


@people.post("/klas/<class_key>/leerlingen/terug")
@needs("class.manage")
def restore(class_key: str) -> Response:
    """Bring a child back into the class."""
    gone = queries.removed_pupil(db.session, g.school_class, request.form.get("pupil", ""))
    if gone is None:
        abort(404)
    commands.restore_pupil(db.session, gone, actor=current().actor, at=now())
    flash(_("%(name)s is terug in de klas.", name=gone.first_name), "goed")
    return _back(class_key)


def _seen(kind: str, subject: str) -> None:
    visitor = current()
    note_read(db.session, school_id=visitor.school_id, actor=visitor.actor, kind=kind, subject=subject, at=now())


def _check(listed: RosterList, seen: int, status: int = 200, mistake: str = "") -> Response:
    return render("school/check.html", status, listed=listed, seen=seen, mistake=mistake, **class_context())


def _one(refusal: Refusal | None = None) -> Response:
    others = [one for one in queries.classes_of(db.session, current(), now()) if one.id != g.school_class.id]
    rows = queries.roster(db.session, g.school_class, now())
    return render(
        "school/pupil.html", refusal.status if refusal else 200, mistake=sentence(refusal) if refusal else "",
        pupil=g.pupil, row=next((row for row in rows if row.key == g.pupil.key), None), others=others,
        **class_context(),
    )  # fmt: skip


def _year() -> int:
    typed = request.form.get("year", "")
    return int(typed) if typed in ("5", "6", "7", "8") else 0


def _back(class_key: str) -> Response:
    return redirect(url_for("people.roster", class_key=class_key), 303)
