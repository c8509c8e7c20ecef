"""Tables of questions asked and answered.

An *attempt* is a fixed list of items for one pupil: a quiz of a module, a refresher over several modules, or one side
of the measurement. Each of its items is answered once; that row is what makes resending harmless.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Keyed

KINDS = ("quiz", "refresher", "start", "end")
PHASES = ("start", "end")


class Attempt(Keyed, Base):
    """One list of items for one pupil. ``seed`` mixes the options and hides their ids; it never leaves the server.

    ``module`` is empty for refreshers and measurements. ``plan`` says of a refresher which module's number it is, as
    [module, number, [goals]], and of a measurement which form, as ["a"].
    """

    __tablename__ = "attempt"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(10))
    module: Mapped[str] = mapped_column(String(20), default="")
    year: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    items: Mapped[list[str]] = mapped_column(JSON)
    plan: Mapped[list[Any]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    """When an unfinished refresher or measurement was let go."""
    help_item: Mapped[str | None] = mapped_column(String(8))
    help_at: Mapped[datetime | None]
    """*Ik snap het niet*: where and when, until the next answer."""

    __table_args__ = (
        CheckConstraint("kind IN ('quiz', 'refresher', 'start', 'end')", name="kind"),
        Index("ix_attempt_pupil_id_kind_module_started_at", "pupil_id", "kind", "module", "started_at"),
        Index("ix_attempt_class_id_module_year", "class_id", "module", "year"),
        Index(
            "uq_attempt_open",
            "pupil_id",
            "kind",
            "module",
            unique=True,
            sqlite_where=text("finished_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("finished_at IS NULL AND dropped_at IS NULL"),
        ),
    )


class AttemptAnswer(Base):
    """The one answer to an item of an attempt, as content ids; ``digest`` is of the question's text at that moment."""

    __tablename__ = "attempt_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(8), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    goal: Mapped[str] = mapped_column(String(4))
    picks: Mapped[list[Any]] = mapped_column(JSON)
    right: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime]


class AnswerDraft(Base):
    """What a pupil had filled in before leaving; seen by that pupil alone and gone on sending."""

    __tablename__ = "answer_draft"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(8), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]


class Measurement(Base):
    """A class's start or end measurement, from when the teacher opens it until it is closed."""

    __tablename__ = "measurement"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    year: Mapped[int]
    phase: Mapped[str] = mapped_column(String(5))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("class_id", "year", "phase"),
        CheckConstraint("phase IN ('start', 'end')", name="phase"),
    )


class StatementAnswer(Base):
    """One of the sentences "Ik weet wat ik doe als …", with the face the pupil chose."""

    __tablename__ = "statement_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    statement: Mapped[str] = mapped_column(String(16), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    face: Mapped[str] = mapped_column(String(16))
