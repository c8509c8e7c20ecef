"""*Samen op één apparaat*: a classmate signs in here too, the two take turns, one goes on alone."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import own_path, render
from school.access import current, needs
from school.commands import pairs as commands
from school.forms.secret import Chosen, read_pictures, seal
from school.homes import home
from school.models import Pupil, SchoolClass
from school.queries.door import Tile, tile, tiles
from school.rules.own_secret import of_pictures, of_words
from school.sealed import Sealer
from school.views.blueprints import entrance
from school.views.welcome import sentence

WITH = "with"
"""The cookie's entry for the key of the classmate who is about to sign in here."""


@entrance.route("/samen", methods=["GET", "POST"])
@needs("lesson.do")
def together() -> Response:
    """Who works with you: the names of the class, or the two who sit here."""
    visitor = current()
    if visitor.partner is not None:
        return render("entrance/pair.html", partner=visitor.partner)
    mine = db.session.get_one(Pupil, visitor.pupil_id).key
    found = [one for one in tiles(db.session, visitor.class_id) if one.own and one.key != mine]
    if request.method != "POST":
        return render("entrance/pair_name.html", tiles=found)
    chosen = next((one for one in found if one.key == request.form.get("pupil")), None)
    if chosen is None:
        return render("entrance/pair_name.html", 422, tiles=found, mistake=_(commands.NoPartner.sentence))
    session[WITH] = chosen.key
    return redirect(url_for("entrance.pair_secret"), 303)


@entrance.route("/samen/geheim", methods=["GET", "POST"])
@needs("lesson.do")
def pair_secret() -> Response:
    """The classmate's own secret."""
    visitor, at = current(), now()
    other = tile(db.session, visitor.class_id, session.get(WITH))
    if other is None or visitor.partner is not None:
        return redirect(url_for("entrance.together"), 303)
    kind = db.session.get_one(SchoolClass, visitor.class_id).secret_kind
    if request.method != "POST":
        return _ask(other, kind, Chosen())
    chosen = Chosen()
    typed = of_words(request.form.get("words", ""))
    if kind == "pictures":
        chosen = read_pictures(request.form, _sealer(), f"pair:{other.key}", at)
        if not chosen.complete:
            return _ask(other, kind, chosen)
        typed = of_pictures(chosen.parts)
    partner = db.session.query(Pupil).filter_by(key=other.key).one()
    try:
        commands.join_pair(db.session, current_user.token, partner, typed, at=at)
    except Refusal as refusal:
        return _ask(other, kind, Chosen(), refusal.status, sentence(refusal))
    session.pop(WITH, None)
    flash(_("Jullie werken nu samen. Oefenen telt voor jullie allebei."), "goed")
    return redirect(home("pupil"), 303)


@entrance.post("/samen/beurt")
@needs("lesson.do")
def take_turns() -> Response:
    """The other one answers now."""
    commands.take_turns(db.session, current_user.token)
    return redirect(own_path(request.form.get("next"), home("pupil")), 303)


@entrance.post("/samen/alleen")
@needs("lesson.do")
def end_pair() -> Response:
    """Go on alone."""
    commands.end_pair(db.session, current_user.token)
    flash(_("Je werkt nu alleen verder."), "goed")
    return redirect(home("pupil"), 303)


def _ask(other: Tile, kind: str, chosen: Chosen, status: int = 200, mistake: str = "") -> Response:
    return render(
        "entrance/pair_secret.html", status, tile=other, kind=kind, mistake=mistake, chosen=len(chosen.parts),
        so_far=seal(chosen, _sealer(), f"pair:{other.key}", now()),
    )  # fmt: skip


def _sealer() -> Sealer:
    sealer: Sealer = current_app.extensions["sealer"]
    return sealer
