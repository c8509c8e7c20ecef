"""What the pages of pledges send, read from the request; the rules judge it."""

from __future__ import annotations

from datetime import date

from flask import request

from core.refusal import Refusal
from pledges.commands.writing_down import Signature
from pledges.rules.child import Child
from pledges.rules.writing import strokes, typed_name

MOST_TEXT = 5_000
"""Characters of a text field that are looked at; longer is too long for every field here."""


class ChooseAWay(Refusal):
    sentence = "Kies hoe je tekent: typen, tekenen of een stempel. Alle drie zijn even goed."


class ChooseAnAnswer(Refusal):
    sentence = "Kies: Ja, dit beloof ik, of Nog niet. Allebei is goed."


def text(name: str) -> str:
    """A text field, cut far beyond what any rule allows."""
    return request.form.get(name, "")[:MOST_TEXT]


def why() -> str:
    """What the pupil wrote about why."""
    return text("why")


def signature(child: Child) -> Signature:
    """The signature in the form, by the button that was pressed. Raises a Refusal with what is missing."""
    way = request.form.get("manier", "")
    if way == "naam":
        return Signature("typed", typed_name(text("naam"), child.first_name))
    if way == "tekenen":
        return Signature("drawn", child.first_name, strokes(request.form.get("streken", "")))
    if way == "stempel":
        return Signature("stamp", child.first_name)
    raise ChooseAWay


def says_yes() -> bool:
    """*Ja, dit beloof ik* (true) or *Nog niet*. Raises ChooseAnAnswer when neither was pressed."""
    answer = request.form.get("belofte", "")
    if answer not in ("ja", "nog-niet"):
        raise ChooseAnAnswer
    return answer == "ja"


def chosen_promises() -> list[str]:
    """The ticked promises, each once."""
    return list(dict.fromkeys(request.form.getlist("belofte")[:50]))


def day() -> date | None:
    """The date in the form, or None when it is none."""
    try:
        return date.fromisoformat(request.form.get("dag", ""))
    except ValueError:
        return None


def number(name: str) -> int:
    """A whole number in a field; -1 when there is none."""
    value = request.form.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else -1
