"""Posted forms as plain data."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

from quizzes.types.base import Form

OWN_FIELDS = ("csrf_token", "next")
LONGEST_VALUE = 100
MOST_VALUES = 60


def sent() -> Form:
    """The fields of this request's form without our own, as lists; what is absurdly long is left out.

    Fields of a question hold ids and numbers only, so a longer value cannot be part of an answer.
    """
    return plain(request.form)


def plain(form: MultiDict[str, str]) -> Form:
    """A posted form as field → values, at most MOST_VALUES fields and values."""
    fields = [name for name in form if name not in OWN_FIELDS and len(name) <= LONGEST_VALUE][:MOST_VALUES]
    return {name: [v if len(v) <= LONGEST_VALUE else "?" for v in form.getlist(name)[:MOST_VALUES]] for name in fields}
