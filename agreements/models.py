"""A school's own protocol: drafts that people work on, versions that never change, decisions on flags, own wording."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Connection, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from core.database import Base, Keyed

DECISIONS = ("accept", "rewrite", "keep")
CHANGES = ("", "spelling", "meaning")


class ProtocolDraft(Keyed, Base):
    """A protocol that is being written. ``revision`` goes up with every change of name or settings, so that two
    administrators do not overwrite each other; each clause has its own."""

    __tablename__ = "protocol_draft"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    title_nl: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    start: Mapped[str] = mapped_column(String(40))
    """Where it began: the slug of a shipped protocol, ``empty``, or ``own`` for the school's own last version."""
    based_on: Mapped[int] = mapped_column(default=0)
    """Number of the own version it goes on from; 0 for none."""
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    clauses: Mapped[list[DraftClause]] = relationship(
        back_populates="draft", order_by="DraftClause.position, DraftClause.id", cascade="all, delete-orphan"
    )


class DraftClause(Keyed, Base):
    """One clause of a draft. ``clause_id`` stays the same through all versions; ``change`` says what kind of change
    its author made since the last version: spelling keeps signatures, meaning asks them again."""

    __tablename__ = "draft_clause"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("protocol_draft.id", ondelete="CASCADE"), index=True)
    clause_id: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    """The school's own words as typed or pasted, in Markdown."""
    wording: Mapped[str] = mapped_column(Text, default="")
    """The same as clean HTML, made when it was saved."""
    audience: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[str] = mapped_column(String(20), default="rule")
    topic: Mapped[str] = mapped_column(String(30), default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    summary_nl: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    pupil_nl: Mapped[str] = mapped_column(Text, default="")
    pupil_en: Mapped[str] = mapped_column(Text, default="")
    teach: Mapped[bool] = mapped_column(default=False)
    pledge: Mapped[bool] = mapped_column(default=False)
    promise: Mapped[str | None] = mapped_column(String(3))
    like: Mapped[list[str]] = mapped_column(JSON, default=list)
    conflicts: Mapped[list[str]] = mapped_column(JSON, default=list)
    meaning: Mapped[int] = mapped_column(default=1)
    change: Mapped[str] = mapped_column(String(8), default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    deleted_at: Mapped[datetime | None]

    draft: Mapped[ProtocolDraft] = relationship(back_populates="clauses")

    __table_args__ = (
        CheckConstraint("change IN ('', 'spelling', 'meaning')", name="change"),
        UniqueConstraint("draft_id", "clause_id"),
    )


class ProtocolVersion(Keyed, Base):
    """A published protocol. Never changed: ``body`` is the whole protocol, ``digest`` is over its canonical form."""

    __tablename__ = "protocol_version"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the screen listed before publishing: touched clauses, promises, lessons, items, pledges."""
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    __table_args__ = (UniqueConstraint("school_id", "number"),)


class FlagDecision(Base):
    """What a school decided on a flag: accept the advice, rewrite the clause, or keep it as it is."""

    __tablename__ = "flag_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    flag_id: Mapped[str] = mapped_column(String(40))
    decision: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("decision IN ('accept', 'rewrite', 'keep')", name="decision"),
        Index("ix_flag_decision_school_flag", "school_id", "flag_id"),
    )


class ClauseWording(Base):
    """The school's official words of a clause of a shipped protocol."""

    __tablename__ = "clause_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    clause_id: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text)
    wording: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    __table_args__ = (UniqueConstraint("school_id", "clause_id"),)


class VersionIsFinal(RuntimeError):
    """Something tried to change a published version: a fault in the program."""


@event.listens_for(ProtocolVersion, "before_update")
def _never_change(_mapper: Mapper[Any], _connection: Connection, _version: ProtocolVersion) -> None:
    raise VersionIsFinal("a published version never changes")
