"""Plain data for the protocol editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements import catalog
from agreements.drafting import UNDO, live
from agreements.models import DraftClause, ProtocolDraft, ProtocolVersion
from agreements.schema import Protocol
from school.models import Staff


@dataclass(frozen=True)
class Overview:
    """What an administrator finds under Protocol."""

    current: Protocol
    drafts: Sequence[ProtocolDraft]
    removed: Sequence[ProtocolDraft]
    versions: Sequence[ProtocolVersion]
    starts: list[Protocol]
    names: dict[int, str]
    """Staff id → name, for who saved last."""


def overview(session: Session, school_id: int, at: datetime) -> Overview:
    """Drafts that are open, those that can be brought back, and every version, newest first."""
    drafts = session.scalars(
        select(ProtocolDraft)
        .where(ProtocolDraft.school_id == school_id, ProtocolDraft.published_at.is_(None))
        .order_by(ProtocolDraft.updated_at.desc())
    ).all()
    shelf = catalog.shelf()
    return Overview(
        catalog.protocol_of(session, school_id),
        [draft for draft in drafts if draft.deleted_at is None],
        [draft for draft in drafts if draft.deleted_at is not None and draft.deleted_at >= at - UNDO],
        versions(session, school_id),
        [*shelf.protocols.values(), shelf.base],
        staff_names(session, school_id),
    )


def versions(session: Session, school_id: int) -> Sequence[ProtocolVersion]:
    """Every version of a school, newest first."""
    return session.scalars(
        select(ProtocolVersion).where(ProtocolVersion.school_id == school_id).order_by(ProtocolVersion.number.desc())
    ).all()


def version(session: Session, school_id: int, number: int) -> ProtocolVersion | None:
    return session.scalars(
        select(ProtocolVersion).where(ProtocolVersion.school_id == school_id, ProtocolVersion.number == number)
    ).first()


def removed_clauses(draft: ProtocolDraft, at: datetime) -> list[DraftClause]:
    """Clauses of a draft that can still be brought back, the latest first."""
    found = [row for row in draft.clauses if row.deleted_at is not None and row.deleted_at >= at - UNDO]
    return sorted(found, key=lambda row: (row.deleted_at, row.id), reverse=True)


def neighbours(row: DraftClause) -> tuple[DraftClause | None, DraftClause | None]:
    """The clauses before and after this one in its draft."""
    rows = live(row.draft)
    place = rows.index(row)
    before = rows[place - 1] if place else None
    return before, rows[place + 1] if place + 1 < len(rows) else None


def staff_names(session: Session, school_id: int) -> dict[int, str]:
    """Staff id → name of a school."""
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.school_id == school_id))
    return {row.id: row.name for row in rows}
