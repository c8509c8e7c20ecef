"""What a school chooses about its agreements here: public or not, and which promises without a clause it keeps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements import catalog
from core.audit import note
from core.database import writing
from school.models import School


def choose(
    session: Session, *, school_id: int, staff_id: int, public: bool, promises_on: Collection[str], at: datetime
) -> None:
    """Keep the choices. A promise that rests on a clause of the school itself cannot be switched off."""
    with writing(session):
        school = session.scalars(
            select(School).where(School.id == school_id).execution_options(populate_existing=True)
        ).one()
        contract = catalog.contract_of(catalog.protocol_of(session, school_id))
        off = [one.id for one in contract.promises if one.from_course and one.id not in promises_on]
        school.choices = {**school.choices, "agreements_public": public, "promises_off": off}
        note(
            session, school_id=school_id, actor=f"staff:{staff_id}", action="agreements.choices", at=at,
            subject=f"school:{school.key}", facts={"public": public, "off": off},
        )  # fmt: skip
