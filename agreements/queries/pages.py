"""What a school's own pages show: its clauses by topic, its settings, what it decided on flags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements import catalog
from agreements.models import ClauseWording, FlagDecision
from agreements.rules import Section, Stated, flags_on, sections, stated
from agreements.schema import Audience, Clause, Flag, Protocol
from core.text import Text
from school.choices import choice
from school.models import School


@dataclass(frozen=True)
class Note:
    """What a lesson or page says beside a clause that advice or law has overtaken."""

    flag: Flag
    decision: str
    """``accept``, ``rewrite``, ``keep``, or empty while the school has not decided."""


@dataclass(frozen=True)
class Page:
    """One audience's page of one school."""

    school: str
    protocol: Protocol
    audience: Audience
    sections: list[Section]
    stated: list[Stated]
    notes: dict[str, Note]
    """By clause id; flags that ask a decision and were not settled by rewriting."""
    ours: Sequence[Text]
    course_label: Text


def page(session: Session, school_id: int, audience: Audience) -> Page:
    """The page of ``audience`` at a school."""
    shelf = catalog.shelf()
    protocol = catalog.protocol_of(session, school_id)
    school = session.get(School, school_id)
    contract = catalog.contract_for(session, school_id)
    return Page(
        school.name if school else protocol.name,
        protocol,
        audience,
        sections(protocol, audience, shelf.topics, shelf.base),
        settings_page(protocol, audience),
        notes(session, school_id, protocol),
        contract.ours,
        contract.course_label,
    )


def settings_page(protocol: Protocol, audience: Audience | None = None) -> list[Stated]:
    """What the protocol says on every setting, or on those of one audience, in the order of the shelf."""
    found = flags_on(protocol, catalog.shelf().flags)
    return [
        stated(setting, protocol.settings.get(setting.id, ()), protocol, found)
        for setting in catalog.shelf().settings.settings
        if audience is None or audience in setting.audience
    ]


def notes(session: Session, school_id: int, protocol: Protocol) -> dict[str, Note]:
    """Clause id → what to say beside it, for the flags that ask a decision."""
    made = decisions(session, school_id)
    found: dict[str, Note] = {}
    for flag in open_flags(protocol):
        for clause in protocol.clauses:
            if clause.id in flag.clauses and not rewritten(clause):
                found.setdefault(clause.id, Note(flag, made.get(flag.id, "")))
    return found


def flags_beside(protocol: Protocol, clauses: Iterable[Clause]) -> list[Flag]:
    """The flags that ask a decision on these clauses of the school's protocol, where they read as when flagged."""
    ids = {clause.id for clause in clauses if not rewritten(clause)}
    return [f for f in (*catalog.shelf().flags, *protocol.flags) if f.decide and ids.intersection(f.clauses)]


def open_flags(protocol: Protocol) -> list[Flag]:
    """Flags that ask a decision and of which at least one clause still reads as it did when it was flagged."""
    return [
        flag
        for flag in flags_on(protocol, catalog.shelf().flags)
        if flag.decide and any(c.id in flag.clauses and not rewritten(c) for c in protocol.clauses)
    ]


def rewritten(clause: Clause) -> bool:
    """True when a school's own version gave the clause another meaning than the shipped one."""
    return clause.meaning > 1


def decisions(session: Session, school_id: int) -> dict[str, str]:
    """Flag id → the school's latest decision."""
    rows = session.execute(
        select(FlagDecision.flag_id, FlagDecision.decision)
        .where(FlagDecision.school_id == school_id)
        .order_by(FlagDecision.id)
    )
    return {row.flag_id: row.decision for row in rows}


def public_school(session: Session, key: str) -> School | None:
    """The school with this key if it chose to show its agreements to everybody."""
    school = session.scalars(select(School).where(School.key == key)).first()
    if school is None or not choice(session, school.id, "agreements_public"):
        return None
    return school


def official_words(session: Session, school_id: int, clause_id: str) -> ClauseWording | None:
    """The school's own words of a shipped clause, as typed and with their revision."""
    return session.scalars(
        select(ClauseWording)
        .where(ClauseWording.school_id == school_id, ClauseWording.clause_id == clause_id)
        .execution_options(populate_existing=True)
    ).first()
