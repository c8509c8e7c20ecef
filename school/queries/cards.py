"""Who still waits for a sign-in card to become an own secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from school.access import Visitor
from school.models import Pupil, SchoolClass
from school.queries.classes import classes_of
from school.rules.names import order


@dataclass(frozen=True)
class Waiting:
    """One class: who has no own secret (``carded`` of them hold a card that works), and how many have one."""

    group: SchoolClass
    waiting: list[Pupil]
    carded: int
    own: int

    @property
    def waiting_number(self) -> int:
        """How many have no own secret yet."""
        return len(self.waiting)


def waiting_cards(session: Session, visitor: Visitor, at: datetime) -> list[Waiting]:
    """Every class that a member of staff may know of, by jaargroep."""
    found = []
    for group in classes_of(session, visitor, at):
        everybody = class_pupils(session, group)
        without = [pupil for pupil in everybody if not pupil.secret_own]
        carded = sum(pupil.card_until is not None and pupil.card_until > at for pupil in without)
        found.append(Waiting(group, without, carded, len(everybody) - len(without)))
    return found


def class_pupils(session: Session, group: SchoolClass) -> list[Pupil]:
    """Everybody in a class, by first name, as on every list."""
    here = Pupil.class_id == group.id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None)
    return sorted(
        session.scalars(select(Pupil).where(*here)), key=lambda one: (order(one.first_name), one.sign, one.key)
    )
