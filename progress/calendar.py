"""School weeks: weeks in which there is school, counted past the holidays. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
FURTHEST = 60
"""No more weeks than this are looked ahead, so that a calendar full of holidays cannot hang a page."""


@dataclass(frozen=True, order=True)
class Break:
    """A holiday: first and last free day, both included."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """The holidays that one school keeps."""

    breaks: tuple[Break, ...] = ()

    def free(self, day: date) -> bool:
        """True on weekends and in holidays."""
        return day.weekday() >= 5 or any(b.first <= day <= b.last for b in self.breaks)

    def school_week(self, day: date) -> bool:
        """True when the week of ``day`` (Monday to Friday) has at least one school day."""
        monday = monday_of(day)
        return not all(self.free(monday + timedelta(days=number)) for number in range(5))

    def after(self, day: date, weeks: int) -> date:
        """The same weekday, ``weeks`` school weeks later; weeks without school do not count."""
        for _ in range(FURTHEST):
            if weeks <= 0:
                break
            day += WEEK
            weeks -= self.school_week(day)
        return day

    def weeks_between(self, start: date, end: date) -> int:
        """School weeks from the week of ``start`` (not counted) to the week of ``end`` (counted)."""
        monday, last = monday_of(start) + WEEK, monday_of(end)
        weeks = 0
        while monday <= last:
            weeks += self.school_week(monday)
            monday += WEEK
        return weeks

    def first_school_day(self, day: date) -> date:
        """``day`` itself or the first school day after it."""
        for _ in range(FURTHEST * 7):
            if not self.free(day):
                break
            day += timedelta(days=1)
        return day


def monday_of(day: date) -> date:
    """The Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def merged(published: Mapping[int, Sequence[Break]], own: Mapping[int, Sequence[Break]]) -> Calendar:
    """The calendar of a school: what it wrote itself for a school year replaces what was published for that year."""
    years = {**published, **own}
    return Calendar(tuple(sorted(b for breaks in years.values() for b in breaks)))
