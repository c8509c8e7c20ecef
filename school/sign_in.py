"""Signed-in browsers: made at sign-in with a fresh token, looked up at each request, ended by deleting a row.

The cookie carries the token and nothing about the person. A row ends at a fixed moment, after idling, or as soon
as the person, the class or the role ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from core.database import writing
from school.access import Partner, Visitor
from school.models import Pupil, School, SchoolClass, SignIn, Staff
from school.secrets import new_token, token_hash

PUPIL_LASTS = timedelta(hours=8)
STAFF_LASTS = timedelta(hours=10)
PUPIL_IDLE = timedelta(minutes=45)
STAFF_IDLE = timedelta(minutes=90)
SEEN_EVERY = timedelta(minutes=5)
KEPT_AFTER_END = timedelta(minutes=30)
PENDING_LASTS = timedelta(minutes=15)

_Other = aliased(Pupil)
# Asked by every request of everybody who is signed in, so it is put together once and is one statement.
_HOLDER = (
    select(
        SignIn.pending, SignIn.created_at, SignIn.last_seen, SignIn.expires_at, SignIn.second_factor_at,
        SignIn.pupil_id, SignIn.staff_id, SignIn.partner_id, School.id.label("school_id"), School.demo,
        Pupil.first_name, Pupil.class_id, Pupil.route, Pupil.sign, Pupil.left_at, Pupil.deleted_at.label("gone_at"),
        SchoolClass.deleted_at.label("class_gone_at"), SchoolClass.archived_at,
        Staff.role, Staff.name.label("staff_name"), Staff.disabled_at,
        _Other.first_name.label("partner_name"), _Other.route.label("partner_route"),
        _Other.sign.label("partner_sign"), _Other.class_id.label("partner_class_id"),
        _Other.left_at.label("partner_left_at"), _Other.deleted_at.label("partner_gone_at"),
    )
    .outerjoin(Pupil, Pupil.id == SignIn.pupil_id)
    .outerjoin(SchoolClass, SchoolClass.id == Pupil.class_id)
    .outerjoin(Staff, Staff.id == SignIn.staff_id)
    .outerjoin(_Other, _Other.id == SignIn.partner_id)
    .join(School, School.id == func.coalesce(Pupil.school_id, Staff.school_id))
    .where(SignIn.token_hash == bindparam("token"))
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What a token leads to. ``ended`` is true when the session is over but was this person's a moment ago."""

    visitor: Visitor
    ended: bool = False
    stale: bool = False
    """True when ``last_seen`` is due for an update."""


def begin_pupil(session: Session, pupil: Pupil, *, at: datetime) -> str:
    """Sign a pupil in; returns the token for the cookie."""
    token = new_token()
    with writing(session):
        session.add(
            SignIn(
                token_hash=token_hash(token), school_id=pupil.school_id, pupil_id=pupil.id, class_id=pupil.class_id,
                created_at=at, last_seen=at, expires_at=at + PUPIL_LASTS,
            )
        )  # fmt: skip
    return token


def begin_staff(session: Session, staff: Staff, *, at: datetime, second_factor: bool) -> str:
    """Sign a member of staff in; returns the token for the cookie."""
    token = new_token()
    with writing(session):
        session.add(
            SignIn(
                token_hash=token_hash(token), school_id=staff.school_id, staff_id=staff.id, created_at=at,
                last_seen=at, expires_at=at + STAFF_LASTS, second_factor_at=at if second_factor else None,
            )
        )  # fmt: skip
    return token


def begin_half(session: Session, *, at: datetime, pupil: Pupil | None = None, staff: Staff | None = None) -> str:
    """Sign somebody in half-way: the second step, or the choice of an own secret, is still to come.

    ``find`` does not know the token; ``half`` does, for PENDING_LASTS.
    """
    person = pupil or staff
    if person is None:
        raise ValueError("whose?")
    token = new_token()
    with writing(session):
        session.add(
            SignIn(
                token_hash=token_hash(token), school_id=person.school_id, pupil_id=pupil.id if pupil else None,
                staff_id=staff.id if staff else None, class_id=pupil.class_id if pupil else None, pending=True,
                created_at=at, last_seen=at, expires_at=at + PENDING_LASTS,
            )
        )  # fmt: skip
    return token


def half(session: Session, token: str | None, *, at: datetime) -> SignIn | None:
    """The row of somebody who is half-way signed in with ``token``."""
    row = session.get(SignIn, token_hash(token)) if token else None
    if row is None or not row.pending or not row.created_at - timedelta(days=1) <= at < row.expires_at:
        return None
    return row


def find(session: Session, token: str, *, at: datetime) -> Found | None:
    """Who holds ``token`` now, or held it until less than KEPT_AFTER_END ago."""
    row = session.execute(_HOLDER, {"token": token_hash(token)}).first()
    if row is None or row.pending:
        return None
    idle = PUPIL_IDLE if row.pupil_id else STAFF_IDLE
    end = min(row.expires_at, row.last_seen + idle)
    if at >= end + KEPT_AFTER_END or at < row.created_at - timedelta(days=1):
        return None  # the second: a clock that jumped back must not make a session eternal
    visitor = _pupil(row) if row.pupil_id else _staff(row)
    return Found(visitor, ended=at >= end, stale=at >= row.last_seen + SEEN_EVERY) if visitor else None


def seen(session: Session, token: str, *, at: datetime) -> None:
    """Remember that the holder of ``token`` is still there."""
    with writing(session):
        row = session.get(SignIn, token_hash(token))
        if row is not None:
            row.last_seen = max(row.last_seen, at)


def end(session: Session, token: str) -> None:
    """Sign this browser out."""
    with writing(session):
        session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def end_all(session: Session, *, pupil_id: int = 0, staff_id: int = 0, class_id: int = 0) -> None:
    """Sign out every browser of a pupil, of a member of staff, or of all pupils of a class."""
    query = delete(SignIn)
    alone = update(SignIn).where(SignIn.partner_id == pupil_id).values(partner_id=None)
    if pupil_id:
        query = query.where(SignIn.pupil_id == pupil_id)
    elif staff_id:
        query = query.where(SignIn.staff_id == staff_id)
    elif class_id:
        query = query.where(SignIn.class_id == class_id)
    else:
        raise ValueError("whose?")
    with writing(session):
        session.execute(query)
        if pupil_id:
            session.execute(alone)


def _pupil(row: Any) -> Visitor | None:
    if row.first_name is None or row.gone_at or row.left_at or row.class_gone_at or row.archived_at:
        return None
    return Visitor(
        role="pupil", name=row.first_name, school_id=row.school_id, pupil_id=row.pupil_id, class_id=row.class_id,
        route=row.route, sign=row.sign, demo=row.demo, partner=_partner(row),
    )  # fmt: skip


def _partner(row: Any) -> Partner | None:
    """The other child of a pair, while it is in the same class."""
    if row.partner_name is None or row.partner_gone_at or row.partner_left_at or row.partner_class_id != row.class_id:
        return None
    return Partner(row.partner_id, row.partner_name, row.partner_route, row.partner_sign)


def _staff(row: Any) -> Visitor | None:
    if row.role is None or row.disabled_at:
        return None
    return Visitor(
        role=row.role, name=row.staff_name, school_id=row.school_id, staff_id=row.staff_id,
        second_factor_at=row.second_factor_at, demo=row.demo,
    )  # fmt: skip
