"""Who did or saw what, when. Rows are only ever added.

Changes are written in the transaction of the change itself. Reads of children's records are one row per
person × kind × class × day, in a transaction of their own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.clock import local_day
from core.database import Base, writing


class AuditEntry(Base):
    """One act. ``subject`` is a kind and a key (``pupil:k3m…``), never a name; ``facts`` hold no personal words."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (Index("ix_audit_entry_school_at", "school_id", "at"),)


class RecordRead(Base):
    """Somebody saw records of children on a day: once per actor × subject × kind × day."""

    __tablename__ = "record_read"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    day: Mapped[date]
    actor: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))

    __table_args__ = (UniqueConstraint("school_id", "day", "actor", "kind", "subject"),)


def note(
    session: Session,
    *,
    school_id: int | None,
    actor: str,
    action: str,
    subject: str,
    at: datetime,
    facts: dict[str, Any] | None = None,
) -> None:
    """Add one act to the audit. Call inside ``writing(session)``; actor is ``staff:3``, ``pupil:9`` or ``system``."""
    session.add(AuditEntry(school_id=school_id, at=at, actor=actor, action=action, subject=subject, facts=facts or {}))


def note_read(session: Session, *, school_id: int, actor: str, kind: str, subject: str, at: datetime) -> None:
    """Remember that ``actor`` saw the records ``kind`` of ``subject`` today; does nothing the second time."""
    day = local_day(at)
    match = {"school_id": school_id, "day": day, "actor": actor, "kind": kind, "subject": subject}
    if session.query(RecordRead.id).filter_by(**match).first() is not None:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    with writing(session):  # two windows of one person may be here at the same moment
        session.execute(insert(RecordRead).values(**match).on_conflict_do_nothing())
