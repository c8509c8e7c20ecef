"""A school's own holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from progress.calendar import Break
from progress.holidays import REGIONS
from progress.models import SchoolBreak
from school.models import School

MOST_BREAKS = 20
LONGEST_BREAK = 60


class NotADay(Refusal):
    sentence = "Schrijf bij elke vakantie een eerste en een laatste dag, zoals 24-10-2026."


class OutOfOrder(Refusal):
    sentence = "%(name)s: de laatste dag ligt voor de eerste, of de vakantie duurt langer dan %(most)s dagen."


class OutOfYear(Refusal):
    sentence = "%(name)s begint niet in dit schooljaar. Een schooljaar loopt van 1 augustus tot en met 31 juli."


class UnknownRegion(Refusal):
    sentence = "Kies een vakantieregio: noord, midden of zuid."


def keep_breaks(
    session: Session, *, school_id: int, year: int, breaks: Sequence[Break], actor: str, at: datetime
) -> None:
    """Write a school's own holidays of a school year, in place of the published ones; none: the published ones count.

    Raises OutOfOrder, OutOfYear.
    """
    for one in breaks[:MOST_BREAKS]:
        if one.last < one.first or (one.last - one.first).days >= LONGEST_BREAK:
            raise OutOfOrder(name=one.name, most=LONGEST_BREAK)
        if not date(year, 8, 1) <= one.first < date(year + 1, 8, 1):
            raise OutOfYear(name=one.name)
    with writing(session):
        session.execute(delete(SchoolBreak).where(SchoolBreak.school_id == school_id, SchoolBreak.year == year))
        for one in breaks[:MOST_BREAKS]:
            session.add(SchoolBreak(school_id=school_id, year=year, name=one.name, first=one.first, last=one.last))
        facts = {"year": year, "own": len(breaks)}
        subject = f"school:{school_id}"
        note(session, school_id=school_id, actor=actor, action="holidays.keep", subject=subject, at=at, facts=facts)


def choose_region(session: Session, *, school_id: int, region: str, actor: str, at: datetime) -> None:
    """Follow the holidays of another region. Raises UnknownRegion."""
    if region not in REGIONS:
        raise UnknownRegion
    with writing(session):
        session.execute(update(School).where(School.id == school_id).values(region=region))
        subject, facts = f"school:{school_id}", {"region": region}
        note(session, school_id=school_id, actor=actor, action="holidays.region", subject=subject, at=at, facts=facts)
