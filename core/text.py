"""Texts in several languages, with variants for what a school's protocol says.

A text in a content file is a map of languages. It may carry variants:

    text:
      nl: Ik verander mijn wachtwoord als er iets mis is.
      en: I change my password when something is wrong.
      when:
        - {setting: password_rules, is: [share-none-change-yearly], nl: "…", en: "…"}

The plain words are the ones for a protocol that is silent. ``{year-10}`` in a text becomes the year in
which the running school year began, minus ten, so that a child of ten stays ten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field, model_validator

LANGUAGES = ("nl", "en")
SILENT = "silent"

Settings = Mapping[str, Sequence[str]]
"""Setting name → the school's values, the main one first. A missing or empty entry means: silent."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_YEAR = re.compile(r"\{year([+-]\d+)?\}")


class Spec(BaseModel):
    """Base of everything read from a content file: closed and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Condition(Spec):
    """Holds at schools where ``setting`` has one of the values ``is``; ``silent`` matches no value at all."""

    setting: str
    is_: list[str] = Field(alias="is", min_length=1)

    def holds(self, settings: Settings) -> bool:
        values = settings.get(self.setting) or (SILENT,)
        return any(value in self.is_ for value in values)


class Conditional(Spec):
    """A part of a content file that exists only at schools where every condition in ``for`` holds."""

    for_: list[Condition] = Field(default_factory=list, alias="for")

    def exists_at(self, settings: Settings) -> bool:
        return all(condition.holds(settings) for condition in self.for_)


class Variant(Condition):
    """Other words for the schools where its condition holds."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

    @model_validator(mode="after")
    def _complete(self) -> Variant:
        _check_languages(self)
        return self


class Text(Spec):
    """One text in every language, with the variants for schools whose protocol says more."""

    model_config = ConfigDict(extra="allow", frozen=True)

    when: list[Variant] = Field(default_factory=list)

    @model_validator(mode="after")
    def _complete(self) -> Text:
        _check_languages(self)
        return self

    def say(self, language: str, settings: Settings | None = None, *, year: int | None = None) -> str:
        """The words in ``language`` (Dutch where it lacks), for a school with ``settings``, in school year ``year``."""
        chosen: Variant | Text = self
        if settings is not None:
            chosen = next((v for v in self.when if v.holds(settings)), self)
        words = chosen.model_extra or {}
        text = str(words.get(language) or words["nl"])
        return text if year is None else fill_years(text, year)

    def everything(self) -> list[tuple[str, str]]:
        """Every (language, text) pair, variants included: for the linter and for digests."""
        parts: list[Variant | Text] = [self, *self.when]
        return [(key, str(value)) for part in parts for key, value in (part.model_extra or {}).items()]


def fill_years(text: str, year: int) -> str:
    """Replace ``{year}`` and ``{year-10}`` by the year in which the school year began, plus the offset."""
    return _YEAR.sub(lambda match: str(year + int(match[1] or 0)), text)


def _check_languages(part: BaseModel) -> None:
    words = part.model_extra or {}
    strange = [key for key in words if not _LANGUAGE.fullmatch(key)]
    if strange:
        raise ValueError(f"unknown key {strange[0]!r}")
    for language in LANGUAGES:
        if not isinstance(words.get(language), str) or not words[language].strip():
            raise ValueError(f"no text in {language}")
