"""The group of pages of this feature, and what they all need of a request."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, current_app, request, url_for
from flask_babel import gettext as _

from core.clock import now
from core.database import db
from core.languages import language
from core.refusal import Refusal
from pledges.queries.own import Board, Standing, board, child_of
from pledges.rules.child import Child
from pledges.seal.store import Seals
from school.access import current

pledges = Blueprint("pledges", __name__)


@pledges.context_processor
def _quiet_page() -> dict[str, str]:
    """The address of *Even stoppen*, which leads back here."""
    return {"stop_url": url_for("home.stop", terug=request.path)}


def seals() -> Seals:
    """Keys and heads of this installation."""
    found: Seals = current_app.extensions["seals"]
    return found


def me() -> Child:
    """The pupil who is asking: from the session, never from a form."""
    return child_of(db.session, current().pupil_id, language())


def my_board() -> Board:
    """The contract as the pupil who is asking has it."""
    return board(db.session, me(), now())


def standing_of(mine: Board, promise_id: str) -> Standing:
    """The promise in the address, or 404 where the school's contract does not have it."""
    found = mine.of(promise_id)
    if found is None:
        abort(404)
    return found


def said(refusal: Refusal) -> str:
    """The sentence of a refusal in the reader's language."""
    return str(_(refusal.sentence, **refusal.facts))


def full_address(endpoint: str, **values: Any) -> str:
    """An address for on paper or in a message: at PUBLIC_URL where that is set, else at the host that was asked."""
    public: str = current_app.extensions["settings"].public_url
    if not public:
        return url_for(endpoint, _external=True, **values)
    return public.rstrip("/") + url_for(endpoint, **values)


def fresh_token() -> str:
    """An id that a page makes for one submission of its form."""
    return secrets.token_urlsafe(18)
