"""The staff of a school: invite, change a role, end and bring back an account, hand out a new code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import limits, sign_in
from school.commands.invitations import make_code
from school.models import BoardSchool, Invitation, OutsideAccount, Passkey, RecoveryCode, Staff
from school.rules import typed
from school.secrets import token_hash

ROLES = ("teacher", "administrator")


class EmailTaken(Refusal):
    """An account with this address exists, at this school or another."""

    status = 409
    sentence = "Met dit e-mailadres is er al een account."


class UnknownRole(Refusal):
    """A role that administrators cannot give."""

    sentence = "Kies leerkracht of beheerder."


class LastAdministrator(Refusal):
    """After this nobody could manage the school any more."""

    status = 409
    sentence = "Dit is de enige beheerder die kan inloggen. Maak eerst iemand anders beheerder."


@dataclass(frozen=True)
class Invited:
    """A person and the one-time code to hand over; the code is shown once."""

    staff: Staff
    code: str


def invite(session: Session, *, school_id: int, name: str, email: str, role: str, actor: str, at: datetime) -> Invited:
    """Make an account without a passphrase and a code to join with. Raises EmailTaken, UnknownRole and typed's."""
    name, email = typed.name(name, 80), typed.email(email)
    if role not in ROLES:
        raise UnknownRole
    with writing(session):
        if session.scalar(select(Staff.id).where(func.lower(Staff.email) == email)) is not None:
            raise EmailTaken
        staff = Staff(school_id=school_id, role=role, name=name, email=email, created_at=at)
        session.add(staff)
        session.flush()
        code = make_code(session, "join", staff=staff, at=at)
        _note(session, staff, "staff.invited", actor, at, role=role)
    return Invited(staff, code)


def invite_board(
    session: Session, *, school_ids: Sequence[int], name: str, email: str, actor: str, at: datetime
) -> Invited:
    """Make an account that sees the totals of these schools and no child. Raises EmailTaken and typed's."""
    name, email = typed.name(name, 80), typed.email(email)
    with writing(session):
        if session.scalar(select(Staff.id).where(func.lower(Staff.email) == email)) is not None:
            raise EmailTaken
        staff = Staff(school_id=school_ids[0], role="board", name=name, email=email, created_at=at)
        session.add(staff)
        session.flush()
        session.add_all(BoardSchool(staff_id=staff.id, school_id=school_id) for school_id in school_ids)
        code = make_code(session, "join", staff=staff, at=at)
        _note(session, staff, "staff.invited", actor, at, role="board")
    return Invited(staff, code)


def reset(session: Session, staff: Staff, *, actor: str, at: datetime, by_operator: bool = False) -> Invited:
    """Take every way in and all sessions away and make a code to begin again. Raises LastAdministrator."""
    with writing(session):
        session.refresh(staff, with_for_update=True)
        if not by_operator:
            _keep_one(session, staff)
        staff.password_hash = staff.totp_secret = staff.totp_last_step = None
        staff.disabled_at = None
        for held in (RecoveryCode, Passkey, OutsideAccount):
            session.execute(delete(held).where(held.staff_id == staff.id))
        sign_in.end_all(session, staff_id=staff.id)
        for tries in (f"staff:{token_hash(staff.email)[:40]}", f"second:{staff.id}"):
            limits.lift(session, tries)
        code = make_code(session, "recover", staff=staff, at=at)
        _note(session, staff, "staff.reset", actor, at)
    return Invited(staff, code)


def change_role(session: Session, staff: Staff, role: str, *, actor: str, at: datetime) -> None:
    """Make somebody teacher or administrator; their sessions end. Raises UnknownRole, LastAdministrator."""
    if role not in ROLES:
        raise UnknownRole
    with writing(session):
        session.refresh(staff, with_for_update=True)
        if staff.role == role:
            return
        if role != "administrator":
            _keep_one(session, staff)
        staff.role = role
        sign_in.end_all(session, staff_id=staff.id)
        _note(session, staff, "staff.role-changed", actor, at, role=role)


def disable(session: Session, staff: Staff, *, actor: str, at: datetime) -> None:
    """End an account at once; its codes and sessions go. Raises LastAdministrator."""
    with writing(session):
        session.refresh(staff, with_for_update=True)
        _keep_one(session, staff)
        staff.disabled_at = at
        session.execute(delete(Invitation).where(Invitation.staff_id == staff.id, Invitation.used_at.is_(None)))
        sign_in.end_all(session, staff_id=staff.id)
        _note(session, staff, "staff.disabled", actor, at)


def enable(session: Session, staff: Staff, *, actor: str, at: datetime) -> None:
    """Bring an ended account back."""
    with writing(session):
        session.refresh(staff, with_for_update=True)
        staff.disabled_at = None
        _note(session, staff, "staff.enabled", actor, at)


def _keep_one(session: Session, leaving: Staff) -> None:
    """Raise LastAdministrator when nobody but ``leaving`` could manage the school."""
    if leaving.role != "administrator":
        return
    others = select(Staff.id).where(
        Staff.school_id == leaving.school_id, Staff.role == "administrator", Staff.id != leaving.id,
        Staff.disabled_at.is_(None), Staff.password_hash.is_not(None),
    ).with_for_update()  # fmt: skip
    if session.scalars(others).first() is None:
        raise LastAdministrator


def _note(session: Session, staff: Staff, action: str, actor: str, at: datetime, **facts: str) -> None:
    subject = f"staff:{staff.key}"
    note(session, school_id=staff.school_id, actor=actor, action=action, subject=subject, at=at, facts=dict(facts))
