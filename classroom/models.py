"""Tables of the classroom: lessons that are given, votes on the board, what a teacher adds, hides and leaves aside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from classroom.rules.clock import PHASES
from core.database import Base, Keyed

OWN_KINDS = ("item", "talk")
_RUNNING = text("ended_at IS NULL")
_PHASES = ", ".join(f"'{phase}'" for phase in PHASES)


class LiveLesson(Keyed, Base):
    """A lesson that a class does together. At most one runs per class.

    ``phase`` and ``phase_since`` are the teacher's last move; where the clock stands now follows from them and the
    time (``classroom.rules.clock``). Whether the screens are paused and which step is open is kept by the player.
    """

    __tablename__ = "live_lesson"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    module: Mapped[str] = mapped_column(String(20))
    lesson: Mapped[int]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    phase: Mapped[str] = mapped_column(String(10))
    phase_since: Mapped[datetime]
    extra_seconds: Mapped[int] = mapped_column(default=0)
    resumed_at: Mapped[datetime | None]
    """When the screens went on after they were quiet: minutes on a step count from then."""
    ended_at: Mapped[datetime | None]
    repeat: Mapped[str] = mapped_column(String(200), default="")
    """One line of the teacher: what to repeat next time."""
    changes: Mapped[int] = mapped_column(default=0)
    """Goes up with every act of a teacher, so that two who act at once notice each other."""

    __table_args__ = (
        Index("uq_live_lesson_running", "class_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_live_lesson_class_id_started_at", "class_id", "started_at"),
        CheckConstraint("lesson IN (1, 2)", name="lesson"),
        CheckConstraint(f"phase IN ({_PHASES})", name="phase"),
    )


class BoardVote(Keyed, Base):
    """A question that the class votes on again after the talk. ``name`` is an item or step, ``part`` the part of it."""

    __tablename__ = "board_vote"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), index=True)
    module: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(20))
    part: Mapped[str] = mapped_column(String(40), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Answer → how many chose it, when the vote was opened."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class BoardVoter(Base):
    """Who voted, and nothing about what: so that a pupil votes once. Goes when the vote is closed."""

    __tablename__ = "board_voter"

    vote_id: Mapped[int] = mapped_column(ForeignKey("board_vote.id", ondelete="CASCADE"), primary_key=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))


class BoardTally(Base):
    """How many voted for an answer."""

    __tablename__ = "board_tally"

    vote_id: Mapped[int] = mapped_column(ForeignKey("board_vote.id", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(40), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    votes: Mapped[int] = mapped_column(default=0)


class PupilVisit(Base):
    """When a teacher was last with a pupil during a lesson ("Ik ben geweest")."""

    __tablename__ = "pupil_visit"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    at: Mapped[datetime]


class LeftAside(Base):
    """A suggestion that a teacher does not want to see today."""

    __tablename__ = "left_aside"

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True)
    suggestion: Mapped[str] = mapped_column(String(80), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    day: Mapped[date]


class OwnContent(Keyed, Base):
    """A question or a talk question that a teacher added to a module of one class: practice only.

    ``html`` was made safe when it was saved; ``options`` are ``[{"text", "right", "feedback"}]``, none for a talk.
    """

    __tablename__ = "own_content"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), index=True)
    module: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(5))
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    options: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("kind IN ('item', 'talk')", name="kind"),)


class ClassRule(Keyed, Base):
    """A rule that the class made itself, for the poster: nobody signs it and nobody is tested on it."""

    __tablename__ = "class_rule"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(140))
    place: Mapped[int]

    __table_args__ = (UniqueConstraint("class_id", "place"),)
