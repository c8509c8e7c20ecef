"""What a pupil writes, types and draws, checked before it is kept or sealed."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from core.refusal import Refusal
from core.safe_html import plain

SHORTEST, LONGEST = 10, 200
MOST_DRAWN = 20_000
"""Bytes of JSON that a drawing may take; a very busy one is about 6 kB."""
WIDTH, HEIGHT = 220, 110
MOST_STROKES = 200
FEWEST_POINTS = 8


class WordsTooShort(Refusal):
    sentence = "Schrijf nog iets meer. Gebruik minstens %(least)s tekens."


class WordsTooLong(Refusal):
    sentence = "Dat is te lang. Gebruik niet meer dan %(most)s tekens."


class NotYourName(Refusal):
    sentence = "Typ je voornaam zoals die in de klas staat: %(name)s."


class NoDrawing(Refusal):
    sentence = "Er is nog niets getekend. Teken je naam, of kies een andere manier. Alle drie zijn even goed."


class DrawingTooBig(Refusal):
    status = 413
    sentence = "Die tekening is te groot. Veeg hem uit en teken rustig opnieuw."


class NoDrawingAtAll(Refusal):
    sentence = "Die tekening kunnen we niet lezen. Teken opnieuw, of kies een andere manier."


def own_words(text: str) -> str:
    """The words without control characters and needless space, 10 to 200 characters; shown as text everywhere."""
    words = " ".join(unicodedata.normalize("NFC", plain(text)).split())
    if len(words) < SHORTEST:
        raise WordsTooShort(least=SHORTEST)
    if len(words) > LONGEST:
        raise WordsTooLong(most=LONGEST)
    return words


def short_words(text: str) -> str:
    """A line that may be left empty: at most 200 characters. Raises WordsTooLong."""
    words = " ".join(unicodedata.normalize("NFC", plain(text)).split())
    if len(words) > LONGEST:
        raise WordsTooLong(most=LONGEST)
    return words


def typed_name(typed: str, first_name: str) -> str:
    """The name as the class knows it, if that is what was typed (capitals, accents and spaces aside)."""
    if _bare(typed) != _bare(first_name):
        raise NotYourName(name=first_name)
    return first_name


def strokes(text: str) -> list[list[list[int]]]:
    """A drawing: strokes of [x, y] points inside 220 × 110, at most 20 kB. Raises a Refusal."""
    if len(text.encode("utf-8", "replace")) > MOST_DRAWN:
        raise DrawingTooBig
    if not text.strip():
        raise NoDrawing
    try:
        drawn: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise NoDrawingAtAll from None
    if not isinstance(drawn, list) or len(drawn) > MOST_STROKES or not all(_is_stroke(stroke) for stroke in drawn):
        raise NoDrawingAtAll
    if sum(len(stroke) for stroke in drawn) < FEWEST_POINTS:
        raise NoDrawing
    return drawn


def path_of(drawn: list[list[list[int]]]) -> str:
    """The drawing as the data of an SVG path."""
    return "".join("M" + "L".join(f"{x} {y}" for x, y in stroke) for stroke in drawn)


def _is_stroke(stroke: Any) -> bool:
    return isinstance(stroke, list) and bool(stroke) and all(_is_point(point) for point in stroke)


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 2 or not all(type(part) is int for part in point):
        return False
    x, y = int(point[0]), int(point[1])
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _bare(name: str) -> str:
    parts = unicodedata.normalize("NFKD", plain(name)).casefold()
    return "".join(letter for letter in parts if letter.isalnum())
