"""Which situation a pupil gets for a promise: three options, unseen first, the second parallel to the first."""

from __future__ import annotations

from random import Random

from sqlalchemy.orm import Session

from agreements.contract import Promise
from core.text import Settings
from pledges.queries.own import Standing
from quizzes import catalog
from quizzes.queries.attempts import situations
from quizzes.rules.choosing import Candidate, choose_situations
from quizzes.sheet import Sheet
from quizzes.types.single import Single

TYPE = "single"


def next_situation(session: Session, pupil_id: int, standing: Standing, settings: Settings) -> Sheet | None:
    """The situation to answer now; None where the module has no more of them (or is not there yet).

    The same at every look until it is answered: chance depends on the pupil, the promise and the number only.
    """
    promise = standing.promise
    seed = seed_of(pupil_id, promise)
    asked = [answer.item for answer in standing.answers]
    unasked = [candidate for candidate in _usable(session, pupil_id, promise) if candidate.item not in asked]
    parallel = [c for c in unasked if asked and c.parallel is not None and c.parallel == _parallel(asked[0])]
    rng = Random(f"{seed}:{len(asked)}")  # noqa: S311 - which question comes is no secret
    chosen = choose_situations(parallel or unasked, 1, rng)
    return Sheet.of(catalog.entry(chosen[0]), settings, seed) if chosen else None


def answered_sheet(pupil_id: int, promise: Promise, item: str, settings: Settings) -> Sheet | None:
    """A situation that was answered, to show what was said about it; None when it left the bank since."""
    try:
        sheet = Sheet.of(catalog.entry(item), settings, seed_of(pupil_id, promise))
    except catalog.NoSuchItem:
        return None
    return sheet if isinstance(sheet.body, Single) else None


def seed_of(pupil_id: int, promise: Promise) -> str:
    """Mixes the options of this pupil's situations for a promise."""
    return f"pledge:{pupil_id}:{promise.id}:{promise.meaning}"


def _usable(session: Session, pupil_id: int, promise: Promise) -> list[Candidate]:
    try:
        found = situations(session, pupil_id, promise.module)
    except catalog.NoSuchModule:
        return []
    return [candidate for candidate in found if catalog.entry(candidate.item).item.type_name == TYPE]


def _parallel(item: str) -> str | None:
    try:
        return catalog.entry(item).item.parallel
    except catalog.NoSuchItem:
        return None
