"""aanvullen: a sentence with one gap; choose the word that belongs there."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Settings, Text
from quizzes.types.base import Body, Item
from quizzes.types.single import Single

GAP = "___"


class Cloze(Single):
    sentence: Text

    @model_validator(mode="after")
    def _one_gap(self) -> Cloze:
        for language, words in self.sentence.everything():
            if words.count(GAP) != 1:
                raise ValueError(f"sentence: exactly one gap {GAP} needed in {language}")
        return self


class ClozeVariant(Conditional, Cloze):
    pass


class ClozeItem(Item, Cloze):
    type: Literal["cloze"]
    variants: list[ClozeVariant] = Field(default_factory=list)
    type_name: ClassVar[str] = "cloze"

    def at(self, settings: Settings) -> Body:
        return next((v for v in self.variants if v.exists_at(settings)), self)
