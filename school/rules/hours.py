"""When the pupils of a class may sign in, and how long something that was deleted can come back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from core.clock import SCHOOL_ZONE

FIRST = time(7, 30)
LAST = time(17, 0)
UNDO = timedelta(days=30)


def is_open(sign_in_time: str, opened_until: datetime | None, at: datetime) -> bool:
    """True when pupils may sign in at ``at``.

    ``always``; ``school-hours``: Monday to Friday from FIRST to LAST; and whatever was chosen, until the moment up to
    which a teacher has opened the class.
    """
    if sign_in_time == "always" or (opened_until is not None and at < opened_until):
        return True
    if sign_in_time != "school-hours":
        return False
    local = at.astimezone(SCHOOL_ZONE)
    return local.weekday() < 5 and FIRST <= local.time() < LAST
