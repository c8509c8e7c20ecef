"""Running text of a lesson as plain pieces: paragraphs, emphasis, words in the other language."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECES = re.compile(r"\*(?P<em>[^*\n]+)\*|\{(?P<lang>nl|en)\|(?P<foreign>[^}]+)\}")


@dataclass(frozen=True)
class Piece:
    """Words with one look: ``em`` for emphasis, ``lang`` where they are in another language."""

    words: str
    em: bool = False
    lang: str = ""


def paragraphs(text: str) -> list[list[Piece]]:
    """``text`` cut at blank lines, each paragraph as its pieces."""
    return [_pieces(" ".join(part.split())) for part in re.split(r"\n\s*\n", text) if part.strip()]


def bare(text: str) -> str:
    """``text`` without its marks, on one line."""
    return " ".join(piece.words for paragraph in paragraphs(text) for piece in [_joined(paragraph)])


def _joined(paragraph: list[Piece]) -> Piece:
    return Piece("".join(piece.words for piece in paragraph))


def _pieces(text: str) -> list[Piece]:
    found, at = [], 0
    for match in _PIECES.finditer(text):
        found.append(Piece(text[at : match.start()]))
        if match["em"]:
            found.append(Piece(match["em"], em=True))
        else:
            found.append(Piece(match["foreign"], lang=match["lang"]))
        at = match.end()
    return [piece for piece in [*found, Piece(text[at:])] if piece.words]
