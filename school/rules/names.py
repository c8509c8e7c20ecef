"""First names: in what order they stand, and what is left of a pasted line."""

from __future__ import annotations

import unicodedata


def order(name: str) -> str:
    """Sort key of a name: without capitals and accents, so that Zoë stands beside Zoey."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
