"""A school's own pages: our agreements for pupils, parents, the team and the school."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agreements.queries import pages as queries
from agreements.schema import Audience
from core.database import db
from core.web import render
from school.access import current, needs

agreements = Blueprint("agreements", __name__)

PLACES: dict[str, Audience] = {"leerlingen": "pupil", "ouders": "parent", "team": "staff", "school": "school"}
NAMES: dict[Audience, object] = {
    "pupil": _l("Leerlingen"),
    "parent": _l("Ouders en verzorgers"),
    "staff": _l("Het team"),
    "school": _l("De school"),
}
TITLES: dict[Audience, object] = {
    "pupil": _l("Onze afspraken"),
    "parent": _l("Afspraken voor ouders en verzorgers"),
    "staff": _l("Afspraken voor het team"),
    "school": _l("Wat de school afspreekt en doet"),
}


@agreements.route("/afspraken", defaults={"place": "leerlingen"})
@agreements.route("/afspraken/<any(ouders, team, school):place>")
@needs("signed-in")
def own(place: str) -> Response:
    """The page of an audience at the visitor's own school."""
    return _page(current().school_id, place, lambda to: url_for("agreements.own", place=to))


@agreements.route("/afspraken/leerlingen")
@needs("signed-in")
def pupils() -> Response:
    """Another address of the pupils' page."""
    return redirect(url_for("agreements.own"))


@agreements.route("/afspraken/van/<key>", defaults={"place": "leerlingen"})
@agreements.route("/afspraken/van/<key>/<any(ouders, team, school):place>")
@needs("agreements.read")
def public(key: str, place: str) -> Response:
    """The same for everybody, at schools that chose so."""
    school = queries.public_school(db.session, key)
    if school is None:
        abort(404)
    return _page(school.id, place, lambda to: url_for("agreements.public", key=key, place=to))


def _page(school_id: int, place: str, address: Callable[[str], str]) -> Response:
    audience = PLACES[place]
    links = [(NAMES[who], address(name), who == audience) for name, who in PLACES.items()]
    template = "agreements/staff_page.html" if current().is_staff else "agreements/page.html"
    return render(
        template, page=queries.page(db.session, school_id, audience), title=TITLES[audience], links=links,
        audience=audience,
    )  # fmt: skip
