"""The agreement under a question, with where it stands in the pupil's own school's protocol."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from agreements import catalog as protocols
from agreements.queries.pages import flags_beside
from agreements.views.visitor import protocol_of_visitor
from core.text import Text
from core.web import say
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
    return AgreementCard(found.text, tuple(source_lines(found.sources)))


def source_lines(clause_ids: tuple[str, ...]) -> list[str]:
    """Where the visitor's own school says it, and what experts say where that differs; then which other protocols do.
    Or that it is a tip of the course."""
    own = protocol_of_visitor()
    sources = protocols.agreement_sources(clause_ids, own)
    lines = [_("In de afspraken van onze school: %(place)s.", place=clause.place) for clause in sources.own]
    lines += [say(flag.lesson) for flag in flags_beside(own, sources.own) if flag.lesson]
    if sources.from_course:
        lines.append(_("Dit is een tip van de cursus, geen regel van school."))
    if sources.also:
        names = ", ".join(other.name for other in sources.also)
        lines.append(_("Het staat ook in het protocol van: %(names)s.", names=names))
    return lines
