"""One-time codes: an administrator or the operator hands one over, somebody types it and is let in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import limits, sign_in
from school.models import Invitation, Staff
from school.rules.passphrase import check_strength
from school.secrets import hash_secret, new_code, normal_code, token_hash

LENGTH = 12
LASTS = {"first-run": timedelta(days=7), "join": timedelta(days=14), "recover": timedelta(days=3)}

WRONG_PER_HOUR = 300


class UnknownInvitation(Refusal):
    """A code that was never made, was used, was replaced, or has expired."""

    sentence = "Deze code klopt niet, is al gebruikt of is verlopen. Vraag je beheerder om een nieuwe."


class TooManyCodes(Refusal):
    """Somebody is trying out one-time codes."""

    status = 429
    sentence = "Er zijn te veel verkeerde codes geprobeerd. Wacht een kwartier en probeer het dan opnieuw."


def make_code(
    session: Session, purpose: str, *, at: datetime, staff: Staff | None = None, role: str = "administrator"
) -> str:
    """A fresh one-time code for ``purpose`` (``first-run``, ``join``, ``recover``), as typed: ``K3MP-79QX-BD4F``.

    Earlier codes for the same person (or for the first run) stop working.
    """
    code = new_code(LENGTH)
    with writing(session):
        old = delete(Invitation).where(Invitation.used_at.is_(None))
        if staff is not None:
            session.execute(old.where(Invitation.staff_id == staff.id))
        else:
            session.execute(old.where(Invitation.purpose == purpose, Invitation.staff_id.is_(None)))
        session.add(
            Invitation(
                code_hash=token_hash(code), purpose=purpose, role=staff.role if staff else role,
                school_id=staff.school_id if staff else None, staff_id=staff.id if staff else None,
                created_at=at, expires_at=at + LASTS[purpose],
            )
        )  # fmt: skip
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def find_code(session: Session, typed: str, purposes: tuple[str, ...], *, at: datetime) -> Invitation:
    """The unused invitation with this code. Right codes never wait. Raises UnknownInvitation, TooManyCodes."""
    found = session.get(Invitation, token_hash(normal_code(typed)), populate_existing=True)
    if found is not None and found.purpose in purposes and found.used_at is None and at < found.expires_at:
        return found
    if limits.spend(session, "invitations", WRONG_PER_HOUR, limits.CODES_WINDOW, at):
        raise UnknownInvitation
    raise TooManyCodes


def join(session: Session, *, code: str, passphrase: str, dutch: tuple[str, ...], at: datetime) -> str:
    """Use a code to set the passphrase of the account it is for; returns the token of a fresh session.

    Every other session of the account ends. Raises UnknownInvitation, TooManyCodes and the refusals of
    ``school.rules.passphrase``.
    """
    invitation = find_code(session, code, ("join", "recover"), at=at)
    staff = session.get_one(Staff, invitation.staff_id)
    check_strength(passphrase, dutch, about=(staff.name, staff.email, staff.school.name))
    hashed = hash_secret(passphrase)
    with writing(session):
        invitation = find_code(session, code, ("join", "recover"), at=at)
        session.refresh(staff, with_for_update=True)
        if staff.disabled_at:
            raise UnknownInvitation
        invitation.used_at = at
        staff.password_hash = hashed
        sign_in.end_all(session, staff_id=staff.id)
        note(
            session, school_id=staff.school_id, actor=f"staff:{staff.id}", action=f"staff.{invitation.purpose}",
            subject=f"staff:{staff.key}", at=at,
        )  # fmt: skip
        return sign_in.begin_staff(session, staff, at=at, second_factor=False)
