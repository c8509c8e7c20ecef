"""What places, signals and phases are called on the page."""

from __future__ import annotations

from collections.abc import Iterable

from classroom import catalog
from classroom.rules.signals import Place, Signal
from classroom.views.page import topic
from classroom.views.translate import plural as _n
from classroom.views.translate import translate as _

SIGNS = {"help": "hulp", "stuck": "vast", "secret": "sleutel", "talk": "praat", "catch_up": "inhaal"}
"""Kind of signal → its sign."""


def topic_of(slug: str) -> str:
    """The topic of a module by its slug."""
    module = catalog.module(slug)
    return topic(module) if module else slug


def percent(share: float) -> str:
    """A share in whole percents."""
    return f"{share:.0%}"


def together(names: Iterable[str]) -> str:
    """Names in a sentence: *Gijs, Isa en Mila*."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return _("%(first)s en %(last)s", first=", ".join(found[:-1]), last=found[-1])


def place_words(place: Place | None) -> str:
    """Where a pupil is now, with the module."""
    if place is None:
        return _("begint nog")
    if place.done:
        return _("klaar met %(topic)s", topic=topic_of(place.module))
    return _("%(topic)s, %(where)s", topic=topic_of(place.module), where=step_words(place))


def step_words(place: Place | None) -> str:
    """Where a pupil is now in the module that the class does."""
    if place is None:
        return _("begint nog")
    if place.done:
        return _("klaar")
    if place.quiz:
        return _("vraag %(number)s van %(total)s", number=place.number, total=place.total)
    return _("stap %(number)s van %(total)s", number=place.number, total=place.total)


def kind_name(kind: str) -> str:
    """The word beside the sign of a kind of signal."""
    return {
        "help": _("Vraagt hulp"), "stuck": _("Lijkt vast"), "secret": _("Inloggen"), "talk": _("Praten"),
        "catch_up": _("Inhalen"),
    }[kind]  # fmt: skip


def signal_reason(signal: Signal) -> str:
    """What was seen."""
    if signal.reason == "asked":
        return _("Nu gevraagd") if not signal.figure else _n(
            "%(num)s minuut geleden", "%(num)s minuten geleden", signal.figure
        )  # fmt: skip
    if signal.reason == "long":
        return _("Meer dan %(minutes)s minuten op deze stap, pagina open", minutes=signal.figure)
    if signal.reason == "tries":
        return _("%(number)s keer geprobeerd", number=signal.figure)
    if signal.reason == "secret":
        return _n("Mag over %(num)s minuut opnieuw", "Mag over %(num)s minuten opnieuw", max(signal.figure, 1))
    if signal.reason == "talk":
        return _n("Over %(num)s belofte", "Over %(num)s beloftes", signal.figure)
    lessons = (one.split("/") for one in signal.about)
    return "; ".join(_("%(topic)s, les %(lesson)s", topic=topic_of(slug), lesson=lesson) for slug, lesson in lessons)


def phase_name(phase: str) -> str:
    """What a phase of the lesson is called."""
    return {
        "login": _("Inloggen"), "opener": _("Opening"), "rule": _("Afspraak"), "practice": _("Oefenen"),
        "talk": _("Gesprek"), "exit": _("Uitgangsvraag"), "close": _("Afsluiten"),
    }[phase]  # fmt: skip
