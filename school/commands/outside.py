"""Signing in with an account elsewhere. It leads to a person who exists here already, and never makes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import sign_in
from school.commands.door import ClassClosed
from school.models import OutsideAccount, Pupil, Staff
from school.queries.second_step import has_second_step
from school.rules.hours import is_open


class NotYours(Refusal):
    """The account belongs to somebody else here."""

    status = 409
    sentence = "Dit schoolaccount hoort al bij iemand anders. Vraag het aan je juf of meester."


class NotForYou(Refusal):
    """The provider says staff of somebody who is a pupil here, or the other way round, or neither."""

    status = 403
    sentence = "Met dit schoolaccount kun je hier niet inloggen."


@dataclass(frozen=True)
class OutsideEntry:
    """The token for the cookie, and whom it is for. ``half``: the second step of staff is still to come."""

    token: str
    half: bool = False
    pupil: Pupil | None = None


def enter(session: Session, subject_hash: str, *, people: str, at: datetime) -> OutsideEntry | None:
    """Sign in whoever the account was tied to; None where it was not. ``people``: pupils, staff or both.

    Raises ClassClosed: the hours of the class hold for every way in; NotForYou.
    """
    row = session.get(OutsideAccount, subject_hash)
    if row is None:
        return None
    if people != "both" and (people == "pupils") != bool(row.pupil_id):
        raise NotForYou
    return _pupil(session, row.pupil_id, at) if row.pupil_id else _staff(session, row.staff_id, at)


def tie(
    session: Session, subject_hash: str, *, provider: str, role: str, pupil_id: int = 0, staff_id: int = 0, at: datetime
) -> None:
    """Tie an account to a signed-in person; an earlier one of the same provider goes.

    ``role`` is what the provider says: pupil, staff, or empty. Raises NotYours, NotForYou.
    """
    if role not in ("", "pupil" if pupil_id else "staff"):
        raise NotForYou
    with writing(session):
        row = session.get(OutsideAccount, subject_hash, populate_existing=True)
        if row is not None:
            if (row.pupil_id or 0, row.staff_id or 0) != (pupil_id, staff_id):
                raise NotYours
            return
        person = session.get_one(Pupil, pupil_id) if pupil_id else session.get_one(Staff, staff_id)
        untie(session, provider=provider, pupil_id=pupil_id, staff_id=staff_id)
        session.add(
            OutsideAccount(
                subject_hash=subject_hash, provider=provider, school_id=person.school_id, pupil_id=pupil_id or None,
                staff_id=staff_id or None, created_at=at,
            )
        )  # fmt: skip
        kind = "pupil" if pupil_id else "staff"
        note(
            session, school_id=person.school_id, actor=f"{kind}:{person.id}", action=f"{kind}.account-tied",
            subject=f"{kind}:{person.key}", at=at, facts={"provider": provider},
        )  # fmt: skip


def untie(session: Session, *, provider: str, pupil_id: int = 0, staff_id: int = 0) -> None:
    """Forget a person's account at a provider."""
    mine = OutsideAccount.pupil_id == pupil_id if pupil_id else OutsideAccount.staff_id == staff_id
    with writing(session):
        session.execute(delete(OutsideAccount).where(OutsideAccount.provider == provider, mine))


def _pupil(session: Session, pupil_id: int, at: datetime) -> OutsideEntry | None:
    pupil = session.get_one(Pupil, pupil_id)
    group = pupil.school_class
    if pupil.left_at or pupil.deleted_at or group.deleted_at or group.archived_at:
        return None
    if not is_open(group.sign_in_time, group.opened_until, at):
        raise ClassClosed
    return OutsideEntry(sign_in.begin_pupil(session, pupil, at=at), pupil=pupil)


def _staff(session: Session, staff_id: int | None, at: datetime) -> OutsideEntry | None:
    staff = session.get_one(Staff, staff_id)
    if staff.disabled_at:
        return None
    if has_second_step(session, staff):
        return OutsideEntry(sign_in.begin_half(session, staff=staff, at=at), half=True)
    with writing(session):
        actor, subject = f"staff:{staff.id}", f"staff:{staff.key}"
        note(session, school_id=staff.school_id, actor=actor, action="staff.signed-in", subject=subject, at=at)
        return OutsideEntry(sign_in.begin_staff(session, staff, at=at, second_factor=False))
