"""Sign-in cards and the choice of an own secret.

Opening the address of a card does nothing; pressing the button does.
"""

from __future__ import annotations

import random
from dataclasses import replace

from flask import current_app, request
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import needs
from school.catalog import easy_words
from school.commands import door as commands
from school.forms.secret import Chosen, read_pictures, seal
from school.models import Pupil
from school.rules.own_secret import NotTheSame, check_pictures, check_words, of_pictures, of_words
from school.sealed import Sealer
from school.views.blueprints import entrance
from school.views.welcome import admit_pupil, half_token, sentence


@entrance.route("/kaart/<token>", methods=["GET", "POST"])
@needs("public")
def card(token: str) -> Response:
    """What the QR code of a card opens. It looks the same for every token until the button is pressed."""
    if request.method != "POST":
        return render("entrance/card.html")
    try:
        return admit_pupil(commands.enter_by_card(db.session, token, at=now()))
    except Refusal as refusal:
        return render("entrance/card.html", refusal.status, mistake=sentence(refusal))


@entrance.route("/eigen-geheim", methods=["GET", "POST"])
@needs("public")
def own_secret() -> Response:
    """A child who came in by card chooses an own secret, twice the same."""
    at = now()
    pupil = commands.choosing_pupil(db.session, half_token(), at=at)
    kind = pupil.school_class.secret_kind
    if request.method != "POST":
        return _ask(pupil, kind, Chosen())
    try:
        if kind == "words":
            secret = check_words(request.form.get("words", ""), pupil.first_name)
            if of_words(request.form.get("repeat", "")) != secret:
                raise NotTheSame
        else:
            chosen = read_pictures(request.form, _sealer(), _purpose(pupil), at)
            if not chosen.complete:
                return _ask(pupil, kind, chosen)
            secret = check_pictures(chosen.parts)
            if not chosen.first:
                return _ask(pupil, kind, replace(chosen, parts=(), first=secret))
            if of_pictures(chosen.parts) != chosen.first:
                raise NotTheSame
        return admit_pupil(commands.choose_secret(db.session, half_token(), secret, at=at))
    except commands.NotChoosing:
        raise
    except Refusal as refusal:
        return _ask(pupil, kind, Chosen(), refusal.status, sentence(refusal))


def _ask(pupil: Pupil, kind: str, chosen: Chosen, status: int = 200, mistake: str = "") -> Response:
    return render(
        "entrance/own_secret.html", status, name=pupil.first_name, kind=kind, mistake=mistake,
        chosen=len(chosen.parts), second=bool(chosen.first),
        so_far=seal(chosen, _sealer(), _purpose(pupil), now()),
        ideas=random.SystemRandom().sample(easy_words(), 4),
    )  # fmt: skip


def _purpose(pupil: Pupil) -> str:
    return f"own-secret:{pupil.key}"


def _sealer() -> Sealer:
    sealer: Sealer = current_app.extensions["sealer"]
    return sealer
