"""Which clause on the shelf a pasted statement is like: only a suggestion, which a person checks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agreements.schema import Clause, Protocol

ENOUGH = 0.2
SHORTEST_WORD = 4


def suggest(words: str, protocols: Iterable[Protocol]) -> Clause | None:
    """The clause that shares most of its longer words with ``words``; None when none comes near."""
    said = _stems(words)
    best, score = None, ENOUGH
    for protocol in protocols:
        for clause in protocol.clauses:
            for text in (clause.summary, clause.pupil):
                if text is None:
                    continue
                other = _stems(text.say("nl"))
                likeness = len(said & other) / max(1, len(said | other))
                if likeness > score:
                    best, score = clause, likeness
    return best


def _stems(text: str) -> frozenset[str]:
    """The first letters of the longer words: rough, but ``doorsturen`` and ``doorstuurt`` meet."""
    return frozenset(word[:6] for word in re.findall(r"\w+", text.casefold()) if len(word) >= SHORTEST_WORD)
