"""Translations with their types, since Flask-Babel has none."""

from __future__ import annotations

from flask_babel import gettext, ngettext


def translate(message: str, **facts: object) -> str:
    """``message`` in the reader's language; imported as ``_`` so that its texts are found."""
    return str(gettext(message, **facts))


def plural(one: str, many: str, number: int, **facts: object) -> str:
    """One of two sentences by ``number``, which fills ``%(num)s``; imported as ``_n``."""
    return str(ngettext(one, many, number, **facts))
