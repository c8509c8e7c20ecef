"""When refreshers come: one, three and eight school weeks after a module was mastered, and once at the start of the
next school year. Pure.

Nothing piles up: at most one session a week and six items; a refresher that was not done is dropped when the next of
its module is due, the last one after eight school weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.clock import school_year
from progress.calendar import Calendar, monday_of

WEEKS = (1, 3, 8)
YEARLY = len(WEEKS) + 1
"""The number of the refresher at the start of the next school year; those before it are 1, 2 and 3."""

ITEMS_PER_MODULE = 3
ITEMS_PER_SESSION = 6
DROPPED_AFTER = 8
FRESH_WEEKS = 8
FRESH_RIGHT = 2
WRONG_COMES_BACK = 2


@dataclass(frozen=True)
class Done:
    """One module's part of a finished refresher session. ``number`` 0 is a goal that came back."""

    module: str
    number: int
    day: date
    right: int
    asked: int
    weak_goals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """What is to be refreshed now. ``goals`` is empty for the whole module."""

    module: str
    number: int
    since: date
    goals: tuple[str, ...] = ()


def due_days(mastered: date, calendar: Calendar) -> list[date]:
    """The four days on which a module's refreshers become due."""
    next_year = calendar.first_school_day(date(school_year(mastered) + 1, 8, 1))
    return [*(calendar.after(mastered, weeks) for weeks in WEEKS), next_year]


def due_for(module: str, mastered: date, done: Sequence[Done], today: date, calendar: Calendar) -> Due | None:
    """What is due for one module today: the latest refresher, unless it was done; else a goal that comes back."""
    own = [one for one in done if one.module == module]
    days = due_days(mastered, calendar)
    reached = [number for number, day in enumerate(days, 1) if day <= today]
    number = max(reached, key=lambda n: (days[n - 1], n), default=0)
    finished = {one.number for one in own}
    if number and number not in finished and calendar.weeks_between(days[number - 1], today) <= DROPPED_AFTER:
        return Due(module, number, days[number - 1])
    return _coming_back(module, own, today, calendar)


def session_of(due: Iterable[Due], last_session: date | None, today: date) -> list[Due]:
    """The parts of a session that may start today: longest due first, six items at most; empty when one was had in
    this week already."""
    if last_session is not None and monday_of(last_session) == monday_of(today):
        return []
    waiting = sorted(due, key=lambda one: (one.since, one.module))
    return waiting[: ITEMS_PER_SESSION // ITEMS_PER_MODULE]


def weak_goals(answers: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """Goals with two wrong answers in one session, from (goal, right) pairs: "lees de kaart nog eens"."""
    wrong = [goal for goal, right in answers if not right]
    return tuple(sorted({goal for goal in wrong if wrong.count(goal) >= WRONG_COMES_BACK}))


def fresh(mastered: date | None, done: Sequence[Done], today: date, calendar: Calendar) -> bool:
    """True (fris) when the last check of the module went well and is at most eight school weeks old.

    The last check is the last refresher with at least two of three right; before the first one it is the quiz itself.
    """
    if mastered is None:
        return False
    whole = [one for one in done if one.number]
    last = max(whole, key=lambda one: one.day, default=None)
    if last is None or last.day < mastered:
        return calendar.weeks_between(mastered, today) <= FRESH_WEEKS
    return last.right >= FRESH_RIGHT and calendar.weeks_between(last.day, today) <= FRESH_WEEKS


def _coming_back(module: str, done: Sequence[Done], today: date, calendar: Calendar) -> Due | None:
    """A goal that was missed twice in the last session comes back in the next school week, and only then."""
    last = max(done, key=lambda one: one.day, default=None)
    if last is None or not last.weak_goals:
        return None
    day = calendar.after(last.day, 1)
    if monday_of(day) != monday_of(today):
        return None
    return Due(module, 0, monday_of(day), last.weak_goals)
