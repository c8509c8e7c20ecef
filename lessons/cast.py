"""The story world's people: names as they are shown, and the drawings of their faces."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import Text
from lessons.schema import Module


@dataclass(frozen=True)
class Someone:
    """A person in a story; ``face`` is a drawing, or None for somebody nobody sees."""

    id: str
    name: Text
    face: str | None


def _child(name: str) -> Text:
    return Text.model_validate({"nl": name, "en": name})


def _adult(dutch: str, english: str) -> Text:
    return Text.model_validate({"nl": dutch, "en": english})


CAST: dict[str, Text] = {
    "noor": _child("Noor"),
    "ilyas": _child("Ilyas"),
    "saar": _child("Saar"),
    "meilin": _child("Mei-Lin"),
    "tygo": _child("Tygo"),
    "zofia": _child("Zofia"),
    "amara": _child("Amara"),
    "jayden": _child("Jayden"),
    "bram": _child("Bram"),
    "sem": _child("Sem"),
    "turbo": _child("Turbo"),
    "samira": _adult("juf Samira", "Miss Samira"),
    "joost": _adult("meester Joost", "Mr Joost"),
    "bakker": _adult("mevrouw Bakker", "Mrs Bakker"),
    "ellen": _adult("juf Ellen", "Miss Ellen"),
}

YOU = "you"
"""Stands for the pupil in a chat."""

WITHOUT_FACE = frozenset({"ellen", "turbo"})


def known(module: Module) -> set[str]:
    """Everybody who may speak in ``module``."""
    return {YOU, *CAST, *(person.id for person in module.people)}


def someone(module: Module, name: str) -> Someone:
    """The person ``name`` of the cast or of the module. Raises KeyError for a stranger."""
    person = next((person for person in module.people if person.id == name), None)
    if person is not None:
        return Someone(person.id, person.name, person.picture)
    return Someone(name, CAST[name], None if name in WITHOUT_FACE else f"{name}-rustig")
