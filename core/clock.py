"""The one clock. Views read it and pass the moment down; tests set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SCHOOL_ZONE = ZoneInfo("Europe/Amsterdam")

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731
_current = _read


def now() -> datetime:
    """This moment, in UTC."""
    return _current()


def set_clock(read: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests, rehearsals of a school year); None gives the real one back."""
    global _current
    _current = read or _read


def local_day(at: datetime) -> date:
    """The calendar day at school of a moment."""
    return at.astimezone(SCHOOL_ZONE).date()


def school_year(day: date) -> int:
    """The year in which the school year of ``day`` began: it runs from 1 August to 31 July."""
    return day.year if day.month >= 8 else day.year - 1


def year_label(year: int) -> str:
    """``2026`` → ``2026-2027``."""
    return f"{year}-{year + 1}"
