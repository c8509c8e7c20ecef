"""What a class knows: three statements, whatever its size and however long its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom import catalog
from classroom.facts import Mastery, PupilRow
from lessons.schema import Module
from pledges.models import TalkWish
from progress import queries as progress
from progress.rules import AgreementRef, Level, agreement_levels, promise_level


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
    promises = {
        pupil_id: {one.slug: _promise(one, levels[pupil_id], states.get(pupil_id, {})) for one in modules}
        for pupil_id in ids
    }
    return Mastery(tuple(pupils), goals, states, levels, promises, _talks(session, ids, year))


def _promise(module: Module, levels: Mapping[AgreementRef, Level], states: Mapping[str, progress.ModuleView]) -> Level:
    own = [level for ref, level in levels.items() if ref[0] == module.slug]
    state = states.get(module.slug)
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
