"""The own account of a member of staff: passphrase, second step, recovery codes, sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import limits, sign_in
from school.commands.staff_door import RECOVERY_LENGTH, WaitingStaff, WrongCode
from school.models import RecoveryCode, Staff
from school.queries.second_step import passkeys
from school.rules.passphrase import check_strength
from school.rules.second_step import matching_step
from school.secrets import hash_secret, new_code, token_hash, verify

RECOVERY_CODES = 8


class NotYourPassphrase(Refusal):
    """The running passphrase was typed wrong."""

    sentence = "Dit is niet je wachtzin van nu."


class AdministratorNeedsStep(Refusal):
    """Administrators keep their second step."""

    status = 409
    sentence = "Een beheerder houdt de tweede stap. Je kunt wel een andere app koppelen."


def change_passphrase(
    session: Session, staff: Staff, *, now_used: str, wished: str, dutch: tuple[str, ...], at: datetime
) -> str:
    """Set another passphrase; every session ends and a fresh one begins, whose token is returned.

    Raises NotYourPassphrase, WaitingStaff and the refusals of ``school.rules.passphrase``.
    """
    check_passphrase(session, staff, now_used, at=at)
    check_strength(wished, dutch, about=(staff.name, staff.email, staff.school.name))
    hashed = hash_secret(wished)
    with writing(session):
        staff.password_hash = hashed
        _note(session, staff, "staff.passphrase-changed", at)
        return only_this_session(session, staff, at)


def set_second_step(
    session: Session, staff: Staff, *, secret: str, typed: str, passphrase: str, at: datetime
) -> tuple[str, list[str]]:
    """Tie an authenticator app to the account.

    Returns the token of a fresh session (all others end) and the recovery codes, which are shown once.
    Raises NotYourPassphrase, WaitingStaff, WrongCode.
    """
    check_passphrase(session, staff, passphrase, at=at)
    step = matching_step(secret, typed, None, at)
    if step is None:
        raise WrongCode
    with writing(session):
        staff.totp_secret, staff.totp_last_step = secret, step
        codes = fresh_codes(session, staff)
        _note(session, staff, "staff.second-step-set", at)
        return only_this_session(session, staff, at, second_factor=True), codes


def end_second_step(session: Session, staff: Staff, *, passphrase: str, at: datetime) -> str:
    """Untie the app; returns the token of a fresh session.

    Raises AdministratorNeedsStep, NotYourPassphrase, WaitingStaff.
    """
    if staff.role == "administrator" and not passkeys(session, staff.id):
        raise AdministratorNeedsStep
    check_passphrase(session, staff, passphrase, at=at)
    with writing(session):
        session.refresh(staff, with_for_update=True)
        staff.totp_secret = staff.totp_last_step = None
        left = bool(passkeys(session, staff.id))
        if not left and staff.role == "administrator":
            raise AdministratorNeedsStep
        if not left:
            session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
        _note(session, staff, "staff.second-step-ended", at)
        return only_this_session(session, staff, at, second_factor=left)


def renew_recovery_codes(session: Session, staff: Staff, *, passphrase: str, at: datetime) -> list[str]:
    """Fresh recovery codes; the old ones stop working. Raises NotYourPassphrase, WaitingStaff."""
    check_passphrase(session, staff, passphrase, at=at)
    with writing(session):
        codes = fresh_codes(session, staff)
        _note(session, staff, "staff.recovery-codes-renewed", at)
    return codes


def sign_out_everywhere(session: Session, staff: Staff, *, at: datetime) -> None:
    """End every session of the account, this one too."""
    with writing(session):
        sign_in.end_all(session, staff_id=staff.id)
        _note(session, staff, "staff.signed-out-everywhere", at)


def check_passphrase(session: Session, staff: Staff, typed: str, *, at: datetime) -> None:
    """Ask for the running passphrase before a change. Raises NotYourPassphrase, WaitingStaff."""
    tries = f"again:{staff.id}"
    try:
        limits.claim(session, tries, at)
    except limits.Waiting:
        left = limits.waiting(session, tries, at)
        raise WaitingStaff(minutes=limits.minutes(left) if left else 1) from None
    if not verify(typed[:1000], staff.password_hash):
        raise NotYourPassphrase
    limits.lift(session, tries)


def fresh_codes(session: Session, staff: Staff) -> list[str]:
    """Recovery codes to show once; earlier ones stop working. Call inside ``writing(session)``."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
    codes = [new_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    for code in codes:
        session.add(RecoveryCode(code_hash=token_hash(code), staff_id=staff.id, school_id=staff.school_id))
    return ["-".join(code[i : i + 4] for i in range(0, RECOVERY_LENGTH, 4)) for code in codes]


def only_this_session(session: Session, staff: Staff, at: datetime, second_factor: bool = False) -> str:
    """End every session of the account and begin one, whose token is returned."""
    sign_in.end_all(session, staff_id=staff.id)
    return sign_in.begin_staff(session, staff, at=at, second_factor=second_factor)


def _note(session: Session, staff: Staff, action: str, at: datetime) -> None:
    actor, subject = f"staff:{staff.id}", f"staff:{staff.key}"
    note(session, school_id=staff.school_id, actor=actor, action=action, subject=subject, at=at)
