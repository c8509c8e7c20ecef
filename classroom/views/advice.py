"""Suggestions in words: what to do, why, and where to press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from classroom import catalog
from classroom.constants import CLASS_CARD_SHARE
from classroom.facts import PupilRow
from classroom.queries.suggestions import name_of
from classroom.rules.next_action import Action
from classroom.views.translate import plural as _n
from classroom.views.translate import translate as _
from classroom.views.words import percent, together, topic_of
from core.web import say


@dataclass(frozen=True)
class Advice:
    """A suggestion in words: what, why, and the button with its address (both empty: nothing to press)."""

    name: str
    title: str
    why: str = ""
    button: str = ""
    to: str = ""


def advice(action: Action, class_key: str, pupils: Mapping[int, PupilRow]) -> Advice:
    """A suggestion in words. Names stand in it only where the group is small."""
    name = name_of(action)
    if action.kind == "nothing":
        why = _("Geen misverstand komt vaak voor en niemand zat twee keer vast.")
        return Advice(name, _("Je hoeft nu niets bijzonders te doen"), why)
    names = together(pupils[pupil].name for pupil in action.pupils if pupil in pupils)
    to = url_for("classroom.after", class_key=class_key, slug=action.module)
    thought = catalog.misconception(action.module, action.tag) if action.tag else None
    if thought is None:
        title, why = _about_steps(action, names)
        return Advice(name, title, why, _("Bekijk de les"), to)
    title, why = _about_thought(action, names, say(thought.text).rstrip("."))
    button = _("Open de kaart (5 min)") if action.kind == "class_card" else _("Bekijk het kaartje")
    return Advice(name, title, why, button, f"{to}#{action.agreement}-{action.tag}")


def _about_steps(action: Action, names: str) -> tuple[str, str]:
    """Title and reason where a step is to be done again, by the class or together with one pupil."""
    subject = topic_of(action.module)
    if action.kind == "redo_step":
        points = round(action.gain * 100)
        if points <= 0:
            why = _("Na de les ging het nog niet beter dan bij de startmeting. Dan helpt opnieuw oefenen het meest.")
        else:
            why = _(
                "De les leverde %(gain)s procentpunt op. Onder 10 helpt opnieuw oefenen meer dan opnieuw vragen.",
                gain=points,
            )
        return _("Doe de oefening van %(topic)s nog een keer, niet de vragen", topic=subject), why
    why = _(
        "Bij %(topic)s waren twee stappen vier keer of vaker geprobeerd. Zet voorlezen aan en doe er samen één.",
        topic=subject,
    )
    return _("Ga even naast %(name)s zitten", name=names), why


def _about_thought(action: Action, names: str, words: str) -> tuple[str, str]:
    """Title and reason where a misconception is behind it."""
    figures = {
        "number": action.number,
        "of": action.of,
        "share": percent(action.number / action.of),
        "topic": topic_of(action.module),
        "limit": percent(CLASS_CARD_SHARE),
        "names": names,
    }
    if action.kind == "class_card":
        why = _(
            "%(number)s van de %(of)s leerlingen (%(share)s) dachten dit bij hun laatste antwoord over %(topic)s. "
            "Vanaf %(limit)s is een gesprek met de hele klas handiger dan losse uitleg.",
            **figures,
        )
        return _("Begin de les met de klassenkaart ‘%(thought)s’", thought=words), why
    if action.kind == "small_group":
        why = _(
            "%(names)s dachten dit bij hun laatste antwoord over %(topic)s: %(number)s van de %(of)s. "
            "Bij minder dan %(limit)s is een kleine groep genoeg.",
            **figures,
        )
        title = _n(
            "Groepje ‘%(thought)s’, %(num)s leerling",
            "Groepje ‘%(thought)s’, %(num)s leerlingen",
            action.number,
            thought=words,
        )
        return title, why
    why = _("Dat dacht %(names)s bij het laatste antwoord over %(topic)s.", **figures)
    return _("Praat even met %(name)s over ‘%(thought)s’", name=names, thought=words), why
