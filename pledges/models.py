"""Tables of the pledge: the chain, what opens its commitments, and where each pupil stands with each promise.

The chain (``PledgeLink``) holds no person and stays. Everything else here is about a pupil and goes when that pupil
is erased or the school year is long over.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Keyed
from pledges.rules.opening import WAYS_TO_UNDERSTAND
from pledges.rules.states import State

_BIG = BigInteger().with_variant(Integer(), "sqlite")
_STATES = ", ".join(f"'{state}'" for state in State)
_UNDERSTOOD = ", ".join(f"'{how}'" for how in ("", *WAYS_TO_UNDERSTAND))


class PledgeLink(Base):
    """One link of a school's chain: the exact sealed bytes. Rows are only ever added."""

    __tablename__ = "pledge_link"

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    seq: Mapped[int]
    record: Mapped[bytes] = mapped_column(LargeBinary)
    signatures: Mapped[list[str]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    key_after: Mapped[str] = mapped_column(String(32))
    """Id of the key that seals the next link."""

    __table_args__ = (UniqueConstraint("school_id", "seq"),)


class PledgeSecret(Base):
    """Salt and value behind one commitment in the chain; about a pupil, or (countersigning) about a member of staff."""

    __tablename__ = "pledge_secret"

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    seq: Mapped[int]
    year: Mapped[int]
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    value: Mapped[Any] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("school_id", "seq", "field"),)


class PledgeSigning(Keyed, Base):
    """Promises signed together in one act. ``token`` makes that the same form counts once."""

    __tablename__ = "pledge_signing"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"))
    year: Mapped[int]
    seq: Mapped[int]
    token: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(8))
    strokes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    signed_at: Mapped[datetime]
    paper_day: Mapped[date | None]
    """The date on the paper, where the child signed on paper."""
    countersigned_at: Mapped[datetime | None]
    countersigned_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    teacher_words: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        UniqueConstraint("pupil_id", "token"),
        Index("ix_pledge_signing_class_id_year", "class_id", "year"),
        CheckConstraint("way IN ('typed', 'drawn', 'stamp', 'paper')", name="way"),
    )


class Pledge(Keyed, Base):
    """One pupil × promise × meaning × school year. ``words`` are as last written, ``signed_words`` as last signed."""

    __tablename__ = "pledge"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    promise: Mapped[str] = mapped_column(String(20))
    meaning: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default=State.DRAFT)
    choice: Mapped[str] = mapped_column(String(8), default="")
    """``yes``, ``not-yet`` or nothing chosen."""
    words: Mapped[str] = mapped_column(String(200), default="")
    signed_words: Mapped[str] = mapped_column(String(200), default="")
    signing_id: Mapped[int | None] = mapped_column(ForeignKey("pledge_signing.id", ondelete="SET NULL"), index=True)
    understood: Mapped[str] = mapped_column(String(10), default="")
    """How understanding was shown: by the module, by situations, to a teacher; empty: not yet."""
    understood_at: Mapped[datetime | None]
    answers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Situations answered for this promise, oldest first, as [item, choice, right]."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("pupil_id", "promise", "meaning", "year"),
        Index("ix_pledge_school_id_year_state", "school_id", "year", "state"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("choice IN ('', 'yes', 'not-yet')", name="choice"),
        CheckConstraint(f"understood IN ({_UNDERSTOOD})", name="understood"),
    )


class TalkWish(Base):
    """A child would like to talk about a promise; gone once they talked, or the child no longer wants to."""

    __tablename__ = "pledge_talk_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    promise: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    about: Mapped[str] = mapped_column(String(10))
    """``talk`` (not yet, or withdrawn) or ``read`` (read it together)."""
    why: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(5), default="nl", server_default="nl")
    """Of ``why``."""
    asked_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("pupil_id", "promise", "year"),
        CheckConstraint("about IN ('talk', 'read')", name="about"),
    )


class Certificate(Keyed, Base):
    """One to three signed promises that a pupil chose for a certificate, and the code that checks it."""

    __tablename__ = "pledge_certificate"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(40))
    pledges: Mapped[list[Any]] = mapped_column(JSON)
    """[seq of the signing, key of the pledge] of each promise on it."""
    made_at: Mapped[datetime]


class ParentLink(Base):
    """A link for at home that shows promises and asks for a tick. Only the hash of its token is kept, and no name."""

    __tablename__ = "pledge_parent_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(10))
    """``sign`` (the parent line) or ``talk`` (the card for at home)."""
    shows: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ticked_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("purpose IN ('sign', 'talk')", name="purpose"),)


class ParentLine(Base):
    """Somebody at home signed with the pupil: by link or on paper, when, and no more."""

    __tablename__ = "pledge_parent_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    year: Mapped[int]
    way: Mapped[str] = mapped_column(String(5))
    signed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("pupil_id", "year"),
        CheckConstraint("way IN ('link', 'paper')", name="way"),
    )


class SchoolSide(Base):
    """The school signed what it promises, for one version of the contract."""

    __tablename__ = "pledge_school_side"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    contract: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int]
    signed_at: Mapped[datetime]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    __table_args__ = (UniqueConstraint("school_id", "contract"),)


class ClassPromise(Base):
    """The promise that a class made itself in its school year, with how it was carried; no names."""

    __tablename__ = "pledge_class_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), unique=True)
    words: Mapped[str] = mapped_column(String(200))
    in_favour: Mapped[int]
    cast: Mapped[int]
    agreed_at: Mapped[datetime]
