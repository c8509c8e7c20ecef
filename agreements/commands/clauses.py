"""Clauses of a draft: cut from a document, add, save, move, take out, bring back; and the school's official words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements import catalog
from agreements.commands.drafts import open_draft
from agreements.commands.refusals import (
    ChangedMeanwhile,
    DocumentEmpty,
    DocumentTooLong,
    NoSuchClause,
    TooLongToKeep,
)
from agreements.cutting import Nothing, TooMuch, cut
from agreements.drafting import OWN_PREFIX, UNDO, live
from agreements.models import ClauseWording, DraftClause, ProtocolDraft
from agreements.resembling import suggest
from core.audit import note
from core.database import new_key, writing
from core.safe_html import TooLong, plain, safe_html

LONGEST_SUMMARY = 600
LONGEST_PUPIL = 300
MOST_CLAUSES = 400


@dataclass(frozen=True)
class Given:
    """What the form says about a clause."""

    section: str = ""
    number: str = ""
    source: str = ""
    audience: tuple[str, ...] = ()
    kind: str = "rule"
    topic: str = ""
    summary_nl: str = ""
    summary_en: str = ""
    pupil_nl: str = ""
    pupil_en: str = ""
    pledge: bool = False
    promise: str | None = None
    like: tuple[str, ...] = ()
    change: str = ""


def paste(session: Session, *, school_id: int, staff_id: int, draft_key: str, document: str, at: datetime) -> int:
    """Cut a document into clauses at the end of the draft, each with a suggestion from the shelf; how many came.

    Raises DocumentEmpty, DocumentTooLong.
    """
    try:
        pieces = cut(plain(document))
    except Nothing:
        raise DocumentEmpty from None
    except TooMuch:
        raise DocumentTooLong from None
    with writing(session):
        draft = open_draft(session, school_id, draft_key)
        rows = live(draft)
        if len(rows) + len(pieces) > MOST_CLAUSES:
            raise DocumentTooLong
        for position, piece in enumerate(pieces, _last(draft) + 1):
            row = _new(draft, staff_id, position, at)
            row.section, row.number = piece.section[:200], piece.number[:20]
            row.source, row.wording = piece.words, _html(piece.words)
            row.summary_nl = piece.words[:LONGEST_SUMMARY]
            found = suggest(piece.words, catalog.shelf().everything.values())
            if found is not None:
                row.topic, row.kind, row.audience = found.topic, found.kind, list(found.audience)
                row.like = [found.id]
            session.add(row)
        _audit(session, staff_id, "protocol.paste", draft, at, pieces=len(pieces))
    return len(pieces)


def add_clause(session: Session, *, school_id: int, staff_id: int, draft_key: str, at: datetime) -> DraftClause:
    """An empty clause at the end."""
    with writing(session):
        draft = open_draft(session, school_id, draft_key)
        row = _new(draft, staff_id, _last(draft) + 1, at)
        session.add(row)
        session.flush()
    return row


def save_clause(
    session: Session, *, school_id: int, staff_id: int, draft_key: str, clause_key: str, revision: int, given: Given,
    at: datetime,
) -> DraftClause:  # fmt: skip
    """Keep what the form says. Raises ChangedMeanwhile when a colleague saved since the form was opened."""
    if len(given.summary_nl) > LONGEST_SUMMARY or len(given.pupil_nl) > LONGEST_PUPIL:
        raise TooLongToKeep
    wording = _html(given.source)
    with writing(session):
        row = find_clause(session, school_id, draft_key, clause_key)
        if row.revision != revision:
            raise ChangedMeanwhile
        for name, value in asdict(given).items():
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
        row.wording = wording
        if not row.clause_id.startswith(f"{OWN_PREFIX}-"):
            row.teach = row.teach and bool(given.pupil_nl)
        else:
            row.teach = "pupil" in given.audience and bool(given.pupil_nl)
        row.revision += 1
        row.updated_at, row.updated_by = at, staff_id
        row.draft.updated_at, row.draft.updated_by = at, staff_id
    return row


def move_clause(
    session: Session, *, school_id: int, staff_id: int, draft_key: str, clause_key: str, down: bool, at: datetime
) -> None:
    """Change places with the clause before or after it."""
    with writing(session):
        row = find_clause(session, school_id, draft_key, clause_key)
        rows = live(row.draft)
        place = rows.index(row)
        other = place + (1 if down else -1)
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        for position, one in enumerate(rows, 1):
            one.position = position
        row.draft.updated_at, row.draft.updated_by = at, staff_id


def remove_clause(
    session: Session, *, school_id: int, staff_id: int, draft_key: str, clause_key: str, at: datetime
) -> DraftClause:
    """Take a clause out; for 30 days it can be brought back."""
    with writing(session):
        row = find_clause(session, school_id, draft_key, clause_key)
        row.deleted_at = at
        _audit(session, staff_id, "protocol.clause.remove", row.draft, at, clause=row.clause_id)
    return row


def restore_clause(
    session: Session, *, school_id: int, staff_id: int, draft_key: str, clause_key: str, at: datetime
) -> DraftClause:
    """Bring a clause back. Raises NoSuchClause after 30 days."""
    with writing(session):
        row = find_clause(session, school_id, draft_key, clause_key, removed=True)
        if row.deleted_at is not None and row.deleted_at < at - UNDO:
            raise NoSuchClause
        row.deleted_at = None
        _audit(session, staff_id, "protocol.clause.restore", row.draft, at, clause=row.clause_id)
    return row


def set_wording(
    session: Session, *, school_id: int, staff_id: int, clause_id: str, source: str, revision: int, at: datetime
) -> None:
    """The school's official words beside a clause of its shipped protocol; empty takes them away.

    Raises NoSuchClause, ChangedMeanwhile, TooLongToKeep.
    """
    wording = _html(source)
    with writing(session):
        if clause_id not in catalog.protocol_of(session, school_id).by_id:
            raise NoSuchClause
        row = session.scalars(
            select(ClauseWording)
            .where(ClauseWording.school_id == school_id, ClauseWording.clause_id == clause_id)
            .execution_options(populate_existing=True)
        ).first()
        if (row.revision if row else 0) != revision:
            raise ChangedMeanwhile
        if row is None:
            row = ClauseWording(school_id=school_id, clause_id=clause_id, revision=0)
            session.add(row)
        row.source, row.wording, row.revision = plain(source).strip(), wording, row.revision + 1
        row.updated_at, row.updated_by = at, staff_id
        note(
            session, school_id=school_id, actor=f"staff:{staff_id}", action="agreements.wording",
            subject=f"clause:{clause_id}"[:60], at=at,
        )  # fmt: skip


def find_clause(
    session: Session, school_id: int, draft_key: str, clause_key: str, *, removed: bool = False
) -> DraftClause:
    """A clause of an open draft as it is on disk. Raises NoSuchClause."""
    draft = open_draft(session, school_id, draft_key)
    row = session.scalars(
        select(DraftClause)
        .where(DraftClause.key == clause_key, DraftClause.draft_id == draft.id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None or (row.deleted_at is not None) != removed:
        raise NoSuchClause
    return row


def _new(draft: ProtocolDraft, staff_id: int, position: int, at: datetime) -> DraftClause:
    return DraftClause(
        school_id=draft.school_id, draft_id=draft.id, clause_id=f"{OWN_PREFIX}-{new_key()}", position=position,
        audience=[], like=[], updated_at=at, updated_by=staff_id,
    )  # fmt: skip


def _last(draft: ProtocolDraft) -> int:
    return max((row.position for row in draft.clauses), default=0)


def _html(source: str) -> str:
    try:
        return str(safe_html(source)) if source.strip() else ""
    except TooLong:
        raise TooLongToKeep from None


def _audit(session: Session, staff_id: int, action: str, draft: ProtocolDraft, at: datetime, **facts: object) -> None:
    note(
        session, school_id=draft.school_id, actor=f"staff:{staff_id}", action=action, subject=f"draft:{draft.key}",
        at=at, facts=facts,
    )  # fmt: skip
