"""Sign-in cards to print. The codes on them are shown once, on the page that answers the button."""

from __future__ import annotations

import random

from flask import current_app, g, request, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.settings import Settings
from core.web import render
from school.access import current, needs
from school.catalog import card_words
from school.commands.cards import LASTS, make_cards
from school.models import Pupil
from school.qr import qr_code
from school.queries import classes as queries
from school.views.blueprints import people
from school.views.classes import class_context

A_SHEET = 8


@people.route("/klas/<class_key>/kaartjes", methods=["GET", "POST"])
@needs("class.manage")
def cards(class_key: str) -> Response:
    """Choose for whom, then print."""
    rows = queries.roster(db.session, g.school_class, now())
    if request.method != "POST":
        return render("school/cards.html", rows=rows, days=LASTS.days, **class_context())
    chosen = set(request.form.getlist("pupil"))
    pupils = [pupil for pupil in _pupils(rows) if pupil.key in chosen]
    if not pupils:
        return render("school/cards.html", 422, rows=rows, days=LASTS.days, none_chosen=True, **class_context())
    return _print(pupils)


@people.route("/klas/<class_key>/leerlingen/<pupil_key>/kaartje", methods=["GET", "POST"])
@needs("class.manage")
def card_for(class_key: str, pupil_key: str) -> Response:
    """A new card for one child: the old secret goes."""
    if request.method != "POST":
        return render("school/card_for.html", pupil=g.pupil, days=LASTS.days, **class_context())
    return _print([g.pupil])


def _print(pupils: list[Pupil]) -> Response:
    made = make_cards(
        db.session, pupils, words=card_words(), rng=random.SystemRandom(), actor=current().actor, at=now()
    )
    printed = [(card, qr_code(_address(card.token))) for card in made]
    sheets = [printed[start : start + A_SHEET] for start in range(0, len(printed), A_SHEET)]
    return render("school/print_cards.html", sheets=sheets, count=len(made), until=made[0].until, **class_context())


def _address(token: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    base = settings.public_url or request.url_root
    return base.rstrip("/") + url_for("entrance.card", token=token)


def _pupils(rows: list[queries.Row]) -> list[Pupil]:
    """The pupils of the class in the order of the list."""
    place = {row.key: number for number, row in enumerate(rows)}
    found = [pupil for pupil in db.session.query(Pupil).filter_by(class_id=g.school_class.id) if pupil.key in place]
    return sorted(found, key=lambda pupil: place[pupil.key])
