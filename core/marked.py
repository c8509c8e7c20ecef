"""Texts that rooms below the views hold and that are translated where they are shown."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 - the usual name of the mark that a text is translated later
    """``words`` as they are; the name lets the list of texts to translate find them. A template says ``_(words)``."""
    return words
