"""Limits on wrong tries, kept in the database so that they hold across processes and restarts.

Never by address: a whole class sits behind one. A pupil's wrong secrets make a wait of 1, 5 and then 15 minutes that
ends by itself and that the teacher can lift; a staff address likewise; wrong class codes draw on one budget
for everybody and one per first two characters, while right codes never wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.database import writing
from core.refusal import Refusal
from school.models import Budget

FREE_TRIES = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
FORGET = timedelta(hours=1)

CODES_EVERYBODY = 2000
CODES_PREFIX = 60
CODES_WINDOW = timedelta(hours=1)

CLASS_SECRETS = 150
"""Wrong secrets per class and hour before every further wrong one starts that pupil's wait at once."""


class Waiting(Refusal):
    """Too many wrong tries; the wait ends by itself."""

    status = 429
    sentence = "Dat was een paar keer niet goed. Wacht %(minutes)s minuten, of vraag je juf of meester."


class WaitingOneMinute(Waiting):
    """The same with a minute or less to go."""

    sentence = "Dat was een paar keer niet goed. Wacht één minuut, of vraag je juf of meester."


def waiting(session: Session, name: str, at: datetime) -> timedelta | None:
    """How long ``name`` still has to wait, or None."""
    row = session.get(Budget, name, populate_existing=True)
    return _left(row, at) if row is not None else None


def minutes(left: timedelta) -> int:
    """A wait in whole minutes, rounded up."""
    return -(-int(left.total_seconds()) // 60)


def claim(session: Session, name: str, at: datetime, *, free: int = FREE_TRIES) -> None:
    """Take one try on ``name`` before looking whether it is right: many at once get no more tries than one by one.

    The try number ``free`` and each further one start the next wait. Call ``lift`` when the try was right.
    Raises Waiting while a wait runs.
    """
    with writing(session):
        row = _row(session, name, at, FORGET)
        left = _left(row, at)
        if left is not None:
            raise WaitingOneMinute if minutes(left) <= 1 else Waiting(minutes=minutes(left))
        row.spent += 1
        row.window_start = at
        if row.spent >= free:
            row.blocked_until = at + WAITS[min(row.spent - free, len(WAITS) - 1)]


def lift(session: Session, name: str) -> None:
    """Forget the tries on ``name``. Call inside ``writing(session)`` or on its own."""
    with writing(session):
        row = session.get(Budget, name)
        if row is not None:
            session.delete(row)


def spend(session: Session, name: str, limit: int, window: timedelta, at: datetime) -> bool:
    """Take one from a budget of ``limit`` per ``window``; False when it is used up."""
    with writing(session):
        row = _row(session, name, at, window)
        row.spent += 1
        return row.spent <= limit


def exhausted(session: Session, name: str, limit: int, window: timedelta, at: datetime) -> bool:
    """True when the budget has nothing left, without taking from it."""
    row = session.get(Budget, name, populate_existing=True)
    return row is not None and at < row.window_start + window and row.spent >= limit


def of_pupil(pupil_id: int) -> str:
    """The name of the tries on a pupil's secret."""
    return f"pupil:{pupil_id}"


def _left(row: Budget, at: datetime) -> timedelta | None:
    if row.blocked_until is None or row.blocked_until <= at:
        return None
    return min(row.blocked_until - at, WAITS[-1])


def _row(session: Session, name: str, at: datetime, window: timedelta) -> Budget:
    """The row ``name``, locked; made or begun anew where its window is over (or the clock jumped back).

    The update that changes nothing takes the lock: between an insert that did nothing and a look at the row,
    another session's ``lift`` could take it away.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    made = insert(Budget).values(name=name, spent=0, window_start=at)
    session.execute(made.on_conflict_do_update(index_elements=[Budget.name], set_={"name": name}))
    row = session.get_one(Budget, name, populate_existing=True)
    if at >= row.window_start + window or at < row.window_start - window:
        row.spent, row.window_start, row.blocked_until = 0, at, None
    return row
