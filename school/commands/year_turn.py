"""The turn of the school year: new classes, everybody in the next jaargroep, the old classes closed; and undoing it.

What children did and promised is theirs and goes along; it hangs on the child, not on the class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import note
from core.clock import local_day, school_year
from core.database import writing
from core.refusal import Refusal
from school import sign_in
from school.commands.classes import ClassWish, free_code, make_class
from school.commands.pupils import MOST, ClassFull, tell_apart, usual_route
from school.models import Pupil, School, SchoolClass, Staff, YearTurn
from school.queries.cards import class_pupils
from school.queries.year_turn import Ending, endings, last_turn, stands
from school.rules.year_turn import HAVE, LEAVE, NextClass, Proposal

STAY = "stay"
"""A child that does its jaargroep again."""


class NothingToTurn(Refusal):
    """No class of an earlier school year is left."""

    status = 409
    sentence = "Er zijn geen klassen van het vorige schooljaar meer. Er is niets veranderd."


class TurnChanged(Refusal):
    """Classes or pupils changed since the page was opened, or somebody turned the year meanwhile."""

    status = 409
    sentence = "De klassen zijn intussen veranderd. Kijk het voorstel nog een keer na."


class NoRoom(Refusal):
    """Children of a jaargroep would go to a class that does not have it."""

    sentence = "Voor groep %(year)s uit %(group)s is er geen klas met groep %(target)s. Kies of maak er een."


class NothingToUndo(Refusal):
    """Never turned, undone already, or more than 30 days ago."""

    status = 410
    sentence = "De jaarovergang kan niet meer worden teruggedraaid: dat kan tot 30 dagen erna."


@dataclass(frozen=True)
class Turned:
    """How many children went up, stayed in their jaargroep and left; how many classes began."""

    up: int
    stayed: int
    left: int
    classes: int


@dataclass(frozen=True)
class Undone:
    """How many children went back, and how many had been moved or removed since and stay where they are."""

    back: int
    elsewhere: int


def turn(
    session: Session, wish: Proposal, exceptions: Mapping[str, str], *, school_id: int, seen: str, actor: str,
    at: datetime,
) -> Turned:  # fmt: skip
    """Go into the running school year as ``wish`` says, all of it or nothing.

    ``exceptions``: key of a pupil → STAY, LEAVE or a slot. ``seen`` is ``queries.year_turn.stands`` of what was on the
    screen. Raises NothingToTurn, TurnChanged, NoRoom, ClassFull and what make_class raises.
    """
    with writing(session):
        session.get_one(School, school_id, with_for_update=True)
        found = endings(session, school_id, at)
        if not found:
            raise NothingToTurn
        if stands(found) != seen:
            raise TurnChanged
        session.execute(update(Pupil).where(Pupil.school_id == school_id).values(before_turn=None))
        row = YearTurn(school_id=school_id, year=school_year(local_day(at)), actor=actor, done_at=at)
        session.add(row)
        session.flush()
        return _Turning(session, row, wish, exceptions).run(found)


class _Turning:
    def __init__(self, session: Session, row: YearTurn, wish: Proposal, exceptions: Mapping[str, str]) -> None:
        self.session, self.row, self.wish, self.exceptions = session, row, wish, exceptions
        self.made: dict[str, SchoolClass] = {}

    def run(self, found: list[Ending]) -> Turned:
        for one in found:
            one.group.archived_at = self.row.done_at
            sign_in.end_all(self.session, class_id=one.group.id)
        self.session.flush()  # the names of the closed classes are free from here on
        old = {one.group.key: one.group for one in found}
        for new in self.wish.classes:
            self.made[new.slot] = self._make(new, old.get(new.follows))
        counts = {"up": 0, "stayed": 0, "left": 0}
        for one in found:
            for pupil in one.pupils:
                counts[self._go(pupil, one)] += 1
        self.session.flush()
        for group in self.made.values():
            if len(class_pupils(self.session, group)) > MOST:
                raise ClassFull
            tell_apart(self.session, group.id)
        facts = {**counts, "classes": len(self.made)}
        note(
            self.session, school_id=self.row.school_id, actor=self.row.actor, action="school.year-turned",
            subject=f"turn:{self.row.key}", at=self.row.done_at, facts=facts,
        )  # fmt: skip
        return Turned(**counts, classes=len(self.made))

    def _make(self, new: NextClass, old: SchoolClass | None) -> SchoolClass:
        if new.slot.startswith(HAVE):
            return self._have(new.slot.removeprefix(HAVE))
        kept = (old.secret_kind, old.sign_in_time) if old else ()
        teachers = self.session.scalars(
            select(Staff.id).where(Staff.school_id == self.row.school_id, Staff.key.in_(new.teachers))
        )
        group = make_class(
            self.session, ClassWish(new.name, new.years, *kept), school_id=self.row.school_id,
            staff_ids=list(teachers), actor=self.row.actor, at=self.row.done_at,
        )  # fmt: skip
        if old is not None:
            group.follows_id = old.id
            _swap_codes(self.session, old, group)
        return group

    def _have(self, key: str) -> SchoolClass:
        alive = SchoolClass.school_id == self.row.school_id, SchoolClass.deleted_at.is_(None)
        query = select(SchoolClass).where(SchoolClass.key == key, SchoolClass.year == self.row.year, *alive)
        group = self.session.scalars(query).first()
        if group is None:
            raise TurnChanged
        return group

    def _go(self, pupil: Pupil, ending: Ending) -> str:
        pupil.before_turn = {
            "turn": self.row.id, "class": pupil.class_id, "year": pupil.year_group, "route": pupil.route,
            "sign": pupil.sign,
        }  # fmt: skip
        said = self.exceptions.get(pupil.key, "") or self.wish.to(ending.group.key, pupil.year_group)
        if said == LEAVE:
            pupil.left_at = self.row.done_at
            pupil.card_hash = pupil.card_until = None
            return "left"
        year = pupil.year_group + (said != STAY)
        slot = self.wish.room_for(year, ending.group.key) if said == STAY else said
        target = self.made.get(slot)
        if target is not None and year not in target.years and pupil.year_group in target.years:
            year = pupil.year_group  # put into a class with the jaargroep it has now: it stays in that
        if target is None or year not in target.years:
            raise NoRoom(year=pupil.year_group, group=ending.group.name, target=year)
        stayed = year == pupil.year_group
        if pupil.route == usual_route(pupil.year_group):
            pupil.route = usual_route(year)
        if ending.group.secret_kind != target.secret_kind:
            pupil.secret_hash, pupil.secret_own, pupil.card_hash, pupil.card_until = None, False, None, None
        pupil.class_id, pupil.year_group = target.id, year
        pupil.before_turn = {**pupil.before_turn, "to": target.id}
        return "stayed" if stayed else "up"


def undo(session: Session, *, school_id: int, actor: str, at: datetime) -> Undone:
    """Take the last turn back. Who was moved or removed since stays where they are, and so does a class that others
    came into. Secrets that a change of their kind made worthless do not return. Raises NothingToUndo.
    """
    with writing(session):
        row = last_turn(session, school_id, at)
        if row is None:
            raise NothingToUndo
        back, elsewhere = 0, 0
        pupils = session.scalars(select(Pupil).where(Pupil.school_id == school_id)).all()
        for pupil in pupils:
            if (pupil.before_turn or {}).get("turn") == row.id:
                returned = _return(session, pupil, row)
                back, elsewhere = back + returned, elsewhere + (not returned)
                pupil.before_turn = None
        session.flush()
        _reopen(session, row, at)
        row.undone_at = at
        note(
            session, school_id=school_id, actor=actor, action="school.year-turn-undone", subject=f"turn:{row.key}",
            at=at, facts={"back": back, "elsewhere": elsewhere},
        )  # fmt: skip
        return Undone(back, elsewhere)


def _return(session: Session, pupil: Pupil, row: YearTurn) -> bool:
    before = pupil.before_turn or {}
    left = pupil.left_at == row.done_at and pupil.class_id == before["class"]
    here = pupil.class_id == before.get("to") and pupil.left_at is None
    if pupil.deleted_at is not None or not (left or here):
        return False
    sign_in.end_all(session, pupil_id=pupil.id)
    pupil.class_id, pupil.year_group = before["class"], before["year"]
    pupil.route, pupil.sign, pupil.left_at = before["route"], before["sign"], None
    return True


def _reopen(session: Session, row: YearTurn, at: datetime) -> None:
    """Open the closed classes again; new ones go where nobody is left in them."""
    closed = select(SchoolClass).where(SchoolClass.school_id == row.school_id, SchoolClass.archived_at == row.done_at)
    old = {group.id: group for group in session.scalars(closed)}
    for group in _made(session, row):
        sign_in.end_all(session, class_id=group.id)
        if class_pupils(session, group):
            continue
        if group.follows_id in old:
            _swap_codes(session, old[group.follows_id], group)
        group.deleted_at = at
        group.follows_id = None
    for group in old.values():
        group.archived_at = None
        tell_apart(session, group.id)


def _made(session: Session, row: YearTurn) -> list[SchoolClass]:
    """The classes that a turn began: made at its moment."""
    query = select(SchoolClass).where(
        SchoolClass.school_id == row.school_id, SchoolClass.created_at == row.done_at, SchoolClass.year == row.year,
        SchoolClass.deleted_at.is_(None),
    )  # fmt: skip
    return list(session.scalars(query))


def _swap_codes(session: Session, one: SchoolClass, other: SchoolClass) -> None:
    """Children who go on together keep the class code they know."""
    first, second = one.code, other.code
    one.code = free_code(session)
    session.flush()
    other.code = first
    session.flush()
    one.code = second
    session.flush()
