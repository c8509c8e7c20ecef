"""Mastery per article of the school's own protocol."""

from __future__ import annotations

from agreements.schema import Clause, Protocol
from agreements.sources import matching
from classroom import catalog
from classroom.facts import MARKS, Article, Mastery, Share
from progress.rules import AgreementRef, Level, clause_levels


def citing(protocol: Protocol) -> dict[AgreementRef, list[str]]:
    """The clauses of ``protocol`` behind each agreement of the course."""
    return {ref: [clause.id for clause in matching(cited, protocol)] for ref, cited in catalog.cited().items()}


def clauses_of(known: Mastery, protocol: Protocol) -> dict[int, dict[str, Level | None]]:
    """Pupil → clause for pupils → level, None where it is not tested."""
    behind = citing(protocol)
    own = [clause.id for clause in protocol.clauses if for_pupils(clause)]
    return {pupil.id: clause_levels(known.levels[pupil.id], behind, own) for pupil in known.pupils}


def articles_of(known: Mastery, protocol: Protocol) -> list[Article]:
    """Every clause for pupils, in the order of the document."""
    levels = clauses_of(known, protocol)
    found = []
    for clause in protocol.clauses:
        if for_pupils(clause):
            states = [levels[pupil.id][clause.id] for pupil in known.pupils]
            kept = [MARKS[state] for state in states if state is not None]
            tested = bool(kept) or not states
            found.append(Article(clause, Share.count(kept) if tested else None))
    return found


def for_pupils(clause: Clause) -> bool:
    """True for clauses that pupils are taught."""
    return clause.teach and "pupil" in clause.audience
