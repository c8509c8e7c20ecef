"""What time does: pledges end with the school year, personal fields go on 1 October after it, links at home expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from core.clock import local_day, year_label
from core.database import writing
from pledges.commands.sealing import CannotSeal, Chain
from pledges.models import Certificate, ParentLine, ParentLink, Pledge, PledgeSecret, PledgeSigning, TalkWish
from pledges.rules.child import year_of
from pledges.rules.states import STANDING, State, purge_day
from pledges.seal.store import Seals

YEARLY = (TalkWish, Certificate, ParentLine, Pledge, PledgeSigning)
"""Tables whose rows of a school year go on the purge day."""


@dataclass(frozen=True)
class Kept:
    """What one round of upkeep did."""

    expired: int = 0
    purged: int = 0
    links: int = 0
    unsealed: int = 0
    """Schools of which the chain could not be sealed: their round is left for the next time."""


def upkeep(session: Session, seals: Seals, *, at: datetime) -> Kept:
    """Do all that is due at ``at``; doing it twice changes nothing."""
    expired = purged = unsealed = 0
    for school_id, year in _ended(session, at):
        try:
            expired += _expire(session, seals, school_id, year, at)
        except CannotSeal:
            unsealed += 1
    for school_id, year in _due_for_purge(session, at):
        try:
            purged += _purge(session, seals, school_id, year, at)
        except CannotSeal:
            unsealed += 1
    with writing(session):
        gone = session.execute(delete(ParentLink).where(ParentLink.expires_at <= at))
    return Kept(expired, purged, int(getattr(gone, "rowcount", 0)), unsealed)


def _ended(session: Session, at: datetime) -> list[tuple[int, int]]:
    query = (
        select(Pledge.school_id, Pledge.year)
        .distinct()
        .where(Pledge.year < year_of(at), Pledge.state.in_(list(STANDING)))
    )
    return [(school_id, year) for school_id, year in session.execute(query)]


def _expire(session: Session, seals: Seals, school_id: int, year: int, at: datetime) -> int:
    match = and_(Pledge.school_id == school_id, Pledge.year == year, Pledge.state.in_(list(STANDING)))
    with writing(session):
        Chain(session, seals, school_id, at=at).add("expire", {"school_year": year_label(year)})
        done = session.execute(update(Pledge).where(match).values(state=State.EXPIRED, changed_at=at))
    return int(getattr(done, "rowcount", 0))


def _due_for_purge(session: Session, at: datetime) -> list[tuple[int, int]]:
    due: set[tuple[int, int]] = set()
    for table in (PledgeSecret, Pledge, TalkWish, Certificate):
        query = select(table.school_id, table.year).distinct().where(table.year < year_of(at))
        due |= {(school, year) for school, year in session.execute(query) if purge_day(year) <= local_day(at)}
    return sorted(due)


def _purge(session: Session, seals: Seals, school_id: int, year: int, at: datetime) -> int:
    secrets = and_(PledgeSecret.school_id == school_id, PledgeSecret.year == year)
    with writing(session):
        if session.scalars(select(PledgeSecret.id).where(secrets).limit(1)).first() is not None:
            Chain(session, seals, school_id, at=at).add("erase", {"school_year": year_label(year)})
        gone = session.execute(delete(PledgeSecret).where(secrets))
        for table in YEARLY:
            session.execute(delete(table).where(table.school_id == school_id, table.year == year))
    return int(getattr(gone, "rowcount", 0))
