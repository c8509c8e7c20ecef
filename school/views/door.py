"""The entrance for pupils: class code, name, secret. Nothing on these pages signs in by GET."""

from __future__ import annotations

from flask import current_app, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import own_path, render
from school.access import current, needs
from school.commands import door as commands
from school.forms.secret import Chosen, read_pictures, seal
from school.homes import home
from school.queries import door as queries
from school.rules.own_secret import of_pictures, of_words
from school.sealed import Sealer
from school.views.blueprints import entrance
from school.views.welcome import admit_pupil, first_run_due, sentence

NOTHING = Chosen()


@entrance.route("/", methods=["GET", "POST"])
@needs("public")
def class_code() -> Response:
    """The front page: type the code of the class."""
    if request.method != "POST":
        if current().signed_in:
            return redirect(home(current().role))
        if first_run_due():
            return redirect(url_for("entrance.first_run"))
        if "next" in request.args:
            session["next"] = own_path(request.args["next"], "")
        return render("entrance/class_code.html")
    typed = request.form.get("code", "")
    try:
        group = commands.find_class(db.session, typed, at=now())
    except Refusal as refusal:
        return render("entrance/class_code.html", refusal.status, typed=typed[:20], mistake=sentence(refusal))
    session["class"] = group.key
    session.pop("pupil", None)
    return redirect(url_for("entrance.name"), 303)


@entrance.route("/wie", methods=["GET", "POST"])
@needs("public")
def name() -> Response:
    """The names in the class, as tiles."""
    door = queries.door(db.session, session.get("class"), now())
    if door is None:
        return _lost()
    if not door.open:
        return render("entrance/closed.html", commands.ClassClosed.status, door=door)
    if request.method != "POST":
        return _names(door)
    tile = queries.tile(db.session, door.id, request.form.get("pupil"))
    if tile is None:
        return _names(door, 422, mistake=_("Kies je naam uit deze klas."))
    session["pupil"] = tile.key
    return redirect(url_for("entrance.secret"), 303)


@entrance.route("/geheim", methods=["GET", "POST"])
@needs("public")
def secret() -> Response:
    """The child's own secret: four pictures, four words, or the code of a new card."""
    at = now()
    door = queries.door(db.session, session.get("class"), at)
    tile = queries.tile(db.session, door.id, session.get("pupil")) if door else None
    if door is None or tile is None:
        return _lost()
    kind = door.secret_kind if tile.own else "card"
    if request.method != "POST":
        return _ask(door, tile, kind)
    if kind == "pictures":
        chosen = read_pictures(request.form, _sealer(), f"secret:{tile.key}", at)
        if not chosen.complete:
            return _ask(door, tile, kind, chosen)
        typed = of_pictures(chosen.parts)
    else:
        typed = of_words(request.form.get("words", ""))
    try:
        entry = commands.enter(db.session, class_key=door.key, pupil_key=tile.key, secret=typed, at=at)
    except Refusal as refusal:
        return _ask(door, tile, kind, status=refusal.status, mistake=sentence(refusal))
    return admit_pupil(entry)


def _names(door: queries.Door, status: int = 200, mistake: str = "") -> Response:
    return render(
        "entrance/name.html", status, door=door, teachers=queries.teachers(db.session, door.id, now()),
        tiles=queries.tiles(db.session, door.id), mistake=mistake,
    )  # fmt: skip


def _ask(
    door: queries.Door, tile: queries.Tile, kind: str, chosen: Chosen = NOTHING, status: int = 200, mistake: str = ""
) -> Response:
    return render(
        "entrance/secret.html", status, door=door, tile=tile, kind=kind, mistake=mistake, chosen=len(chosen.parts),
        so_far=seal(chosen, _sealer(), f"secret:{tile.key}", now()),
    )  # fmt: skip


def _lost() -> Response:
    """The class or the name is gone, or was never chosen in this browser."""
    if request.method == "POST":
        words = _("Je was te lang weg, of je klas is veranderd. Typ de code van je klas nog een keer.")
        return render("entrance/class_code.html", 410, mistake=words)
    return redirect(url_for("entrance.class_code"))


def _sealer() -> Sealer:
    sealer: Sealer = current_app.extensions["sealer"]
    return sealer
