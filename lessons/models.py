"""Tables of the lesson player.

Moments are kept to the minute. A pupil does a module anew in another school year, so a year is part of every key. What
a pupil explained in own words lies apart, since it goes at the end of the school year. Votes have no person.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Keyed

KEPT_TOKENS = 30
"""Submission ids remembered per step: enough to know a form that comes a second time."""


class LessonProgress(Base):
    """How far one pupil is with one module in one school year: the summary that overviews read."""

    __tablename__ = "lesson_progress"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"), index=True)
    step: Mapped[str] = mapped_column(String(4), default="")
    """The first step that is not done; empty when all are."""
    step_since: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    tries: Mapped[int] = mapped_column(default=0)
    """On the step of now."""
    help_at: Mapped[datetime | None]
    """*Ik snap het niet* on the step of now."""
    answered_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_lesson_progress_pupil_id_year", "pupil_id", "year"),)


class StepState(Base):
    """What one pupil did on one step: the first and the last value of each part, and the number of tries."""

    __tablename__ = "step_state"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(4), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    first: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    last: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    tries: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    tokens: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Submission ids, newest last: the same form sent twice counts once."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    finished_again_at: Mapped[datetime | None]
    """The last time the step was walked to its end, after the first."""

    __table_args__ = (Index("ix_step_state_pupil_id_started_at", "pupil_id", "started_at"),)


class StepDraft(Base):
    """What a pupil was writing before leaving: seen by that pupil alone, gone on sending."""

    __tablename__ = "step_draft"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    step: Mapped[str] = mapped_column(String(4), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]


class TeachBack(Keyed, Base):
    """What a pupil explained, and the if-then plan. ``reply`` is one of the fixed remarks of a teacher."""

    __tablename__ = "teach_back"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"), index=True)
    module: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    step: Mapped[str] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5), default="nl", server_default="nl")
    """Of the page on which the child wrote: how a screen reader has to pronounce it."""
    told: Mapped[bool]
    plan: Mapped[str] = mapped_column(String(16))
    plan_text: Mapped[str] = mapped_column(String(120))
    written_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    reply: Mapped[str] = mapped_column(String(16), default="")
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    """The member of staff who hid the text from colleagues."""

    __table_args__ = (UniqueConstraint("pupil_id", "module", "year", "step"),)


class ClassVote(Base):
    """Votes of a class in a class talk: totals per moment, no persons."""

    __tablename__ = "class_vote"

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    step: Mapped[str] = mapped_column(String(4), primary_key=True)
    moment: Mapped[str] = mapped_column(String(6), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    agree: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[int] = mapped_column(default=0)
    disagree: Mapped[int] = mapped_column(default=0)

    __table_args__ = (CheckConstraint("moment IN ('before', 'after')", name="moment"),)


class ClassLesson(Base):
    """One module in one class: what the teacher arranged, and when the first child finished it."""

    __tablename__ = "class_lesson"

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(20), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    off: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Steps that this class leaves out."""
    open_step: Mapped[str] = mapped_column(String(4), default="")
    """A step that the teacher opened for everybody, also for who is not there yet."""
    live_until: Mapped[datetime | None]
    """While the class does this module together, pages ask whether something changed."""
    paused_at: Mapped[datetime | None]
    """*Even luisteren*: screens are quiet, work is kept."""
    finished_at: Mapped[datetime | None]
    """When the first child finished: the object is in the terrarium from then on."""
    hidden: Mapped[bool] = mapped_column(default=False)
    """The class does not see the module on its home page; who is in it already, goes on."""
    place: Mapped[int | None]
    """Place in the order of this class, from 1; none: the order of the course."""

    __table_args__ = (Index("ix_class_lesson_school_id", "school_id"),)
