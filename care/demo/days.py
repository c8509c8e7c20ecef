"""The mornings on which the demo's classes had their lessons: school days before today, in the running school year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import SCHOOL_ZONE, local_day, school_year
from progress.calendar import Calendar

BEGINS = time(9, 15)
FURTHEST = 120


@dataclass(frozen=True)
class Mornings:
    """School days before the moment ``at``, the last one first."""

    at: datetime
    days: tuple[date, ...]

    def moment(self, back: int, minutes: int = 0) -> datetime:
        """So many minutes into the lesson, ``back`` school days ago; never later than just now.

        In the first weeks of a school year there are fewer days: then lessons fall on the same one, in their order.
        """
        if not self.days:
            return self.at - timedelta(minutes=1)
        day = self.days[min(back, len(self.days)) - 1]
        begun = datetime.combine(day, BEGINS, SCHOOL_ZONE).astimezone(self.at.tzinfo)
        return min(begun + timedelta(minutes=minutes), self.at - timedelta(minutes=1))


def mornings(at: datetime, calendar: Calendar) -> Mornings:
    """The mornings before ``at``. In the summer holiday, when there were none, working days stand in."""
    today = local_day(at)
    before = [today - timedelta(days=back) for back in range(1, FURTHEST)]
    same_year = [day for day in before if school_year(day) == school_year(today)]
    school_days = [day for day in same_year if not calendar.free(day)]
    return Mornings(at, tuple(school_days or [day for day in same_year if day.weekday() < 5]))
