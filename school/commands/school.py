"""What an administrator chooses about the school itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from school.commands.first_run import REGIONS, UnknownRegion
from school.models import School
from school.rules import typed

SWITCHES = ("check_page", "class_in_name", "school_in_name")
"""The choices of ``school.choices`` that are on or off and have no page of their own elsewhere."""


def change_school(
    session: Session, school: School, *, name: str, region: str, on: Collection[str], actor: str, at: datetime
) -> None:
    """Change name, holiday region and SWITCHES (those in ``on`` are on). Raises typed.NoName, UnknownRegion."""
    title = typed.name(name, 120)
    if region not in REGIONS:
        raise UnknownRegion
    with writing(session):
        session.refresh(school, with_for_update=True)
        school.name, school.region = title, region
        school.choices = {**school.choices, **{switch: switch in on for switch in SWITCHES}}
        note(session, school_id=school.id, actor=actor, action="school.changed", subject=f"school:{school.key}", at=at)
