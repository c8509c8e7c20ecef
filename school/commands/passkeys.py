"""Keys in devices of staff: make one, name it, take it away, sign in or confirm with it.

A question lives in the cookie of the browser that asked; an answer counts once, because a key does not accept a
question that was put before it was last used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import sign_in
from school.commands import account
from school.commands.staff_door import half_staff
from school.models import Passkey, RecoveryCode, SignIn, Staff
from school.queries.second_step import has_second_step, passkeys, recovery_codes_left
from school.rules import passkey as rules
from school.rules import typed
from school.rules.passkey import KeyRefused, Site
from school.secrets import token_hash

QUESTION_LASTS = timedelta(minutes=10)
MOST = 10


class TooManyKeys(Refusal):
    """An account has MOST keys already."""

    status = 409
    sentence = "Je hebt al 10 sleutels. Haal er eerst een weg."


@dataclass(frozen=True)
class Question:
    """What a browser was asked, and when."""

    challenge: bytes
    asked_at: datetime


def register(
    session: Session, staff: Staff, *, site: Site, question: Question | None, answer: str, name: str, passphrase: str,
    at: datetime,
) -> tuple[str, list[str]]:  # fmt: skip
    """Tie a fresh key to the account.

    Returns the token of a fresh session (all others end), and recovery codes where the account had none: shown once.
    Raises NotYourPassphrase, WaitingStaff, KeyRefused, TooManyKeys and the refusals of typed.name.
    """
    name = typed.name(name, 40)
    account.check_passphrase(session, staff, passphrase, at=at)
    made = rules.new_key(site, answer, challenge=_running(question, at).challenge)
    with writing(session):
        session.refresh(staff, with_for_update=True)
        if len(passkeys(session, staff.id)) >= MOST:
            raise TooManyKeys
        if session.scalars(select(Passkey.id).where(Passkey.credential == made.credential)).first() is not None:
            raise KeyRefused
        session.add(
            Passkey(
                staff_id=staff.id, school_id=staff.school_id, name=name, credential=made.credential,
                public_key=made.public_key, sign_count=made.sign_count, created_at=at,
            )
        )  # fmt: skip
        codes = [] if recovery_codes_left(session, staff.id) else account.fresh_codes(session, staff)
        _note(session, staff, "staff.passkey-made", at)
        return account.only_this_session(session, staff, at, second_factor=True), codes


def rename(session: Session, staff: Staff, row: Passkey, name: str, *, at: datetime) -> None:
    """Give a key another name. Raises the refusals of typed.name."""
    name = typed.name(name, 40)
    with writing(session):
        row.name = name
        _note(session, staff, "staff.passkey-renamed", at)


def remove(session: Session, staff: Staff, row: Passkey, *, passphrase: str, at: datetime) -> str:
    """Take a key away; returns the token of a fresh session.

    Raises NotYourPassphrase, WaitingStaff, AdministratorNeedsStep (when nothing else is tied to the account).
    """
    account.check_passphrase(session, staff, passphrase, at=at)
    with writing(session):
        session.refresh(staff, with_for_update=True)
        session.execute(delete(Passkey).where(Passkey.id == row.id))
        left = has_second_step(session, staff)
        if not left and staff.role == "administrator":
            raise account.AdministratorNeedsStep
        if not left:
            session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
        _note(session, staff, "staff.passkey-removed", at)
        return account.only_this_session(session, staff, at, second_factor=left)


def enter(session: Session, *, site: Site, question: Question | None, answer: str, at: datetime) -> str:
    """Sign in with a key alone; returns the token for the cookie. Raises KeyRefused."""
    with writing(session):
        staff = _use(session, None, site=site, question=question, answer=answer, at=at)
        _note(session, staff, "staff.signed-in", at)
        return sign_in.begin_staff(session, staff, at=at, second_factor=True)


def second_step(
    session: Session, token: str | None, *, site: Site, question: Question | None, answer: str, at: datetime
) -> str:
    """Finish signing in with a key; returns the token for the cookie. Raises KeyRefused, StepTookTooLong."""
    staff = half_staff(session, token, at=at)
    with writing(session):
        _use(session, staff.id, site=site, question=question, answer=answer, at=at)
        session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token or "")))
        _note(session, staff, "staff.signed-in", at)
        return sign_in.begin_staff(session, staff, at=at, second_factor=True)


def confirm(
    session: Session, *, staff_id: int, token: str, site: Site, question: Question | None, answer: str, at: datetime
) -> None:
    """Renew the second step of a signed-in browser, before a dangerous act. Raises KeyRefused."""
    with writing(session):
        _use(session, staff_id, site=site, question=question, answer=answer, at=at)
        row = session.get(SignIn, token_hash(token))
        if row is not None:
            row.second_factor_at = at


def _use(
    session: Session, staff_id: int | None, *, site: Site, question: Question | None, answer: str, at: datetime
) -> Staff:
    """Whose key answered; of ``staff_id`` where that is given. The question is used up. Raises KeyRefused."""
    question = _running(question, at)
    credential = rules.credential_in(answer)
    row = session.scalars(select(Passkey).where(Passkey.credential == credential).with_for_update()).first()
    staff = session.get(Staff, row.staff_id, populate_existing=True) if row is not None else None
    if row is None or staff is None or staff.disabled_at or (staff_id is not None and staff.id != staff_id):
        raise KeyRefused
    if row.used_at is not None and question.asked_at <= row.used_at <= at:  # later than now: a clock that jumped
        raise KeyRefused
    said = rules.handle_in(answer)
    if (said or staff_id is None) and said != staff.key:
        raise KeyRefused
    row.sign_count = rules.check_answer(
        site, answer, challenge=question.challenge, public_key=row.public_key, sign_count=row.sign_count
    )
    row.used_at = at
    return staff


def _running(question: Question | None, at: datetime) -> Question:
    if question is None or not question.asked_at <= at < question.asked_at + QUESTION_LASTS:
        raise KeyRefused
    return question


def _note(session: Session, staff: Staff, action: str, at: datetime) -> None:
    actor, subject = f"staff:{staff.id}", f"staff:{staff.key}"
    note(session, school_id=staff.school_id, actor=actor, action=action, subject=subject, at=at)
