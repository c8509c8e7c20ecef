"""Tables of what pupils did and showed.

``Evidence`` is only ever added to; a row's ``token`` makes that the same submission counts once. The other tables
are summaries, brought up to date in the same transaction, so that an overview costs what the class is in size and
not what its history is in years.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base

KINDS = ("answer", "action")
SOURCES = ("quiz", "refresher", "pledge", "start", "end", "step")

TOKEN_LENGTH = 64


class Evidence(Base):
    """One fact: an item answered, or an action in a simulation.

    ``name`` is the item's or the step's id; ``picks`` are the (slot, choice) pairs of an answer; ``first`` is true
    for a pupil's first answer to that item in that source; ``tags`` are the misconceptions it carried.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"))
    token: Mapped[str] = mapped_column(String(TOKEN_LENGTH))
    year: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    module: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(20))
    goal: Mapped[str] = mapped_column(String(4), default="")
    agreement: Mapped[str] = mapped_column(String(4), default="")
    language: Mapped[str] = mapped_column(String(5))
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the text as the pupil saw it: what exactly was asked."""
    right: Mapped[bool]
    unsure: Mapped[bool] = mapped_column(default=False)
    protective: Mapped[bool] = mapped_column(default=False)
    first: Mapped[bool]
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    picks: Mapped[list[Any]] = mapped_column(JSON, default=list)

    __table_args__ = (
        UniqueConstraint("pupil_id", "token"),
        Index("ix_evidence_class_id_source", "class_id", "source"),
        Index("ix_evidence_pupil_id_year", "pupil_id", "year"),
        Index("ix_evidence_name_source", "name", "source"),
        CheckConstraint("kind IN ('answer', 'action')", name="kind"),
        CheckConstraint("source IN ('quiz', 'refresher', 'pledge', 'start', 'end', 'step')", name="source"),
    )


class ItemMemory(Base):
    """What one pupil last did with one item, in whatever place; kept until the pupil leaves."""

    __tablename__ = "item_memory"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(8), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    module: Mapped[str] = mapped_column(String(20))
    goal: Mapped[str] = mapped_column(String(4))
    agreement: Mapped[str] = mapped_column(String(4))
    seen_at: Mapped[datetime]
    right: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)


class GoalState(Base):
    """The last two different quiz items of a goal, newest first, as [item, right] pairs."""

    __tablename__ = "goal_state"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    goal: Mapped[str] = mapped_column(String(4), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    last: Mapped[list[Any]] = mapped_column(JSON, default=list)
    updated_at: Mapped[datetime]


class ModuleState(Base):
    """How far one pupil is with one module. ``mastered_at`` is the first time and is never taken away."""

    __tablename__ = "module_state"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    mastered_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]
    """The last time an attempt ended well enough; later than ``mastered_at`` when done again in another year."""
    protective_at: Mapped[datetime | None]
    """The first time a protective action was shown in a simulation of this module."""
    updated_at: Mapped[datetime]


class StepMemory(Base):
    """What one pupil did in one simulation: right at first, protective ever, and when last."""

    __tablename__ = "step_memory"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    right_first: Mapped[bool] = mapped_column(default=False)
    protective: Mapped[bool] = mapped_column(default=False)
    times: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]


class ItemTotal(Base):
    """What remains of first answers after their school year: sums over pupils, no persons.

    ``rest`` is a pupil's share right on the other items of the same attempt; the sums are what the item–rest
    correlation needs. ``picks`` counts choices as ``"slot:choice"``.
    """

    __tablename__ = "item_total"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    year: Mapped[int]
    source: Mapped[str] = mapped_column(String(10))
    module: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(5))
    answers: Mapped[int] = mapped_column(default=0)
    right: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[int] = mapped_column(default=0)
    with_rest: Mapped[int] = mapped_column(default=0)
    rest: Mapped[float] = mapped_column(default=0.0)
    rest_squared: Mapped[float] = mapped_column(default=0.0)
    rest_when_right: Mapped[float] = mapped_column(default=0.0)
    right_with_rest: Mapped[int] = mapped_column(default=0)
    picks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (UniqueConstraint("school_id", "year", "source", "item", "language"),)


class SchoolBreak(Base):
    """A holiday that a school wrote itself; a year with such rows does not follow the published dates."""

    __tablename__ = "school_break"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    first: Mapped[date]
    last: Mapped[date]

    __table_args__ = (CheckConstraint("first <= last", name="in_order"),)
