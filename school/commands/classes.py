"""Classes: make, change, open, renew the code, delete and bring back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import note
from core.clock import local_day, school_year
from core.database import writing
from core.refusal import Refusal
from school import sign_in
from school.models import SECRET_KINDS, SIGN_IN_TIMES, ClassTeacher, Pupil, SchoolClass
from school.rules import typed
from school.rules.hours import UNDO
from school.rules.listed import group_key
from school.secrets import new_code

CODE_LENGTH = 8
YEARS = (5, 6, 7, 8)
OPEN_FOR = timedelta(hours=2)


class NoYears(Refusal):
    """A class without a jaargroep, or with one that Netjes is not made for."""

    sentence = "Kies minstens één jaargroep, van groep 5 tot en met groep 8."


class YearInUse(Refusal):
    """A jaargroep cannot leave the class while pupils are in it."""

    status = 409
    sentence = "In groep %(year)s zitten nog leerlingen. Zet hen eerst in een andere groep."


class UnknownChoice(Refusal):
    """A kind of secret or a sign-in time that does not exist."""

    sentence = "Kies een van de mogelijkheden."


class TooLate(Refusal):
    """Deleted longer than 30 days ago, or never."""

    status = 410
    sentence = "Dit is langer dan 30 dagen geleden weggehaald en kan niet meer terug."


class NameTaken(Refusal):
    """Another class of this school year has the name: on lists and in imports nobody could tell them apart."""

    status = 409
    sentence = "Er is al een klas die %(name)s heet. Geef deze klas een andere naam, zoals %(name)s-b."


@dataclass(frozen=True)
class ClassWish:
    """What a class should be, as typed and chosen."""

    name: str
    years: Sequence[int]
    secret_kind: str = SECRET_KINDS[0]
    sign_in_time: str = "school-hours"

    def checked(self) -> ClassWish:
        """The same, cleaned. Raises typed.NoName, NoYears, UnknownChoice."""
        years = sorted(set(self.years))
        if not years or not set(years) <= set(YEARS):
            raise NoYears
        if self.secret_kind not in SECRET_KINDS or self.sign_in_time not in SIGN_IN_TIMES:
            raise UnknownChoice
        return ClassWish(typed.name(self.name, 40), years, self.secret_kind, self.sign_in_time)


def make_class(
    session: Session, wish: ClassWish, *, school_id: int, staff_ids: Sequence[int], actor: str, at: datetime
) -> SchoolClass:
    """Make a class of the running school year with a fresh code, tied to ``staff_ids``.

    Raises like ClassWish.checked, and NameTaken.
    """
    wish = wish.checked()
    with writing(session):
        year = school_year(local_day(at))
        check_name(session, wish.name, school_id=school_id, year=year)
        group = SchoolClass(
            school_id=school_id, year=year, name=wish.name, years=list(wish.years),
            secret_kind=wish.secret_kind, sign_in_time=wish.sign_in_time, code=free_code(session), created_at=at,
        )  # fmt: skip
        session.add(group)
        session.flush()
        session.add_all(ClassTeacher(class_id=group.id, staff_id=one, school_id=school_id) for one in staff_ids)
        _note(session, group, "class.made", actor, at)
    return group


def change_class(session: Session, group: SchoolClass, wish: ClassWish, *, actor: str, at: datetime) -> None:
    """Rename a class, change its jaargroepen, its kind of secret or its sign-in time.

    Another kind of secret makes the old secrets worthless: they go, and every pupil needs a new card.
    Raises like ClassWish.checked, YearInUse and, where the name changes, NameTaken.
    """
    wish = wish.checked()
    with writing(session):
        session.refresh(group, with_for_update=True)
        if group_key(wish.name) != group_key(group.name):
            check_name(session, wish.name, school_id=group.school_id, year=group.year)
        here = Pupil.class_id == group.id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None)
        for year in set(session.scalars(select(Pupil.year_group).where(*here))) - set(wish.years):
            raise YearInUse(year=year)
        if group.secret_kind != wish.secret_kind:
            gone = {"secret_hash": None, "secret_own": False, "card_hash": None, "card_until": None}
            session.execute(update(Pupil).where(Pupil.class_id == group.id).values(gone))
            sign_in.end_all(session, class_id=group.id)
        group.name, group.years = wish.name, list(wish.years)
        group.secret_kind, group.sign_in_time = wish.secret_kind, wish.sign_in_time
        _note(session, group, "class.changed", actor, at)


def renew_code(session: Session, group: SchoolClass, *, actor: str, at: datetime) -> None:
    """Give a class another code; the old one stops working at once. Who is signed in stays so."""
    with writing(session):
        group.code = free_code(session)
        _note(session, group, "class.code-renewed", actor, at)


def open_class(session: Session, group: SchoolClass, *, actor: str, at: datetime) -> None:
    """Let pupils sign in for OPEN_FOR from now, whatever the hour."""
    with writing(session):
        group.opened_until = at + OPEN_FOR
        _note(session, group, "class.opened", actor, at)


def close_class(session: Session, group: SchoolClass, *, actor: str, at: datetime) -> None:
    """End what ``open_class`` began and sign every pupil of the class out: the lesson is over."""
    with writing(session):
        group.opened_until = None
        sign_in.end_all(session, class_id=group.id)
        _note(session, group, "class.closed", actor, at)


def delete_class(session: Session, group: SchoolClass, *, actor: str, at: datetime) -> None:
    """Take a class away. It can come back for 30 days; nobody of it can sign in meanwhile."""
    with writing(session):
        group.deleted_at = at
        sign_in.end_all(session, class_id=group.id)
        _note(session, group, "class.deleted", actor, at)


def restore_class(session: Session, group: SchoolClass, *, actor: str, at: datetime) -> None:
    """Bring a deleted class back with everything in it. Raises TooLate."""
    if group.deleted_at is None or at >= group.deleted_at + UNDO:
        raise TooLate
    with writing(session):
        group.deleted_at = None
        _note(session, group, "class.restored", actor, at)


def check_name(session: Session, name: str, *, school_id: int, year: int) -> None:
    """Raise NameTaken where a class of this school year has the name, however it is written."""
    alive = SchoolClass.school_id == school_id, SchoolClass.year == year, SchoolClass.deleted_at.is_(None)
    names = session.scalars(select(SchoolClass.name).where(*alive, SchoolClass.archived_at.is_(None)))
    if group_key(name) in {group_key(one) for one in names}:
        raise NameTaken(name=name)


def free_code(session: Session) -> str:
    """A code that no class has."""
    while True:
        code = new_code(CODE_LENGTH)
        if session.scalar(select(SchoolClass.id).where(SchoolClass.code == code)) is None:
            return code


def _note(session: Session, group: SchoolClass, action: str, actor: str, at: datetime) -> None:
    note(session, school_id=group.school_id, actor=actor, action=action, subject=f"class:{group.key}", at=at)
