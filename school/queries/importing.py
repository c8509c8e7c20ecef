"""How a school stands before a list of pupils is put into it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from school.models import Pupil, SchoolClass
from school.rules.matching import Known, Place, Standing
from school.rules.names import order


def standing(session: Session, school_id: int, at: datetime, only: SchoolClass | None = None) -> Standing:
    """The classes that a list can fill and every child that may be met in it. ``only``: a teacher's one class."""
    alive = SchoolClass.school_id == school_id, SchoolClass.deleted_at.is_(None), SchoolClass.archived_at.is_(None)
    groups = session.scalars(select(SchoolClass).where(*alive)).all()
    reach = [group for group in groups if (group.id == only.id if only else True)]
    if only is None:
        reach = [group for group in reach if group.year == school_year(local_day(at))]
    places = [Place(one.key, one.name, tuple(one.years), one.source_hash or "") for one in reach]
    return Standing(
        tuple(_known(session, school_id)),
        tuple(sorted(places, key=lambda place: (place.years, order(place.name), place.key))),
        only is None,
    )


def _known(session: Session, school_id: int) -> list[Known]:
    query = (
        select(Pupil, SchoolClass)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .where(Pupil.school_id == school_id)
        .order_by(Pupil.id)
    )
    return [
        Known(
            pupil.key, pupil.first_name, group.key, pupil.year_group, pupil.source_hash or "",
            gone=bool(pupil.deleted_at or pupil.left_at or group.deleted_at or group.archived_at),
        )
        for pupil, group in session.execute(query)
    ]  # fmt: skip
