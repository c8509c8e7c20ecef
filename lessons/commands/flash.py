"""The mixed round of a flitsronde: questions of all lessons, what was missed first. It carries no mastery."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from core.database import writing
from lessons.queries import FLASH_KIND, FLASH_PLACE
from progress.commands import Person
from progress.queries import pupil_modules
from quizzes import catalog as banks
from quizzes.commands.attempts import add_attempt
from quizzes.queries.attempts import AttemptView, candidates
from quizzes.queries.refreshers import class_due
from quizzes.rules.choosing import Candidate, missed_then_oldest


def begin_flash(session: Session, *, person: Person, count: int, at: datetime, rng: Random) -> AttemptView:
    """Start a round of ``count`` questions, or go on with the one under way."""
    with writing(session):
        known = [slug for slug in pupil_modules(session, person.pupil_id) if slug in banks.shelf().banks]
        pools = {slug: candidates(session, person.pupil_id, slug) for slug in known or banks.shelf().banks}
        due = class_due(session, person.school_id, [person.pupil_id], at).get(person.pupil_id, [])
        items = choose_flash(pools, {one.module for one in due}, count, rng)
        return add_attempt(session, person=person, kind=FLASH_KIND, module=FLASH_PLACE, items=items, at=at, rng=rng)


def choose_flash(pools: Mapping[str, Sequence[Candidate]], due: Collection[str], count: int, rng: Random) -> list[str]:
    """``count`` items, fewer when there are not so many: modules in turn, the due ones first, and within a module
    what was missed, then what was longest not seen. A goal comes twice only when all others came."""
    order = {slug: _ranked(pool, rng) for slug, pool in pools.items()}
    slugs = sorted(order, key=lambda slug: (slug not in due, rng.random()))
    chosen: list[str] = []
    while len(chosen) < count and any(order.values()):
        for slug in slugs:
            if order[slug] and len(chosen) < count:
                chosen.append(order[slug].pop(0))
    return chosen


def _ranked(pool: Sequence[Candidate], rng: Random) -> list[str]:
    mixed = rng.sample(list(pool), len(pool))
    ranked = sorted(mixed, key=missed_then_oldest)
    first: dict[str, Candidate] = {}
    for candidate in ranked:
        first.setdefault(candidate.goal, candidate)
    rest = [candidate for candidate in ranked if candidate not in first.values()]
    return [candidate.item for candidate in (*first.values(), *rest)]
