"""Reading what a lesson page sent."""

from __future__ import annotations

import secrets

from flask import request

from lessons.steps.play import Form

ONCE = "_once"
"""Field with an id that the page made for this submission; the same id counts once."""

STATE = "_state"
"""Field in which a preview carries what was answered so far."""

SITE_FIELDS = frozenset({"csrf_token", "next", ONCE, STATE})


def sent() -> Form:
    """The fields of the step itself."""
    return {name: values for name, values in request.form.lists() if name not in SITE_FIELDS}


def once() -> str:
    """The submission id that came with the form; empty when it has none."""
    return request.form.get(ONCE, "")


def fresh_once() -> str:
    """A new submission id for a page."""
    return secrets.token_urlsafe(12)
