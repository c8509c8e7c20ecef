"""Pages for everything that goes wrong: a code, what happened, what is kept, what to do now."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, current_app, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from core.database import db
from core.refusal import Refusal
from core.web import render

log = structlog.get_logger()

SENTENCES = {
    400: (
        _l("Dat verzoek klopt niet"),
        _l("Je browser stuurde iets wat deze site niet begrijpt. Ga terug en probeer het nog een keer."),
    ),
    401: (
        _l("Je bent niet ingelogd"),
        _l("Log in en ga verder waar je was."),
    ),
    403: (
        _l("Dit mag hier niet"),
        _l("Deze knop is nu niet voor jou. Vraag het aan je juf of meester."),
    ),
    404: (
        _l("Deze pagina is er niet"),
        _l("Misschien is het adres niet goed overgetypt. Ga naar het begin en zoek het daar."),
    ),
    405: (
        _l("Zo kan het niet"),
        _l("Ga terug en gebruik de knop op de pagina."),
    ),
    409: (
        _l("Dit is al anders"),
        _l("Iemand was je voor, of je deed dit al in een ander venster. Ververs de pagina en kijk hoe het nu staat."),
    ),
    410: (
        _l("Dit bestaat niet meer"),
        _l("Vraag je juf of meester om een nieuwe code."),
    ),
    413: (
        _l("Dat is te groot"),
        _l("Wat je stuurde is te lang of te groot. Maak het kleiner en probeer het opnieuw."),
    ),
    422: (
        _l("Dat lukte nog niet"),
        _l("Er ontbreekt iets, of er staat iets wat niet kan. Kijk het nog eens na."),
    ),
    429: (
        _l("Even wachten"),
        _l("Er is te vaak achter elkaar geprobeerd. Wacht een minuut en probeer het dan weer."),
    ),
    500: (
        _l("Er ging bij ons iets mis"),
        _l("Dit ligt niet aan jou. Wat je eerder verstuurde is bewaard. Probeer het over een minuut opnieuw."),
    ),
    503: (
        _l("Het lukt nu even niet"),
        _l("We konden dit nog niet bewaren. Laat de pagina open en probeer het over een minuut opnieuw."),
    ),
}


@dataclass(frozen=True)
class Unsent:
    """A form that could not be kept: its fields as they came, and whether its page sends it again by itself."""

    fields: tuple[tuple[str, str], ...]
    by_itself: bool


def init_errors(app: Flask) -> None:
    """Answer every error of ``app`` with a page in the reader's language, never with internals."""
    app.register_error_handler(CSRFError, _forgery)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unforeseen)


def error_page(code: int, sentence: str | None = None, unsent: Unsent | None = None) -> Response:
    """The page for ``code``; ``sentence`` says more precisely what happened.

    ``unsent`` is a form that the page offers to send once more, as it was.
    """
    title, usual = SENTENCES.get(code, SENTENCES[500 if code >= 500 else 400])
    return render(
        "errors/error.html",
        code,
        code=code,
        title=title,
        sentence=sentence or usual,
        unsent=unsent,
        request_id=g.get("request_id", ""),
    )


def _forgery(_error: CSRFError) -> Response:
    return error_page(
        400,
        _("Dit formulier was te oud of kwam uit een ander venster. Ga terug, ververs de pagina en stuur het opnieuw."),
    )


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    return error_page(error.code or 500)


def _refusal(refusal: Refusal) -> Response:
    return error_page(refusal.status, _(refusal.sentence, **refusal.facts))


def _database(error: OperationalError) -> Response:
    db.session.rollback()
    log.error("database", reason=type(error.orig).__name__ if error.orig else "unknown", endpoint=request.endpoint)
    response = error_page(503, unsent=current_app.extensions["unsent"]())
    response.headers["Retry-After"] = "3"
    return response


def _unforeseen(error: Exception) -> Response:
    db.session.rollback()
    log.error("unforeseen", kind=type(error).__name__, endpoint=request.endpoint, exc_info=error)
    return error_page(500)
