"""Drafts of a school's own protocol: begin, settings, throw away, bring back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, selectinload

from agreements import catalog
from agreements.commands.refusals import AlreadyPublished, ChangedMeanwhile, NoSuchDraft, NoSuchStart
from agreements.drafting import UNDO, copied
from agreements.models import ClauseWording, DraftClause, ProtocolDraft, ProtocolVersion
from agreements.schema import Protocol
from core.audit import note
from core.database import writing
from school.models import School

EMPTY, OWN = "empty", "own"


def start_draft(session: Session, *, school_id: int, staff_id: int, start: str, at: datetime) -> ProtocolDraft:
    """A new draft from a shipped protocol, the base, an empty page or the school's own version. Raises NoSuchStart."""
    with writing(session):
        school = session.get_one(School, school_id)
        begun, sources = _begin(session, school, start)
        draft = ProtocolDraft(
            school_id=school_id,
            name=school.name,
            title_nl=begun.title.say("nl") if begun else "Afspraken over internet en sociale media",
            title_en=begun.title.say("en") if begun else "Agreements on internet and social media",
            start=start,
            based_on=latest_number(session, school_id),
            settings={name: list(values) for name, values in begun.settings.items()} if begun else {},
            created_at=at,
            updated_at=at,
            updated_by=staff_id,
        )
        session.add(draft)
        session.flush()
        for position, clause in enumerate(begun.clauses if begun else (), 1):
            fields = copied(clause, sources.get(clause.id, ""))
            row = DraftClause(school_id=school_id, draft_id=draft.id, position=position, **fields)
            row.updated_at, row.updated_by = at, staff_id
            session.add(row)
        _audit(session, school_id, staff_id, "protocol.draft", draft, at, start=start)
    return draft


def save_settings(
    session: Session, *, school_id: int, staff_id: int, draft_key: str, revision: int, title_nl: str, title_en: str,
    settings: Mapping[str, Sequence[str]], at: datetime,
) -> ProtocolDraft:  # fmt: skip
    """Keep title and settings. Values that a setting does not have are left out. Raises ChangedMeanwhile."""
    with writing(session):
        draft = open_draft(session, school_id, draft_key)
        if draft.revision != revision:
            raise ChangedMeanwhile
        known = {setting.id: setting for setting in catalog.shelf().settings.settings}
        draft.settings = {
            name: [value for value in values if known[name].variant(value)]
            for name, values in settings.items()
            if name in known and any(known[name].variant(value) for value in values)
        }
        draft.title_nl, draft.title_en = title_nl.strip()[:200] or draft.title_nl, title_en.strip()[:200]
        draft.revision += 1
        draft.updated_at, draft.updated_by = at, staff_id
    return draft


def discard_draft(session: Session, *, school_id: int, staff_id: int, draft_key: str, at: datetime) -> None:
    """Throw a draft away; for 30 days it can be brought back."""
    with writing(session):
        draft = open_draft(session, school_id, draft_key)
        draft.deleted_at = at
        _audit(session, school_id, staff_id, "protocol.discard", draft, at)


def restore_draft(session: Session, *, school_id: int, staff_id: int, draft_key: str, at: datetime) -> None:
    """Bring a draft back. Raises NoSuchDraft after 30 days."""
    with writing(session):
        draft = find_draft(session, school_id, draft_key)
        if draft.deleted_at is not None and draft.deleted_at < at - UNDO:
            raise NoSuchDraft
        draft.deleted_at = None
        _audit(session, school_id, staff_id, "protocol.restore", draft, at)


def purge(session: Session, *, at: datetime) -> int:
    """Remove for good what was thrown away more than 30 days ago; how many rows went."""
    with writing(session):
        gone = 0
        for table in (DraftClause, ProtocolDraft):
            old = session.scalars(select(table.id).where(table.deleted_at < at - UNDO)).all()
            if table is ProtocolDraft and old:
                session.execute(delete(DraftClause).where(DraftClause.draft_id.in_(old)))
            session.execute(delete(table).where(table.id.in_(old)))
            gone += len(old)
    return gone


def find_draft(session: Session, school_id: int, key: str) -> ProtocolDraft:
    """A draft of the school, thrown away or not, as it is on disk. Raises NoSuchDraft."""
    found = session.scalars(
        select(ProtocolDraft)
        .where(ProtocolDraft.key == key, ProtocolDraft.school_id == school_id)
        .options(selectinload(ProtocolDraft.clauses))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NoSuchDraft
    return found


def open_draft(session: Session, school_id: int, key: str) -> ProtocolDraft:
    """A draft that can be worked on. Raises NoSuchDraft, AlreadyPublished."""
    draft = find_draft(session, school_id, key)
    if draft.deleted_at is not None:
        raise NoSuchDraft
    if draft.published_at is not None:
        raise AlreadyPublished
    return draft


def latest_number(session: Session, school_id: int) -> int:
    """The number of the school's newest version; 0 when it has none."""
    found = session.scalar(select(func.max(ProtocolVersion.number)).where(ProtocolVersion.school_id == school_id))
    return found or 0


def _begin(session: Session, school: School, start: str) -> tuple[Protocol | None, dict[str, str]]:
    """The protocol to begin from, and the typed words of its clauses by id."""
    if start == EMPTY:
        return None, {}
    if start == OWN:
        words = session.execute(
            select(ClauseWording.clause_id, ClauseWording.source).where(ClauseWording.school_id == school.id)
        )
        last = session.scalars(
            select(ProtocolDraft)
            .where(ProtocolDraft.school_id == school.id, ProtocolDraft.published_at.is_not(None))
            .order_by(ProtocolDraft.published_at.desc())
        ).first()
        typed = {row.clause_id: row.source for row in last.clauses} if last else {}
        return catalog.protocol_of(session, school.id), {**{row.clause_id: row.source for row in words}, **typed}
    if start not in catalog.shelf().everything:
        raise NoSuchStart
    return catalog.protocol(start), {}


def _audit(
    session: Session, school_id: int, staff_id: int, action: str, draft: ProtocolDraft, at: datetime, **facts: str
) -> None:
    note(
        session, school_id=school_id, actor=f"staff:{staff_id}", action=action, subject=f"draft:{draft.key}", at=at,
        facts=dict(facts),
    )  # fmt: skip
