"""What a school has done and still has to do before the lessons begin: the administrator's list for August."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_day, school_year
from core.marked import N_
from school.access import Visitor
from school.models import SchoolClass, Staff
from school.queries.cards import Waiting, waiting_cards
from school.queries.classes import teachers
from school.queries.year_turn import endings


@dataclass(frozen=True)
class Step:
    """One line of the list. ``done`` is None where only a person can tell. ``words`` and ``detail`` are translated
    where they are shown, ``facts`` fill them; ``to`` is the endpoint of the page where it is done.
    """

    words: str
    done: bool | None
    to: str
    detail: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    classes: tuple[tuple[str, str], ...] = ()
    """Key and name of classes that miss a teacher: each has a page of its own for that."""


Check = Callable[[Session, int, datetime], Step]
"""A line that a feature above this one adds: of a school at a moment. ``app.extensions["august"]`` holds them."""


def august(session: Session, visitor: Visitor, at: datetime) -> list[Step]:
    """The lines that the school feature knows of, in the order in which they are best done."""
    groups = waiting_cards(session, visitor, at)
    return [
        _turned(session, visitor.school_id, at),
        _two_administrators(session, visitor.school_id),
        _joined(session, visitor.school_id),
        _classes([one for one in groups if one.group.year == school_year(local_day(at))]),
        _taught(session, [one.group for one in groups], at),
        _filled(groups),
        _carded(groups),
        Step(N_("De instellingen kloppen met het protocol van de school"), None, "agreements_manage.settings"),
    ]


def _turned(session: Session, school_id: int, at: datetime) -> Step:
    left = [one.group.name for one in endings(session, school_id, at)]
    return Step(
        N_("De klassen van vorig jaar zijn afgesloten"), not left, "team.turn",
        N_("Nog van vorig jaar: %(names)s.") if left else "", {"names": ", ".join(left)},
    )  # fmt: skip


def _two_administrators(session: Session, school_id: int) -> Step:
    query = select(Staff).where(
        Staff.school_id == school_id, Staff.role == "administrator", Staff.disabled_at.is_(None),
        Staff.password_hash.is_not(None),
    )  # fmt: skip
    number = len(session.scalars(query).all())
    words = N_("Twee mensen kunnen de school beheren")
    return Step(words, number > 1, "team.everybody", "" if number > 1 else N_("Wordt er één ziek, dan kan het door."))


def _joined(session: Session, school_id: int) -> Step:
    query = select(Staff.name).where(
        Staff.school_id == school_id, Staff.disabled_at.is_(None), Staff.password_hash.is_(None), Staff.role != "board"
    )
    waiting = sorted(session.scalars(query))
    return Step(
        N_("Elke collega heeft een wachtzin gekozen"), not waiting, "team.everybody",
        N_("Nog niet begonnen: %(names)s.") if waiting else "", {"names": ", ".join(waiting)},
    )  # fmt: skip


def _classes(groups: list[Waiting]) -> Step:
    words = N_("De klassen van dit schooljaar staan erin")
    return Step(
        words, bool(groups), "team.import_school", "" if groups else N_("Lees een bestand in of maak een klas.")
    )


def _taught(session: Session, groups: list[SchoolClass], at: datetime) -> Step:
    without = tuple(
        (group.key, group.name)
        for group in groups
        if not any(one.until is None for one in teachers(session, group.id, at))
    )
    done = bool(groups) and not without
    return Step(N_("Elke klas heeft een vaste leerkracht"), done, "classroom.home", classes=without)


def _filled(groups: list[Waiting]) -> Step:
    empty = [one.group.name for one in groups if not one.waiting and not one.own]
    return Step(
        N_("In elke klas staan leerlingen"), bool(groups) and not empty, "team.import_school",
        N_("Nog leeg: %(names)s.") if empty else "", {"names": ", ".join(empty)},
    )  # fmt: skip


def _carded(groups: list[Waiting]) -> Step:
    left = sum(len(one.waiting) - one.carded for one in groups)
    return Step(
        N_("Elke leerling heeft een kaartje of een eigen geheim"), bool(groups) and not left, "team.school_cards",
        N_("Nog zonder: %(number)s.") if left else "", {"number": left},
    )  # fmt: skip
