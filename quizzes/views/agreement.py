"""The agreement under a question, with where it stands in the pupil's own school's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from agreements import catalog as protocols
from agreements.queries.pages import flags_beside
from agreements.schema import Protocol
from agreements.views.visitor import protocol_of_visitor
from core.keeping import Kept
from core.languages import language
from core.text import Text
from core.web import this_year
from quizzes.catalog import ModuleFacts


@dataclass(frozen=True)
class AgreementCard:
    """What the card says: the agreement, and one line per place it comes from."""

    text: Text
    sources: tuple[str, ...]


def agreement_card(facts: ModuleFacts | None, agreement: str) -> AgreementCard | None:
    """The card of an agreement of a module for the visitor's school; None when the module does not have it."""
    found = facts.agreements.get(agreement) if facts else None
    if found is None:
        return None
    return AgreementCard(found.text, source_lines(found.sources))


def source_lines(clause_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Where the visitor's own school says it, and what experts say where that differs; then which other protocols do.
    Or that it is a tip of the course."""
    own = protocol_of_visitor()
    name = (id(own), clause_ids, language(), this_year())
    return _said.of(name, lambda: (own, tuple(_lines(own, clause_ids))))[1]


_said: Kept[tuple[int, tuple[str, ...], str, int], tuple[Protocol, tuple[str, ...]]] = Kept(4_000)
"""Lines by protocol, agreement, language and school year; the protocol beside them, so that no other gets its id."""


def _lines(own: Protocol, clause_ids: tuple[str, ...]) -> Iterator[str]:
    sources = protocols.agreement_sources(clause_ids, own)
    for clause in sources.own:
        yield _("In de afspraken van onze school: %(place)s.", place=clause.place)
    for flag in flags_beside(own, sources.own):
        if flag.lesson:
            yield flag.lesson.say(language(), own.settings, year=this_year())
    if sources.from_course:
        yield _("Dit is een tip van de cursus, geen regel van school.")
    if sources.also:
        names = ", ".join(other.name for other in sources.also)
        yield _("Het staat ook in het protocol van: %(names)s.", names=names)
