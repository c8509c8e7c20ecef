"""From a draft to a protocol: what is missing, and what the new version is. Pure; rows come in as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from agreements.models import DraftClause, ProtocolDraft
from agreements.schema import Clause, Protocol
from core.content import digest
from core.text import Text

OWN_PREFIX = "eigen"
UNDO = timedelta(days=30)
"""How long what was thrown away can be brought back."""


@dataclass(frozen=True)
class Problem:
    """Something that stands in the way of publishing. ``code`` names the sentence, ``clause`` the clause's key."""

    code: str
    clause: str = ""


def live(draft: ProtocolDraft) -> list[DraftClause]:
    """The clauses that are in the draft now, in order."""
    return sorted((row for row in draft.clauses if row.deleted_at is None), key=lambda row: (row.position, row.id))


def problems(draft: ProtocolDraft, current: Protocol) -> list[Problem]:
    """Everything that must be settled before ``draft`` can follow ``current``."""
    rows = live(draft)
    if not rows:
        return [Problem("empty")]
    return [Problem(code, row.key) for row in rows for code in _missing(row, current)]


def draft_protocol(
    draft: ProtocolDraft, current: Protocol, *, slug: str, number: int = 0, earlier: Mapping[str, int] | None = None
) -> Protocol:
    """The draft as a protocol that follows ``current``; incomplete clauses are left out.

    ``earlier``: the highest meaning that each clause id ever had at this school, so that a clause that comes back
    asks again.
    """
    clauses = [
        _clause(row, current.by_id.get(row.clause_id), (earlier or {}).get(row.clause_id, 0))
        for row in live(draft)
        if not set(_missing(row, current)) - {"no-change"}
    ]
    return Protocol(
        slug=slug,
        name=draft.name,
        prefix=OWN_PREFIX,
        title=_text(draft.title_nl, draft.title_en),
        settings={name: list(values) for name, values in draft.settings.items() if values},
        clauses=clauses,
        version=number,
    )


def fingerprint(protocol: Protocol) -> str:
    """Digest of everything in a protocol but its number: what the screen showed is what is published."""
    return digest(protocol.model_dump(mode="json", exclude={"version"}))


def copied(clause: Clause, source: str = "") -> dict[str, object]:
    """The fields of a draft clause that begins as ``clause``."""
    pupil = clause.pupil
    return {
        "clause_id": clause.id,
        "section": clause.section,
        "number": clause.number,
        "source": source,
        "wording": clause.wording,
        "audience": list(clause.audience),
        "kind": clause.kind,
        "topic": clause.topic,
        "tags": list(clause.tags),
        "summary_nl": clause.summary.say("nl"),
        "summary_en": clause.summary.say("en"),
        "pupil_nl": pupil.say("nl") if pupil else "",
        "pupil_en": pupil.say("en") if pupil else "",
        "teach": clause.teach,
        "pledge": clause.pledge,
        "promise": clause.promise,
        "like": list(clause.like),
        "conflicts": list(clause.conflicts),
        "meaning": clause.meaning,
    }


def highest_meanings(versions: Iterable[Protocol]) -> dict[str, int]:
    """Clause id → the highest meaning it had in any of ``versions``."""
    found: dict[str, int] = {}
    for version in versions:
        for clause in version.clauses:
            found[clause.id] = max(found.get(clause.id, 0), clause.meaning)
    return found


def says_the_same(clause: Clause, before: Clause) -> bool:
    """True when nothing that people read differs."""
    return _words(clause) == _words(before)


def _missing(row: DraftClause, current: Protocol) -> Collection[str]:
    found = []
    if not row.audience:
        found.append("no-audience")
    if not row.topic:
        found.append("no-topic")
    if not row.summary_nl.strip():
        found.append("no-summary")
    if row.pledge and "pupil" not in row.audience:
        found.append("pledge-without-pupils")
    if row.pledge and not row.pupil_nl.strip():
        found.append("no-pupil-words")
    before = current.by_id.get(row.clause_id)
    if not found and before is not None and not row.change and not says_the_same(_clause(row, before, 0), before):
        found.append("no-change")
    return found


def _clause(row: DraftClause, before: Clause | None, highest: int) -> Clause:
    pupils = "pupil" in row.audience and bool(row.pupil_nl.strip())
    consequence = row.topic == "sanctions"
    return Clause.model_validate(
        {
            "id": row.clause_id,
            "section": row.section.strip() or "–",
            "number": row.number,
            "audience": row.audience,
            "kind": row.kind,
            "topic": row.topic,
            "tags": row.tags,
            "summary": _text(row.summary_nl, row.summary_en),
            "pupil": _text(row.pupil_nl, row.pupil_en) if row.pupil_nl.strip() else None,
            "teach": row.teach and pupils,
            "pledge": row.pledge and pupils,
            "promise": row.promise if row.pledge and pupils and not consequence else None,
            "like": row.like,
            "conflicts": row.conflicts,
            "meaning": _meaning(row, before, highest),
            "wording": row.wording,
        }
    )


def _meaning(row: DraftClause, before: Clause | None, highest: int) -> int:
    if before is None:
        return highest + 1
    return max(before.meaning, highest) + 1 if row.change == "meaning" else before.meaning


def _text(dutch: str, english: str) -> Text:
    return Text.model_validate({"nl": dutch.strip(), "en": english.strip() or dutch.strip()})


def _words(clause: Clause) -> dict[str, object]:
    return clause.model_dump(exclude={"meaning", "conflicts", "tags", "teach"})
