"""A list of pupils from a file: chosen, checked on the screen, put in. For a whole school, or for one class."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.clock import local_day, now, school_year
from core.database import db
from core.marked import N_
from core.refusal import Refusal
from core.settings import Settings, secret
from core.web import render
from school.access import current, needs
from school.commands.classes import YEARS
from school.commands.importing import Imported, ListChanged, put_in
from school.forms import upload
from school.models import School, SchoolClass
from school.queries.importing import standing
from school.rules.listed import Listed
from school.rules.matching import NEW, SKIP, Choices, plan, seen
from school.sealed import Sealer
from school.views.blueprints import people, team
from school.views.classes import class_context
from school.views.welcome import sentence

KINDS = {
    "surname": N_("achternamen"), "birth": N_("geboortedata"), "email": N_("e-mailadressen"),
    "number": N_("nummers zoals BSN en ECK iD"), "address": N_("adressen"), "phone": N_("telefoonnummers"),
    "origin": N_("herkomst en nationaliteit"), "gender": N_("geslacht"), "weight": N_("leerlinggewicht"),
    "photo": N_("foto's"), "account": N_("gebruikersnamen"),
}  # fmt: skip
"""What a file may hold and is never taken, in the reader's words."""


@team.route("/beheer/leerlingen", methods=["GET", "POST"])
@needs("school.manage")
def import_school() -> Response:
    """The list of the whole school."""
    return _import(None)


@people.route("/klas/<class_key>/leerlingen/bestand", methods=["GET", "POST"])
@needs("class.manage")
def import_class(class_key: str) -> Response:
    """The list of one class; other groups in the file stay out."""
    return _import(g.school_class)


def _import(only: SchoolClass | None) -> Response:
    if request.method != "POST":
        return _choose(only)
    try:
        if "listed" not in request.form:
            school = db.session.get_one(School, current().school_id)
            year = school_year(local_day(now()))
            return _check(upload.read_upload(request.files.get("file"), _key(), school.key, year), only, Choices())
        listed = upload.unseal(request.form["listed"], _sealer(), _purpose(only), now())
    except Refusal as refusal:
        return _choose(only, refusal)
    chosen = upload.choices(request.form)
    try:
        done = put_in(
            db.session, listed, chosen, school_id=current().school_id, only=only, shown=request.form.get("seen", ""),
            actor=current().actor, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        again = isinstance(refusal, ListChanged) and "again" in request.form
        return _check(listed, only, chosen, None if again else refusal)
    return _done(done, only)


def _done(done: Imported, only: SchoolClass | None) -> Response:
    if not done.changed:
        flash(_("Alles stond er al. Er is niets veranderd."), "goed")
    for number, words in (
        (done.added, ngettext("%(num)s leerling erbij.", "%(num)s leerlingen erbij.", done.added)),
        (done.moved, ngettext("%(num)s leerling verhuisd.", "%(num)s leerlingen verhuisd.", done.moved)),
        (done.back, ngettext("%(num)s leerling terug.", "%(num)s leerlingen terug.", done.back)),
        (done.left, ngettext("%(num)s leerling van school.", "%(num)s leerlingen van school.", done.left)),
    ):
        if number:
            flash(words, "goed")
    if only is not None:
        return redirect(url_for("people.cards" if done.added else "people.roster", class_key=only.key), 303)
    return redirect(url_for("team.school_cards" if done.added else "team.import_school"), 303)


def _choose(only: SchoolClass | None, refusal: Refusal | None = None) -> Response:
    return render(
        "school/import_class.html" if only else "school/import.html", refusal.status if refusal else 200,
        mistake=sentence(refusal) if refusal else "", **_context(only),
    )  # fmt: skip


def _check(listed: Listed, only: SchoolClass | None, chosen: Choices, refusal: Refusal | None = None) -> Response:
    at = now()
    school = standing(db.session, current().school_id, at, only)
    places = {place.key: place for place in school.places}
    left_out = [_(KINDS[kind]) for kind in listed.left_out]
    return render(
        "school/import_check_class.html" if only else "school/import_check.html", refusal.status if refusal else 200,
        mistake=sentence(refusal) if refusal else "", listed=listed, plan=plan(listed, school, chosen),
        seen=seen(listed, school, chosen), places=places, may_make=school.new, all_years=YEARS, chosen=chosen,
        carried=upload.seal(listed, _sealer(), _purpose(only), at), left_out=left_out,
        skip=SKIP, new=NEW, **_context(only),
    )  # fmt: skip


def _context(only: SchoolClass | None) -> dict[str, Any]:
    return class_context() if only is not None else {"here": "pupils"}


def _purpose(only: SchoolClass | None) -> str:
    return f"roster:{current().actor}:{only.key if only else 'school'}"


def _key() -> bytes:
    settings: Settings = current_app.extensions["settings"]
    return secret(settings, "roster")


def _sealer() -> Sealer:
    sealer: Sealer = current_app.extensions["sealer"]
    return sealer
