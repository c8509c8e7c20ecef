"""What a class knows: two statements, whatever its size and however long its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from classroom import catalog
from classroom.facts import Mastery, PupilRow
from lessons.schema import Module
from progress import queries as progress
from progress.rules import AgreementRef, Level, agreement_levels, promise_level


def mastery_of(session: Session, pupils: Sequence[PupilRow]) -> Mastery:
    """The mastery of ``pupils`` on the whole course."""
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
    return Mastery(tuple(pupils), goals, states, levels, promises)


def _promise(module: Module, levels: Mapping[AgreementRef, Level], states: Mapping[str, progress.ModuleView]) -> Level:
    own = [level for ref, level in levels.items() if ref[0] == module.slug]
    state = states.get(module.slug)
    return promise_level(own, module_mastered=state is not None and state.mastered_at is not None)
