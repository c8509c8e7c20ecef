"""Schools, classes and people.

A school has classes; a class lives in one school year and may hold several jaargroepen. A pupil belongs to one
class and is known by a first name as shown, a jaargroep, a route and a sign: no surname, e-mail, birth date or
photo exists here. Staff have a role: teacher (of the classes they are tied to), administrator (one school) or
board (totals of its schools, no names).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, Keyed

SECRET_KINDS = ("pictures", "words")
SIGN_IN_TIMES = ("opened", "school-hours", "always")
ROUTES = ("basis", "plus")
STAFF_ROLES = ("teacher", "administrator", "board")


class School(Keyed, Base):
    """One school with its protocol: a shipped one by ``protocol_slug``, or an own published version."""

    __tablename__ = "school"

    name: Mapped[str] = mapped_column(String(120))
    protocol_slug: Mapped[str] = mapped_column(String(40))
    protocol_version_id: Mapped[int | None]
    region: Mapped[str] = mapped_column(String(10), default="noord")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the school chose about the site itself (check page on or off, agreements public …); read with
    ``school.choices.choice``, which knows every name and default."""


class SchoolClass(Keyed, Base):
    """A stamgroep in one school year. ``code`` is what pupils type; ``deleted_at`` starts the 30 days of undo."""

    __tablename__ = "school_class"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    years: Mapped[list[int]] = mapped_column(JSON)
    """The jaargroepen in it, such as [7] or [5, 6]."""
    code: Mapped[str] = mapped_column(String(8), unique=True)
    secret_kind: Mapped[str] = mapped_column(String(10), default="pictures")
    sign_in_time: Mapped[str] = mapped_column(String(12), default="school-hours")
    opened_until: Mapped[datetime | None]
    source_hash: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the group's key in the system the roster came from; matches a re-import."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"))
    """The class of the school year before whose pupils, or name, went on in this one."""
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    school: Mapped[School] = relationship()

    __table_args__ = (
        CheckConstraint("secret_kind IN ('pictures', 'words')", name="secret_kind"),
        CheckConstraint("sign_in_time IN ('opened', 'school-hours', 'always')", name="sign_in_time"),
    )


class Pupil(Keyed, Base):
    """A child. ``secret_hash`` is empty until a card was made; ``secret_own`` is true once the child chose it."""

    __tablename__ = "pupil"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    first_name: Mapped[str] = mapped_column(String(40))
    sign: Mapped[str] = mapped_column(String(20), default="")
    """A picture beside the name where two children share one."""
    year_group: Mapped[int]
    route: Mapped[str] = mapped_column(String(5))
    secret_hash: Mapped[str | None] = mapped_column(String(120))
    secret_own: Mapped[bool] = mapped_column(default=False)
    card_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the QR code of the sign-in card; gone once the child made an own secret."""
    card_until: Mapped[datetime | None]
    source_hash: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the key in the system the roster came from; matches a re-import."""
    language: Mapped[str] = mapped_column(String(5), default="nl")
    look: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    before_turn: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Where the child was before the last turn of the year, so that it can be undone: ``turn``, ``class``, ``to``
    (class), ``year``, ``route``, ``sign``."""
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    school_class: Mapped[SchoolClass] = relationship()

    __table_args__ = (
        CheckConstraint("route IN ('basis', 'plus')", name="route"),
        Index("ix_pupil_class_id_first_name", "class_id", "first_name"),
        UniqueConstraint("school_id", "source_hash"),
    )


class Staff(Keyed, Base):
    """A teacher, administrator or board member. ``epoch`` goes up when every session must end."""

    __tablename__ = "staff"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(15))
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(120))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_last_step: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(5), default="nl")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    school: Mapped[School] = relationship()

    __table_args__ = (CheckConstraint("role IN ('teacher', 'administrator', 'board')", name="role"),)


class ClassTeacher(Base):
    """A teacher of a class; a substitute or duo partner may have an end date (the last day that counts)."""

    __tablename__ = "class_teacher"

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    until: Mapped[date | None]


class SignIn(Base):
    """One signed-in browser. Only the hash of its token is kept; deleting the row signs it out."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    """The other child of a pair on this device, who signed in here too."""
    second_factor_at: Mapped[datetime | None]
    pending: Mapped[bool] = mapped_column(default=False)
    """Half signed in: the second step or the choice of an own secret is still to come; worth nothing else."""
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Budget(Base):
    """A running count of wrong tries on one thing (a pupil, a staff address, class codes); see ``school.limits``."""

    __tablename__ = "budget"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    spent: Mapped[int] = mapped_column(default=0)
    window_start: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


class Invitation(Base):
    """A one-time code with which somebody joins the staff or recovers an account; only its hash is kept."""

    __tablename__ = "invitation"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20))
    """``first-run``, ``join`` or ``recover``."""
    role: Mapped[str] = mapped_column(String(15), default="teacher")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code for the day the second factor is lost; works once, only its hash is kept."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))


class Passkey(Keyed, Base):
    """A key in a device of a member of staff (WebAuthn): here is only the public half, and the name the person gave it.

    ``used_at`` is also what makes an answer count once: a question put before it is not accepted any more.
    """

    __tablename__ = "passkey"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    """The key's own id, as base64url."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OutsideAccount(Base):
    """An account elsewhere (Entree Federatie, Google, Microsoft) that signs a person in here.

    Of that account only a keyed hash of provider and subject is kept: nobody can read from it whose it is.
    """

    __tablename__ = "outside_account"

    subject_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider: Mapped[str] = mapped_column(String(40))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class BoardSchool(Base):
    """A school whose totals a board member sees. The board member's own row hangs on the first of them."""

    __tablename__ = "board_school"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)


class YearTurn(Keyed, Base):
    """A school went into the school year ``year``; can be undone for 30 days."""

    __tablename__ = "year_turn"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    actor: Mapped[str] = mapped_column(String(40))
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class KeptAnswer(Base):
    """A form that arrived after its session had ended, kept 30 minutes for that pupil alone."""

    __tablename__ = "kept_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(300))
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]
