"""Who acts, and in which school year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.clock import local_day, school_year


@dataclass(frozen=True)
class Child:
    """The pupil who acts, as the visitor's session says: never as a form says."""

    school_id: int
    pupil_id: int
    class_id: int | None
    first_name: str
    class_name: str
    language: str


def year_of(at: datetime) -> int:
    """The year in which the school year of ``at`` began."""
    return school_year(local_day(at))
