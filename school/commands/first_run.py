"""The first real use: a code from the terminal makes a school with its first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import sign_in
from school.commands.invitations import find_code
from school.commands.team import EmailTaken
from school.models import School, Staff
from school.rules import typed
from school.rules.passphrase import check_strength
from school.secrets import hash_secret

REGIONS = ("noord", "midden", "zuid")


class UnknownProtocol(Refusal):
    """Not one of the protocols on the list."""

    sentence = "Kies een protocol uit de lijst."


class UnknownRegion(Refusal):
    """Not one of the three regions of school holidays."""

    sentence = "Kies een vakantieregio: noord, midden of zuid."


@dataclass(frozen=True)
class FirstSchool:
    """What the first-run page asks, as typed."""

    school: str
    protocol: str
    region: str
    name: str
    email: str
    passphrase: str


def found(
    session: Session, code: str, wish: FirstSchool, *, protocols: tuple[str, ...], dutch: tuple[str, ...], at: datetime
) -> str:
    """Make the school and its first administrator; returns the token of their session. Nothing happens by halves.

    Raises UnknownInvitation, TooManyCodes, UnknownProtocol, UnknownRegion, EmailTaken, and the refusals of
    ``school.rules.typed`` and ``school.rules.passphrase``.
    """
    find_code(session, code, ("first-run",), at=at)
    title, name, email = typed.name(wish.school, 120), typed.name(wish.name, 80), typed.email(wish.email)
    if wish.protocol not in protocols:
        raise UnknownProtocol
    if wish.region not in REGIONS:
        raise UnknownRegion
    check_strength(wish.passphrase, dutch, about=(name, email, title))
    hashed = hash_secret(wish.passphrase)
    with writing(session):
        find_code(session, code, ("first-run",), at=at).used_at = at
        if session.scalar(select(Staff.id).where(func.lower(Staff.email) == email)) is not None:
            raise EmailTaken
        school = School(name=title, protocol_slug=wish.protocol, region=wish.region, created_at=at)
        session.add(school)
        session.flush()
        staff = Staff(
            school_id=school.id, role="administrator", name=name, email=email, password_hash=hashed, created_at=at
        )
        session.add(staff)
        session.flush()
        actor = f"staff:{staff.id}"
        note(session, school_id=school.id, actor=actor, action="school.founded", subject=f"school:{school.key}", at=at)
        return sign_in.begin_staff(session, staff, at=at, second_factor=False)
