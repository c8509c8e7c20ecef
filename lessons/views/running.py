"""Running text of a lesson on a page: paragraphs, emphasis, words in another language, drawn stickers.

The same words come back on the pages of every child, so what was made of them is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from core.languages import language
from core.pictures import stickers
from core.text import Text
from core.web import say
from lessons.prose import Piece, paragraphs

MOST_KEPT = 8_000


def inline(text: Text | str | None) -> Markup:
    """All paragraphs as one, for use inside a line."""
    return _made(say(text), language())[0]


def prose(text: Text | str | None) -> Markup:
    """Each paragraph as a ``<p>``."""
    return _made(say(text), language())[1]


@lru_cache(MOST_KEPT)
def _made(words: str, _language: str) -> tuple[Markup, Markup]:
    """``words`` both ways. The language names the stickers."""
    parts = [Markup("").join(_shown(pieces)) for pieces in paragraphs(words)]
    return Markup(" ").join(parts), Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def _shown(pieces: Iterable[Piece]) -> Iterable[Markup]:
    for piece in pieces:
        if piece.em:
            yield Markup("<em>{}</em>").format(piece.words)
        elif piece.lang:
            yield Markup('<span lang="{}">{}</span>').format(piece.lang, piece.words)
        else:
            yield stickers(piece.words)
