"""Numbers out of a form."""

from __future__ import annotations

from flask import request


def number(name: str, otherwise: int = 0) -> int:
    """The whole number sent under ``name``; ``otherwise`` when it is none."""
    try:
        return int(request.form.get(name, ""))
    except ValueError:
        return otherwise
