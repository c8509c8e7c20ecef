"""Where something stands in a protocol, said once for all clauses of one chapter."""

from __future__ import annotations

from collections.abc import Iterable

BETWEEN = ", "


def places_together(places: Iterable[str]) -> str:
    """Places with their chapter named once: *Afspraken, 8* and *Afspraken, 9c* become *Afspraken, 8, 9c*."""
    chapters: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        chapter, comma, number = place.rpartition(BETWEEN)
        chapters.setdefault(chapter if comma else place, []).extend([number] if comma else [])
    return "; ".join(BETWEEN.join([chapter, *numbers]) for chapter, numbers in chapters.items())
