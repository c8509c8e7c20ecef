"""Putting a checked list of pupils into the classes of a school: all of it or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import sign_in
from school.commands.classes import ClassWish, make_class
from school.commands.pupils import MOST, ClassFull, leave, tell_apart, usual_route
from school.models import Pupil, SchoolClass
from school.queries.importing import standing
from school.rules.listed import Listed
from school.rules.matching import NEW, SKIP, Act, Choices, GroupPlan, Plan, plan, seen


class ListOpen(Refusal):
    """Something on the list has no answer yet."""

    sentence = "Er vraagt nog iets een keuze. Er is nog niets veranderd."


class ListChanged(Refusal):
    """Classes or pupils changed since the list was checked, or another class was chosen for a group."""

    status = 409
    sentence = "Dit is er nu anders. Kijk de lijst nog een keer na en bevestig dan opnieuw."


@dataclass(frozen=True)
class Imported:
    """How many children were added, moved, brought back, linked to the source or marked as left; the classes met."""

    added: int = 0
    moved: int = 0
    back: int = 0
    linked: int = 0
    left: int = 0
    classes: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """All of them together."""
        return self.added + self.moved + self.back + self.linked + self.left


def put_in(
    session: Session, listed: Listed, choices: Choices, *, school_id: int, only: SchoolClass | None, shown: str,
    actor: str, at: datetime,
) -> Imported:  # fmt: skip
    """Do what the checked list says. ``shown`` is ``matching.seen`` of what was on the screen.

    Raises ListChanged, ListOpen, ClassFull and what ClassWish.checked and make_class raise.
    """
    with writing(session):
        now = standing(session, school_id, at, only)
        if seen(listed, now, choices) != shown:
            raise ListChanged
        todo = plan(listed, now, choices)
        if todo.open:
            raise ListOpen
        return _Writer(session, school_id, actor, at).write(todo, choices)


class _Writer:
    def __init__(self, session: Session, school_id: int, actor: str, at: datetime) -> None:
        self.session, self.school_id, self.actor, self.at = session, school_id, actor, at
        groups = session.scalars(select(SchoolClass).where(SchoolClass.school_id == school_id))
        self.groups = {group.key: group for group in groups}
        self.pupils = {pupil.key: pupil for pupil in session.scalars(select(Pupil).where(Pupil.school_id == school_id))}
        self.done: Counter[str] = Counter()

    def write(self, todo: Plan, choices: Choices) -> Imported:
        touched = []
        for group in todo.groups:
            if group.target == SKIP:
                continue
            row = self._class(group)
            for act in group.acts:
                self._do(act, row)
            for known in group.missing:
                if known.key in choices.left:
                    leave(self.session, self.pupils[known.key], actor=self.actor, at=self.at)
                    self.done["left"] += 1
            touched.append(row)
        self.session.flush()
        for row in touched:
            self._check(row)
        return Imported(**self.done, classes=tuple(row.key for row in touched))

    def _class(self, group: GroupPlan) -> SchoolClass:
        if group.target == NEW:
            wish = ClassWish(group.title, group.years)
            row = make_class(self.session, wish, school_id=self.school_id, staff_ids=(), actor=self.actor, at=self.at)
        else:
            row = self.groups[group.target]
        if group.source and row.source_hash != group.source:
            row.source_hash = group.source
        return row

    def _do(self, act: Act, group: SchoolClass) -> None:
        if act.kind == "add":
            pupil = Pupil(
                school_id=self.school_id, class_id=group.id, first_name=act.name, year_group=act.year,
                route=usual_route(act.year), source_hash=act.source or None, created_at=self.at,
            )  # fmt: skip
            self.session.add(pupil)
            self.session.flush()
            self._note(pupil, "added")
        elif act.kind == "link":
            self.pupils[act.pupil].source_hash = act.source
            self._grow(self.pupils[act.pupil], act.year)
            self._note(self.pupils[act.pupil], "linked")
        elif act.kind in ("move", "back"):
            self._place(self.pupils[act.pupil], act, group)

    def _place(self, pupil: Pupil, act: Act, group: SchoolClass) -> None:
        self._grow(pupil, act.year)
        if pupil.class_id != group.id:
            if pupil.school_class.secret_kind != group.secret_kind:
                pupil.secret_hash, pupil.secret_own, pupil.card_hash, pupil.card_until = None, False, None, None
            sign_in.end_all(self.session, pupil_id=pupil.id)
            pupil.sign = ""
        pupil.class_id = group.id
        pupil.deleted_at = pupil.left_at = None
        self._note(pupil, {"move": "moved", "back": "back"}[act.kind])

    def _grow(self, pupil: Pupil, year: int) -> None:
        """Set the jaargroep, and with it the route where that is the usual one."""
        if pupil.route == usual_route(pupil.year_group):
            pupil.route = usual_route(year)
        pupil.year_group = year

    def _check(self, group: SchoolClass) -> None:
        here = Pupil.class_id == group.id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None)
        if (self.session.scalar(select(func.count()).select_from(Pupil).where(*here)) or 0) > MOST:
            raise ClassFull
        tell_apart(self.session, group.id)

    def _note(self, pupil: Pupil, act: str) -> None:
        self.done[act] += 1
        action = {"added": "pupil.added", "moved": "pupil.moved", "back": "pupil.restored"}.get(act, "pupil.linked")
        note(
            self.session, school_id=self.school_id, actor=self.actor, action=action, subject=f"pupil:{pupil.key}",
            at=self.at,
        )  # fmt: skip
