"""One question as it lies before one pupil: mixed, and with ids that say nothing.

The opaque id of a part is a hash over the attempt's seed, the item and the part; parts are shown in the order of
their opaque ids. So the order differs per attempt, is stable within it, and neither order nor id tells which option
is right, since the seed never leaves the server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from core.text import Settings
from quizzes.catalog import Entry, text_digest
from quizzes.types.base import UNSURE, Answer, Body, Form, Part, Result

P = TypeVar("P", bound=Part)

OPAQUE_LENGTH = 10
UNSURE_VALUE = "unsure"


@dataclass(frozen=True)
class Sheet:
    """A question for one pupil at one school."""

    entry: Entry
    body: Body
    seed: str

    @classmethod
    def of(cls, entry: Entry, settings: Settings, seed: str) -> Sheet:
        return cls(entry, entry.item.at(settings), seed)

    @property
    def id(self) -> str:
        return self.entry.item.id

    @property
    def type(self) -> str:
        return self.entry.item.type_name

    @property
    def digest(self) -> str:
        return text_digest(self.entry.item, self.body)

    @cached_property
    def meaning(self) -> dict[str, str]:
        """Opaque id → part id."""
        return {self.opaque(part.id): part.id for part in self.body.parts()}

    def opaque(self, part_id: str) -> str:
        """What stands in the page for a part."""
        text = f"{self.seed}:{self.id}:{part_id}"
        return "x" + hashlib.sha256(text.encode()).hexdigest()[:OPAQUE_LENGTH]

    def mixed(self, parts: Sequence[P]) -> list[P]:
        """``parts`` in the order this pupil sees them."""
        return sorted(parts, key=lambda part: self.opaque(part.id))

    def parse(self, form: Form) -> Answer:
        """The answer in a posted form; *weet ik niet* may come as a button or as a choice. Raises NotAnAnswer."""
        if form.get(UNSURE_VALUE) or list(form.get("answer") or []) == [UNSURE_VALUE]:
            return UNSURE
        return self.body.parse(form, self.meaning)

    def grade(self, answer: Answer) -> Result:
        return self.body.grade(answer)
