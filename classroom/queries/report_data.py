"""What each report is made from: loaded here, so that the reports themselves stay pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agreements.catalog import agreement_sources, protocol_of
from classroom import catalog
from classroom.aims import aims
from classroom.facts import ClassRow, Mastery, PupilRow
from classroom.queries.answers import tallies
from classroom.queries.articles import articles_of
from classroom.queries.mastery import mastery_of
from classroom.queries.people import pupils_of
from classroom.queries.pupil import first_states
from classroom.queries.thoughts import thoughts_of
from classroom.reports import afspraken, artikelen, klas, leerling, les, meting, overzicht, schoolafspraken
from classroom.rules.places import places_together
from classroom.rules.small_cells import Count
from core.clock import local_day, school_year
from core.text import Settings
from lessons.schema import Module
from progress.models import Evidence
from progress.rules import Level
from quizzes.catalog import shelf
from quizzes.models import Attempt, StatementAnswer
from school.models import Pupil, SchoolClass

Key = TypeVar("Key")


@dataclass(frozen=True)
class Scope:
    """What a report is about: a school, and in it a class, one of its pupils, a module."""

    school_id: int
    settings: Settings
    at: datetime
    group: ClassRow | None = None
    pupil: PupilRow | None = None
    module: Module | None = None

    @property
    def year(self) -> int:
        return school_year(local_day(self.at))


def load(session: Session, name: str, scope: Scope) -> Any:
    """The data of the report ``name``; a fixed number of statements."""
    return LOADERS[name](session, scope)


def _known(session: Session, scope: Scope) -> Mastery:
    if scope.pupil is not None:
        return mastery_of(session, [scope.pupil], scope.year)
    assert scope.group is not None  # noqa: S101 - every other report than the school's has a class
    return mastery_of(session, pupils_of(session, [scope.group.id])[scope.group.id], scope.year)


def _begun(known: Mastery) -> list[Module]:
    return [module for module in catalog.modules() if known.begun(module.slug)]


def _klas(session: Session, scope: Scope) -> klas.Data:
    known = _known(session, scope)
    return klas.Data(known, _begun(known))


def _afspraken(session: Session, scope: Scope) -> afspraken.Data:
    known, protocol = _known(session, scope), protocol_of(session, scope.school_id)
    begun = _begun(known)
    places = {
        (module.slug, one.id): places_together(c.place for c in agreement_sources(one.sources, protocol).own)
        for module in begun
        for one in module.agreements
    }
    return afspraken.Data(known, begun, places)


def _artikelen(session: Session, scope: Scope) -> artikelen.Data:
    return artikelen.Data(articles_of(_known(session, scope), protocol_of(session, scope.school_id)))


def _les(session: Session, scope: Scope) -> les.Data:
    known = _known(session, scope)
    module = scope.module or catalog.modules()[0]
    ids = [pupil.id for pupil in known.pupils]
    found = tallies(session, ids, module.slug, scope.year, scope.settings)
    thoughts = [one for one in thoughts_of(session, ids) if one.module == module.slug]
    stems = {name: tally.item.at(scope.settings).stem for name, tally in found.items()}
    return les.Data(known, module, thoughts, list(found.values()), stems)


def _leerling(session: Session, scope: Scope) -> leerling.Data:
    known = _known(session, scope)
    assert scope.pupil is not None  # noqa: S101 - the report of a pupil has one
    first = {ref: then.state for ref, then in first_states(session, scope.pupil.id).items()}
    return leerling.Data(scope.pupil, known, _begun(known), first)


def _meting(session: Session, scope: Scope) -> meting.Data:
    assert scope.group is not None  # noqa: S101 - the measurement is of a class
    ids = [pupil.id for pupil in pupils_of(session, [scope.group.id])[scope.group.id]]
    rows = session.execute(
        select(Evidence.module, Evidence.source, Evidence.pupil_id, Evidence.right).where(
            Evidence.pupil_id.in_(ids), Evidence.year == scope.year, Evidence.source.in_(meting.SIDES), Evidence.first
        )
    )
    verdicts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    who: dict[tuple[str, str], set[int]] = defaultdict(set)
    took: dict[str, set[int]] = defaultdict(set)
    for module, source, pupil_id, right in rows:
        verdicts[module, source].append(right)
        who[module, source].add(pupil_id)
        took[source].add(pupil_id)
    sides = {key: meting.Side(sum(given), len(given), len(who[key])) for key, given in verdicts.items()}
    measured = [module for module in catalog.modules() if any((module.slug, side) in sides for side in meting.SIDES)]
    pupils = {side: len(found) for side, found in took.items()}
    faces, statements = _faces(session, ids, scope.year)
    return meting.Data(measured, sides, pupils, faces, statements)


def _faces(session: Session, ids: Sequence[int], year: int) -> tuple[list[Any], list[meting.Faces]]:
    spec = shelf().statements
    rows = session.execute(
        select(StatementAnswer.statement, Attempt.kind, StatementAnswer.face, func.count())
        .join(Attempt, Attempt.id == StatementAnswer.attempt_id)
        .where(Attempt.pupil_id.in_(ids), Attempt.year == year)
        .group_by(StatementAnswer.statement, Attempt.kind, StatementAnswer.face)
    )
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for statement, kind, face, number in rows:
        counts[statement, kind][face] += number
    if spec is None or not counts:
        return [], []
    found = [
        meting.Faces(one.text, dict(counts[one.id, "start"]), dict(counts[one.id, "end"])) for one in spec.statements
    ]
    return [(face.id, face.text) for face in spec.faces], found


def _everybody(session: Session, scope: Scope) -> Mastery:
    """All pupils of a school, without their names."""
    rows = session.execute(
        select(Pupil)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .where(
            Pupil.school_id == scope.school_id,
            Pupil.deleted_at.is_(None),
            Pupil.left_at.is_(None),
            SchoolClass.deleted_at.is_(None),
            SchoolClass.archived_at.is_(None),
        )
    ).scalars()
    pupils = [PupilRow(row.id, row.key, "", "", row.year_group, row.route) for row in rows]
    return mastery_of(session, pupils, scope.year)


def _counted(states: Iterable[tuple[Key, Level]]) -> dict[Key, Count]:
    """Key → pupils who can, out of pupils with any state."""
    can: Counter[Key] = Counter()
    of: Counter[Key] = Counter()
    for key, level in states:
        if level > Level.OPEN:
            of[key] += 1
            can[key] += level == Level.UNDERSTOOD
    return {key: Count(can[key], number) for key, number in of.items()}


def _overzicht(session: Session, scope: Scope) -> overzicht.Data:
    known = _everybody(session, scope)
    cells = _counted(
        ((module.slug, pupil.year_group), known.promises[pupil.id][module.slug])
        for pupil in known.pupils
        for module in catalog.modules()
    )
    return overzicht.Data(catalog.modules(), cells, aims())


def _schoolafspraken(session: Session, scope: Scope) -> schoolafspraken.Data:
    known = _everybody(session, scope)
    cells = _counted(
        ((ref, pupil.year_group), level) for pupil in known.pupils for ref, level in known.levels[pupil.id].items()
    )
    return schoolafspraken.Data(catalog.modules(), cells, aims())


LOADERS: dict[str, Callable[[Session, Scope], Any]] = {
    "klas": _klas,
    "afspraken": _afspraken,
    "artikelen": _artikelen,
    "les": _les,
    "leerling": _leerling,
    "meting": _meting,
    "overzicht": _overzicht,
    "kerndoelen": _overzicht,
    "afspraken-school": _schoolafspraken,
}
