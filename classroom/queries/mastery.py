"""What a class knows: three statements, whatever its size and however long its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.facts import Mastery, PupilRow
from pledges.models import TalkWish
from progress import queries as progress
from progress.rules import Level, agreement_levels, promise_level


def mastery_of(session: Session, pupils: Sequence[PupilRow], year: int) -> Mastery:
    """The mastery of ``pupils`` on the whole course, with the wishes to talk of this school year."""
    ids = [pupil.id for pupil in pupils]
    goals = progress.class_goals(session, ids)
    states = progress.class_modules(session, ids)
    goals_of = catalog.goals_of()
    levels = {
        pupil_id: agreement_levels({ref: view.level for ref, view in goals.get(pupil_id, {}).items()}, goals_of)
        for pupil_id in ids
    }
    modules = catalog.modules()
    own = {one.slug: [ref for ref in goals_of if ref[0] == one.slug] for one in modules}
    promises = {
        pupil_id: {
            slug: _promise([levels[pupil_id][ref] for ref in refs], states.get(pupil_id, {}).get(slug))
            for slug, refs in own.items()
        }
        for pupil_id in ids
    }
    return Mastery(tuple(pupils), goals, states, levels, promises, _talks(session, ids, year))


def _promise(own: Collection[Level], state: progress.ModuleView | None) -> Level:
    return promise_level(own, module_mastered=state is not None and state.mastered_at is not None)


def _talks(session: Session, pupil_ids: Collection[int], year: int) -> dict[int, frozenset[str]]:
    """Pupil → the modules about whose promise they want to talk; one statement."""
    rows = session.execute(
        select(TalkWish.pupil_id, TalkWish.promise).where(TalkWish.pupil_id.in_(pupil_ids), TalkWish.year == year)
    )
    module_of = {module.closing.promise: module.slug for module in catalog.modules()}
    found: dict[int, set[str]] = defaultdict(set)
    for pupil_id, promise in rows:
        if promise in module_of:
            found[pupil_id].add(module_of[promise])
    return {pupil_id: frozenset(slugs) for pupil_id, slugs in found.items()}
