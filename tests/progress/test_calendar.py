"""School weeks in the three regions, and what a school writes itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.calendar import Break, Calendar, merged, monday_of
from progress.holidays import holidays_of, published

REGIONS = ("noord", "midden", "zuid")
DAYS = st.dates(date(2024, 9, 1), date(2029, 6, 1))


@pytest.mark.parametrize("region", REGIONS)
def test_every_year_has_five_holidays_in_order(region: str) -> None:
    for year, breaks in holidays_of(region).items():
        assert [b.name for b in sorted(breaks)] == ["herfst", "kerst", "voorjaar", "mei", "zomer"]
        for b in breaks:
            assert b.first.weekday() == 5, b
            assert b.last.weekday() == 6, b
            assert date(year, 8, 1) <= b.first < date(year + 1, 8, 1)
        summer = max(breaks)
        assert (summer.last - summer.first).days == 43
    assert [entry.year for entry in published().years] == [2024, 2025, 2026, 2027, 2028]


def test_weeks_without_school_do_not_count() -> None:
    calendar = merged(holidays_of("noord"), {})
    tuesday = date(2026, 12, 15)  # the last week before two weeks of Christmas holiday
    assert calendar.after(tuesday, 1) == date(2027, 1, 5)
    assert calendar.after(tuesday, 3) == date(2027, 1, 19)
    assert not calendar.school_week(date(2026, 12, 23))
    assert calendar.first_school_day(date(2026, 12, 19)) == date(2027, 1, 4)


@given(DAYS, st.integers(0, 12), st.sampled_from(REGIONS))
def test_after_and_weeks_between_agree(day: date, weeks: int, region: str) -> None:
    calendar = merged(holidays_of(region), {})
    later = calendar.after(day, weeks)
    assert later.weekday() == day.weekday()
    assert calendar.weeks_between(day, later) == weeks
    assert later == day or calendar.school_week(later)


def test_what_a_school_writes_replaces_the_year() -> None:
    own = {2026: [Break(date(2026, 11, 2), date(2026, 11, 6), "eigen")]}
    calendar = merged(holidays_of("noord"), own)
    assert not calendar.school_week(date(2026, 11, 4))
    assert calendar.school_week(date(2026, 10, 14))
    assert not calendar.school_week(date(2027, 10, 20))


def test_a_calendar_full_of_holidays_ends() -> None:
    calendar = Calendar((Break(date(2000, 1, 1), date(2100, 1, 1)),))
    assert calendar.after(date(2026, 1, 5), 3) > date(2026, 1, 5)
    assert calendar.first_school_day(date(2026, 1, 5)) >= date(2026, 1, 5)


def test_monday_of() -> None:
    assert monday_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert monday_of(date(2026, 11, 16)) + timedelta(days=0) == date(2026, 11, 16)
