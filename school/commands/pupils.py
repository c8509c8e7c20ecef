"""Pupils: add from a checked list, change, move, leave, delete and bring back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.pictures import secret_ids
from core.refusal import Refusal
from school import limits, sign_in
from school.commands.classes import TooLate
from school.models import ROUTES, Pupil, SchoolClass
from school.rules.hours import UNDO
from school.rules.names import order
from school.rules.roster import LONGEST_NAME, clean_name, doubtful

MOST = 60
"""Pupils in one class."""


class NotAName(Refusal):
    """No first name, or something in it that names do not have."""

    sentence = "Typ een voornaam van hoogstens 40 letters, zonder cijfers."


class NotInClass(Refusal):
    """A jaargroep that the class does not have."""

    sentence = "Kies een jaargroep van deze klas."


class UnknownRoute(Refusal):
    """Neither basis nor plus."""

    sentence = "Kies de basisroute of de plusroute."


class UnknownSign(Refusal):
    """Not one of the pictures."""

    sentence = "Kies een plaatje uit de lijst."


class ClassFull(Refusal):
    """More pupils than a class can hold."""

    status = 409
    sentence = "Een klas heeft hier hoogstens 60 leerlingen."


class ClassChanged(Refusal):
    """Somebody added or removed pupils since the list was checked, or the same form was sent twice."""

    status = 409
    sentence = "De klas is intussen veranderd. Kijk de lijst nog een keer na."


class SameClass(Refusal):
    """A move to the class the child is in, or to one of another school."""

    sentence = "Kies een andere klas van deze school."


@dataclass(frozen=True)
class NewPupil:
    """One pupil to add: the first name as shown, and the jaargroep."""

    name: str
    year: int


def add_pupils(
    session: Session, group: SchoolClass, wished: Sequence[NewPupil], *, seen: int | None, actor: str, at: datetime
) -> list[Pupil]:
    """Put pupils into a class, all or none. ``seen``: how many were in it when the list was checked; None: whatever.

    Where two share a first name each gets a picture. Raises NotAName, NotInClass, ClassFull, ClassChanged.
    """
    for one in wished:
        if doubtful(one.name) or len(one.name) > LONGEST_NAME:
            raise NotAName
        if one.year not in group.years:
            raise NotInClass
    with writing(session):
        session.refresh(group, with_for_update=True)
        there = len(_present(session, group.id))
        if seen is not None and there != seen:
            raise ClassChanged
        if there + len(wished) > MOST:
            raise ClassFull
        pupils = [
            Pupil(
                school_id=group.school_id, class_id=group.id, first_name=one.name, year_group=one.year,
                route=usual_route(one.year), created_at=at,
            )
            for one in wished
        ]  # fmt: skip
        session.add_all(pupils)
        session.flush()
        tell_apart(session, group.id)
        for pupil in pupils:
            _note(session, pupil, "pupil.added", actor, at)
    return pupils


def change_pupil(
    session: Session, pupil: Pupil, *, name: str, year: int, route: str, sign: str, actor: str, at: datetime
) -> None:
    """Change the name as shown, the jaargroep, the route and the picture beside the name.

    Raises NotAName, NotInClass, UnknownRoute, UnknownSign.
    """
    cleaned, _changes = clean_name(name)
    if doubtful(cleaned) or len(name) > LONGEST_NAME:
        raise NotAName
    if year not in pupil.school_class.years:
        raise NotInClass
    if route not in ROUTES:
        raise UnknownRoute
    if sign and sign not in secret_ids():
        raise UnknownSign
    with writing(session):
        pupil.first_name, pupil.year_group, pupil.route, pupil.sign = cleaned, year, route, sign
        session.flush()
        tell_apart(session, pupil.class_id)
        _note(session, pupil, "pupil.changed", actor, at)


def move_pupil(
    session: Session, pupil: Pupil, target: SchoolClass | None, *, year: int, actor: str, at: datetime
) -> None:
    """Put a child into another class of the same school, with everything it did.

    Where the classes use another kind of secret the child needs a new card. Raises SameClass, NotInClass, ClassFull.
    """
    if target is None or target.id == pupil.class_id or target.school_id != pupil.school_id:
        raise SameClass
    if year not in target.years:
        raise NotInClass
    with writing(session):
        session.refresh(target, with_for_update=True)
        if len(_present(session, target.id)) >= MOST:
            raise ClassFull
        if target.secret_kind != pupil.school_class.secret_kind:
            pupil.secret_hash, pupil.secret_own, pupil.card_hash, pupil.card_until = None, False, None, None
        sign_in.end_all(session, pupil_id=pupil.id)
        pupil.class_id, pupil.year_group, pupil.sign = target.id, year, ""
        session.flush()
        session.refresh(pupil)
        tell_apart(session, target.id)
        _note(session, pupil, "pupil.moved", actor, at)


def leave(session: Session, pupil: Pupil, *, actor: str, at: datetime) -> None:
    """The child left the school: no more signing in; retention decides what goes when."""
    with writing(session):
        pupil.left_at = at
        _end(session, pupil)
        _note(session, pupil, "pupil.left", actor, at)


def delete_pupil(session: Session, pupil: Pupil, *, actor: str, at: datetime) -> None:
    """Take a child out of the class. It can come back for 30 days."""
    with writing(session):
        pupil.deleted_at = at
        _end(session, pupil)
        _note(session, pupil, "pupil.deleted", actor, at)


def restore_pupil(session: Session, pupil: Pupil, *, actor: str, at: datetime) -> None:
    """Bring back a child that was deleted or left. Raises TooLate, ClassFull."""
    gone_at = pupil.deleted_at or pupil.left_at
    if gone_at is None or at >= gone_at + UNDO:
        raise TooLate
    with writing(session):
        if len(_present(session, pupil.class_id)) >= MOST:
            raise ClassFull
        pupil.deleted_at = pupil.left_at = None
        session.flush()
        tell_apart(session, pupil.class_id)
        _note(session, pupil, "pupil.restored", actor, at)


def lift_wait(session: Session, pupil: Pupil, *, actor: str, at: datetime) -> None:
    """End the wait that wrong secrets began."""
    with writing(session):
        limits.lift(session, limits.of_pupil(pupil.id))
        _note(session, pupil, "pupil.wait-lifted", actor, at)


def usual_route(year: int) -> str:
    """The route of a jaargroep unless the teacher says otherwise: basis in groep 5 and 6, plus in 7 and 8."""
    return "plus" if year >= 7 else "basis"


def _present(session: Session, class_id: int) -> list[Pupil]:
    query = select(Pupil).where(Pupil.class_id == class_id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
    return list(session.scalars(query.order_by(Pupil.id)))


def tell_apart(session: Session, class_id: int) -> None:
    """Give each of those in a class who share a first name a picture of their own. Call inside ``writing``."""
    alike: dict[str, list[Pupil]] = {}
    for pupil in _present(session, class_id):
        alike.setdefault(order(pupil.first_name), []).append(pupil)
    for pupils in alike.values():
        if len(pupils) == 1:
            continue
        taken: set[str] = set()
        for pupil in pupils:
            if not pupil.sign or pupil.sign in taken:
                pupil.sign = next(one for one in secret_ids() if one not in taken | {pupil.sign for pupil in pupils})
            taken.add(pupil.sign)


def _end(session: Session, pupil: Pupil) -> None:
    sign_in.end_all(session, pupil_id=pupil.id)
    pupil.card_hash = pupil.card_until = None


def _note(session: Session, pupil: Pupil, action: str, actor: str, at: datetime) -> None:
    note(session, school_id=pupil.school_id, actor=actor, action=action, subject=f"pupil:{pupil.key}", at=at)
