"""The certificate: choose what stands on it, see it, print it."""

from __future__ import annotations

from random import SystemRandom

from flask import redirect, url_for
from werkzeug.wrappers import Response

from core.clock import now, year_label
from core.database import db
from core.refusal import Refusal
from core.web import render
from pledges.commands.certificates import MOST_ON_CERTIFICATE, make_certificate
from pledges.forms import chosen_promises
from pledges.queries.certificate import latest_paper
from pledges.rules.child import year_of
from pledges.rules.writing import path_of
from pledges.views.blueprint import full_address, me, my_board, pledges, said
from pledges.views.certificate_words import sealed_pdf
from school.access import current, needs

KINDS = {"typed": "naam", "drawn": "tekenen", "stamp": "stempel", "paper": "naam"}
"""Way of signing → how a signature is drawn."""


@pledges.get("/akte")
@needs("pledge.do")
def certificate() -> Response:
    """The certificate chosen last, or the choice."""
    child, at = me(), now()
    paper = latest_paper(db.session, child, year_of(at))
    if paper is None:
        return _choose()
    sign = {"kind": KINDS[paper.way], "name": paper.first_name, "strokes": path_of(paper.strokes)}
    address = full_address(".check")
    return render(
        "pledges/certificate.html", paper=paper, sign=sign, year=year_label(paper.year), check_address=address
    )


@pledges.get("/akte.pdf")
@needs("pledge.do")
def certificate_pdf() -> Response:
    """The same on one A4 as a file, with the seal of the school on it."""
    child, at = me(), now()
    paper = latest_paper(db.session, child, year_of(at))
    if paper is None:
        return redirect(url_for(".certificate_choice"))
    sealed = sealed_pdf(paper, current().school_id, at)
    response = Response(sealed, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="mijn-belofte.pdf"'
    return response


@pledges.get("/akte/keuze")
@needs("pledge.do")
def certificate_choice() -> Response:
    """Choose one to three promises."""
    return _choose()


@pledges.post("/akte")
@needs("pledge.do")
def choose_certificate() -> Response:
    """Make the certificate with the chosen promises."""
    try:
        make_certificate(db.session, child=me(), promise_ids=chosen_promises(), rng=SystemRandom(), at=now())
    except Refusal as refusal:
        return _choose(said(refusal), refusal.status)
    return redirect(url_for(".certificate"), 303)


def _choose(fault: str = "", status: int = 200) -> Response:
    return render(
        "pledges/certificate_choice.html", status, board=my_board(), chosen=chosen_promises(), fault=fault,
        most=MOST_ON_CERTIFICATE,
    )  # fmt: skip
