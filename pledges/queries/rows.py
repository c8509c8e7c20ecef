"""What stands behind one row: evidence, answers, the pledge of the year before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.contract import Promise
from pledges.models import Pledge
from pledges.rules.opening import Answered, Shown
from pledges.rules.states import STANDING, State, first_moment
from progress.queries import pupil_modules


def shown(session: Session, pupil_id: int, promise: Promise) -> Shown:
    """What the evidence says about the module behind ``promise``."""
    view = pupil_modules(session, pupil_id).get(promise.module)
    return Shown(view.mastered_at, view.renewed_at, view.protective_at) if view else Shown()


def answers_of(row: Pledge) -> list[Answered]:
    return [Answered(*answer) for answer in row.answers]


def asked_again_since(rows: Sequence[Pledge], year: int, meaning: str) -> datetime | None:
    """Since when a promise is asked again, from all of a pupil's ``rows`` for it: the beginning of the school year when
    it renews last year's pledge, the signature under another meaning when that changed; None when it is asked anew."""
    signed = [row for row in rows if row.signed_words or row.signing_id is not None]
    other = [row.changed_at for row in signed if row.year == year and row.meaning != meaning]
    if other:
        return max(other)
    return first_moment(year) if any(row.year == year - 1 for row in signed) else None


def last_years(session: Session, row: Pledge) -> Pledge | None:
    """The pledge of the year before that ``row`` would renew: same pupil and promise, signed until the year ended."""
    query = select(Pledge).where(
        Pledge.pupil_id == row.pupil_id,
        Pledge.promise == row.promise,
        Pledge.year == row.year - 1,
        Pledge.state.in_([*STANDING, State.EXPIRED]),
    )
    return session.scalars(query.order_by(Pledge.id.desc())).first()
