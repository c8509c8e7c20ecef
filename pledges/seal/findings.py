"""What a verification can find, named so that the first and every broken record is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CHANGED = "changed"
REMOVED = "removed"
REMOVED_TAIL = "removed-tail"
REORDERED = "reordered"
INSERTED = "inserted"
WRONG_KEY = "wrong-key"
WRONG_SCHOOL = "wrong-school"
WRONG_PURPOSE = "wrong-purpose"
WRONG_HEAD = "wrong-head"
INCOMPLETE = "incomplete"
LOST = "lost"
KEY_REPLACED = "key-replaced"

NOTES = frozenset({LOST, KEY_REPLACED})
"""Kinds that the school itself says in its chain: told, and not a fault."""

SENTENCES = {
    CHANGED: "was changed after it was sealed",
    REMOVED: "was taken out",
    REMOVED_TAIL: "was cut off the end",
    REORDERED: "stands in another place than where it was sealed",
    INSERTED: "was put in",
    WRONG_KEY: "is not sealed with a key of this school that was in use",
    WRONG_SCHOOL: "is of another school",
    WRONG_PURPOSE: "was sealed for another purpose or in another format",
    WRONG_HEAD: "has a head that this school did not sign",
    INCOMPLETE: "the export does not have all the lines that it says it has",
    LOST: "was lost; the school says so in its restore link",
    KEY_REPLACED: "takes a new key into use because the old one was lost",
}


@dataclass(frozen=True)
class Finding:
    """``seq``: which record (none when it has no place of its own); ``place``: line among the links, from 0."""

    kind: str
    seq: int | None = None
    place: int | None = None

    @property
    def note(self) -> bool:
        return self.kind in NOTES

    def __str__(self) -> str:
        where = f"record {self.seq}" if self.seq is not None else "a record"
        line = f" (link {self.place + 1})" if self.place is not None else ""
        if self.kind == INCOMPLETE:
            return SENTENCES[self.kind]
        return f"{where}{line} {SENTENCES[self.kind]}"


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """The findings once each, by record; those without a record of their own last."""
    last = float("inf")
    return sorted(
        set(findings),
        key=lambda f: (last if f.seq is None else f.seq, last if f.place is None else f.place, f.kind),
    )
