"""For at home: the parent line by link, and the talk card. Links need no account, name nobody and end after 14 days."""

from __future__ import annotations

from random import SystemRandom

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from core.clock import local_day, now
from core.database import db
from core.languages import language
from core.web import render, school_settings, this_year
from pledges.commands.home import SIGN, TALK, live_link, make_sign_link, make_talk_link, tick
from pledges.forms import text
from pledges.queries.home import Shared, TalkCard, choices_to_share, signed_texts, talk_card_of
from pledges.queries.own import child_of
from pledges.views.blueprint import full_address, me, my_board, pledges, seals
from school.access import current, needs


@pledges.get("/belofte/thuis")
@needs("pledge.do")
def sign_link() -> Response:
    """Ask for a link with which somebody at home signs along, or print the line for on paper."""
    return render("pledges/sign_link.html", board=my_board(), address="", until=None)


@pledges.post("/belofte/thuis")
@needs("pledge.do")
def make_link() -> Response:
    """Make the link; it is shown once."""
    child = me()
    token = make_sign_link(db.session, child=child, rng=SystemRandom(), at=now())
    until = local_day(live_link(db.session, token, SIGN, now()).expires_at)
    address = full_address(".sign_along_at_home", token=token)
    return render("pledges/sign_link.html", board=my_board(), address=address, until=until)


@pledges.get("/samen/<token>")
@needs("public")
def sign_along_at_home(token: str) -> Response:
    """The promises of one child, without a name, and a tick."""
    row = live_link(db.session, token, SIGN, now())
    texts = signed_texts(db.session, row.pupil_id, now())
    return render("pledges/at_home.html", token=token, texts=texts, ticked=row.ticked_at, fault="")


@pledges.post("/samen/<token>")
@needs("public")
def tick_at_home(token: str) -> Response:
    """Somebody at home ticked. No name is asked or kept."""
    row = live_link(db.session, token, SIGN, now())
    if "gezien" not in request.form:
        texts = signed_texts(db.session, row.pupil_id, now())
        return render("pledges/at_home.html", 422, token=token, texts=texts, ticked=row.ticked_at, fault="tick")
    tick(db.session, seals(), token=token, child=child_of(db.session, row.pupil_id, language()), at=now())
    return redirect(url_for(".sign_along_at_home", token=token), 303)


@pledges.get("/praatkaart")
@needs("pledge.do")
def talk_card() -> Response:
    """Choose one own choice to share at home."""
    return render("pledges/talk_choice.html", choices=_choices(), fault="")


@pledges.post("/praatkaart")
@needs("pledge.do")
def make_talk_card() -> Response:
    """The card of the chosen choice, to print, with a link that ends."""
    shared = _choices()
    chosen = next((one for one in shared if one.item == text("keuze")), None)
    if chosen is None:
        return render("pledges/talk_choice.html", 422, choices=shared, fault="choose")
    shows = {"item": chosen.item, "choice": chosen.choice}
    token = make_talk_link(db.session, child=me(), shows=shows, rng=SystemRandom(), at=now())
    until = local_day(live_link(db.session, token, TALK, now()).expires_at)
    address = full_address(".talk_card_at_home", token=token)
    return render("pledges/talk_card.html", card=_card(shows), address=address, until=until)


@pledges.get("/praatkaart/<token>")
@needs("public")
def talk_card_at_home(token: str) -> Response:
    """The same card behind a link."""
    row = live_link(db.session, token, TALK, now())
    card = talk_card_of(db.session, row.school_id, row.shows, language(), this_year())
    if card is None:
        abort(404)
    return render("pledges/talk_card.html", card=card, address="", until=local_day(row.expires_at))


def _choices() -> list[Shared]:
    contract = my_board().contract
    return choices_to_share(db.session, current().pupil_id, contract, school_settings(), language(), this_year())


def _card(shows: dict[str, str]) -> TalkCard:
    card = talk_card_of(db.session, current().school_id, shows, language(), this_year())
    if card is None:
        abort(404)
    return card
