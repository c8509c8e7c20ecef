"""Staff at the door: e-mail address and passphrase, then the second step where one is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import limits, sign_in
from school.models import RecoveryCode, SignIn, Staff
from school.queries.second_step import has_second_step
from school.rules.second_step import matching_step
from school.secrets import hash_secret, normal_code, outdated, token_hash, verify

RECOVERY_LENGTH = 16


class WrongPassword(Refusal):
    """Address and passphrase do not belong together; unknown addresses get the same answer."""

    sentence = "Dit e-mailadres en deze wachtzin horen niet bij elkaar. Kijk ze allebei na."


class WaitingStaff(Refusal):
    """Too many wrong tries on one address; known and unknown ones alike."""

    status = 429
    sentence = "Dat was een paar keer niet goed. Wacht %(minutes)s min. en probeer het dan opnieuw."


class WrongCode(Refusal):
    """Not the code of this moment, or one that was used already."""

    sentence = "Deze code klopt niet of is al gebruikt. Wacht op de volgende code in je app."


class StepTookTooLong(Refusal):
    """Nobody is half-way signed in with this browser (any more)."""

    status = 410
    sentence = "Het duurde te lang. Begin opnieuw met je e-mailadres."


@dataclass(frozen=True)
class StaffEntry:
    """The token for the cookie; ``half`` when the second step is still to come."""

    token: str
    half: bool


def enter_staff(session: Session, *, email: str, password: str, at: datetime) -> StaffEntry:
    """Sign a member of staff in, or half-way where a second step is set. Raises WrongPassword, WaitingStaff."""
    email = email.strip().lower()
    tries = f"staff:{token_hash(email)[:40]}"
    _claim(session, tries, at)
    staff = session.scalars(select(Staff).where(func.lower(Staff.email) == email)).first()
    kept = staff.password_hash if staff is not None and staff.disabled_at is None else None
    if not verify(password[:1000], kept) or staff is None or kept is None:
        raise WrongPassword
    fresh = hash_secret(password) if outdated(kept) else None
    with writing(session):
        limits.lift(session, tries)
        if fresh:
            staff.password_hash = fresh
        if has_second_step(session, staff):
            return StaffEntry(sign_in.begin_half(session, staff=staff, at=at), half=True)
        _note(session, staff, "staff.signed-in", at)
        return StaffEntry(sign_in.begin_staff(session, staff, at=at, second_factor=False), half=False)


def half_staff(session: Session, token: str | None, *, at: datetime) -> Staff:
    """Who is half-way signed in with ``token``. Raises StepTookTooLong."""
    row = sign_in.half(session, token, at=at)
    staff = session.get(Staff, row.staff_id) if row is not None and row.staff_id else None
    if staff is None or staff.disabled_at or not has_second_step(session, staff):
        raise StepTookTooLong
    return staff


def second_step(session: Session, token: str | None, typed: str, *, at: datetime) -> str:
    """Finish signing in with a code of the app or a recovery code; returns the token for the cookie.

    Raises WrongCode, WaitingStaff, StepTookTooLong.
    """
    staff = half_staff(session, token, at=at)
    check_code(session, staff, typed, at=at)
    with writing(session):
        session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token or "")))
        _note(session, staff, "staff.signed-in", at)
        return sign_in.begin_staff(session, staff, at=at, second_factor=True)


def confirm(session: Session, *, staff_id: int, token: str, typed: str, at: datetime) -> None:
    """Renew the second step of a signed-in browser, before a dangerous act. Raises WrongCode, WaitingStaff."""
    staff = session.get_one(Staff, staff_id)
    check_code(session, staff, typed, at=at)
    with writing(session):
        row = session.get(SignIn, token_hash(token))
        if row is not None:
            row.second_factor_at = at


def check_code(session: Session, staff: Staff, typed: str, *, at: datetime) -> None:
    """Use up a code of the app or a recovery code; tries count per account. Raises WrongCode, WaitingStaff."""
    tries = f"second:{staff.id}"
    _claim(session, tries, at)
    with writing(session):
        session.refresh(staff, with_for_update=True)
        if not _use(session, staff, typed, at):
            raise WrongCode
        limits.lift(session, tries)


def _use(session: Session, staff: Staff, typed: str, at: datetime) -> bool:
    step = matching_step(staff.totp_secret, typed, staff.totp_last_step, at) if staff.totp_secret else None
    if step is not None:
        staff.totp_last_step = step
        return True
    code = normal_code(typed)
    if len(code) != RECOVERY_LENGTH:
        return False
    mine = delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id, RecoveryCode.code_hash == token_hash(code))
    used = session.scalars(mine.returning(RecoveryCode.code_hash)).all()
    if used:
        _note(session, staff, "staff.recovery-code-used", at)
    return bool(used)


def _claim(session: Session, name: str, at: datetime) -> None:
    try:
        limits.claim(session, name, at)
    except limits.Waiting:
        left = limits.waiting(session, name, at)
        raise WaitingStaff(minutes=limits.minutes(left) if left else 1) from None


def _note(session: Session, staff: Staff, action: str, at: datetime) -> None:
    actor, subject = f"staff:{staff.id}", f"staff:{staff.key}"
    note(session, school_id=staff.school_id, actor=actor, action=action, subject=subject, at=at)
