"""Sign-in cards to print: for one child, a class, the school. The codes are shown once, in the answer to the button."""

from __future__ import annotations

import random
from collections.abc import Sequence

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.languages import language
from core.pictures import secret_pictures
from core.settings import Settings
from core.web import render
from school.access import current, needs
from school.catalog import card_words
from school.commands.cards import LASTS, Card, make_cards
from school.models import Pupil, SchoolClass
from school.paper.cards import A_SHEET, CardWords, PaperCard, set_cards
from school.qr import qr_code
from school.queries import classes as queries
from school.queries.cards import class_pupils, waiting_cards
from school.views.blueprints import people, team
from school.views.classes import class_context

MOST = 400
"""Cards in one go: each takes a moment of hashing, and a school that needs more prints per class."""


@people.route("/klas/<class_key>/kaartjes", methods=["GET", "POST"])
@needs("class.manage")
def cards(class_key: str) -> Response:
    """Choose for whom, then print."""
    rows = queries.roster(db.session, g.school_class, now())
    if request.method != "POST":
        return render("school/cards.html", rows=rows, days=LASTS.days, **class_context())
    chosen = set(request.form.getlist("pupil"))
    pupils = [pupil for pupil in class_pupils(db.session, g.school_class) if pupil.key in chosen]
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


@team.route("/beheer/kaartjes", methods=["GET", "POST"])
@needs("school.manage")
def school_cards() -> Response:
    """Cards for everybody in the school who has no own secret yet, in one file, class by class."""
    found = waiting_cards(db.session, current(), now())
    chosen = set(request.form.getlist("class"))
    pupils = [pupil for row in found if row.group.key in chosen for pupil in row.waiting]
    if request.method != "POST" or not pupils or len(pupils) > MOST:
        mistake = ""
        if request.method == "POST":
            mistake = _("Kies minstens één klas met leerlingen zonder eigen geheim.")
            if pupils:
                mistake = _("Dat zijn er meer dan %(most)s tegelijk. Kies minder klassen.", most=MOST)
        return render(
            "school/school_cards.html", 422 if mistake else 200, rows=found, days=LASTS.days, mistake=mistake,
            here="cards",
        )  # fmt: skip
    return _pdf(pupils, _made(pupils))


def _print(pupils: Sequence[Pupil]) -> Response:
    made = _made(pupils)
    if request.form.get("form") == "pdf":
        return _pdf(pupils, made)
    printed = [(card, qr_code(_address(card.token))) for card in made]
    sheets = [printed[start : start + A_SHEET] for start in range(0, len(printed), A_SHEET)]
    return render("school/print_cards.html", sheets=sheets, count=len(made), until=made[0].until, **class_context())


def _pdf(pupils: Sequence[Pupil], made: Sequence[Card]) -> Response:
    names = dict(secret_pictures())
    on_paper = [
        _on_paper(card, pupil.school_class, names.get(card.sign, "")) for card, pupil in zip(made, pupils, strict=True)
    ]
    words = CardWords(language(), _("Inlogkaartjes"), _("klas"), _("code"), _("QR-code om mee in te loggen"))
    answer = Response(set_cards(on_paper, words, at=now()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="inlogkaartjes.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _on_paper(card: Card, group: SchoolClass, sign: str) -> PaperCard:
    words = {"words": _("Deze code werkt één keer. Daarna kies je zelf vier woorden.")}
    after = words.get(group.secret_kind, _("Deze code werkt één keer. Daarna kies je zelf vier plaatjes."))
    drawn = str(qr_code(_address(card.token))).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return PaperCard(card.name, sign, card.code, drawn, group.name, group.code, after)


def _made(pupils: Sequence[Pupil]) -> list[Card]:
    return make_cards(
        db.session, pupils, words=card_words(), rng=random.SystemRandom(), actor=current().actor, at=now()
    )


def _address(token: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    base = settings.public_url or request.url_root
    return base.rstrip("/") + url_for("entrance.card", token=token)
