"""From one school year into the next: what is proposed for the classes and for each jaargroep in them.

A class of one jaargroep goes up with its pupils and its name follows (7a becomes 8a). A combination class keeps its
name and jaargroepen: who grows out of it goes to a class that has the next jaargroep. Groep 8 leaves. Where the
youngest jaargroep would have no class any more, an empty one is proposed for those who come up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from school.rules.listed import YEARS, group_key

LEAVE = "leave"
"""Where groep 8 goes."""

HAVE = "have-"
"""Begins the slot of a class of the new year that exists already; its key follows."""


@dataclass(frozen=True)
class OldClass:
    """A class of the year that ends. ``teachers`` are keys of staff without a last day."""

    key: str
    name: str
    years: tuple[int, ...]
    teachers: tuple[str, ...] = ()


@dataclass(frozen=True)
class NextClass:
    """A class of the year that begins. ``follows`` is the key of the class whose children and code it takes over."""

    slot: str
    name: str
    years: tuple[int, ...]
    teachers: tuple[str, ...] = ()
    follows: str = ""


@dataclass(frozen=True)
class Cohort:
    """The children of one jaargroep in one class, and the slot they go to (or LEAVE)."""

    old: str
    year: int
    to: str


@dataclass(frozen=True)
class Proposal:
    """A whole turn as proposed, or as the administrator wants it."""

    classes: tuple[NextClass, ...]
    cohorts: tuple[Cohort, ...]

    def to(self, old: str, year: int) -> str:
        """Where the children of a jaargroep in a class go; nothing where it is not known."""
        return next((one.to for one in self.cohorts if (one.old, one.year) == (old, year)), "")

    def room_for(self, year: int, near: str) -> str:
        """The slot for a child that stays in its jaargroep: what follows its own class, else the first that has it."""
        fitting = [one for one in self.classes if year in one.years]
        own = [one for one in fitting if one.follows == near]
        return next((one.slot for one in (*own, *fitting)), "")


def propose(old: Sequence[OldClass], have: Sequence[NextClass] = ()) -> Proposal:
    """What the school probably wants, to be changed by a person.

    ``have`` are classes of the new year that exist already (their slots begin with HAVE): a class of the same name is
    not made a second time.
    """
    following = _joined([_successor(one) for one in old if one.years != (8,)], have)
    classes = following + _refills(old, following)
    cohorts: list[Cohort] = []
    for one in old:
        for year in one.years:
            to = _onward(one, year, classes)
            if not to:
                classes.append(NextClass(f"groep-{year + 1}", f"Groep {year + 1}", (year + 1,)))
                to = classes[-1].slot
            cohorts.append(Cohort(one.key, year, to))
    return Proposal(tuple(_with_teachers(one, old) for one in classes), tuple(cohorts))


def _joined(following: Sequence[NextClass], have: Sequence[NextClass]) -> list[NextClass]:
    """``following`` with what exists in the place of what has its name, and the rest of what exists after it."""
    left = {group_key(one.name): one for one in have}
    found = []
    for one in following:
        there = left.pop(group_key(one.name), None)
        found.append(replace(there, follows=one.follows) if there else one)
    return [*found, *left.values()]


def next_name(name: str, year: int) -> str:
    """``7a`` → ``8a``; a name without the jaargroep in it stays as it is."""
    return re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), name)


def _successor(old: OldClass) -> NextClass:
    if len(old.years) > 1:
        return NextClass(old.key, old.name, old.years, follows=old.key)
    (year,) = old.years
    return NextClass(old.key, next_name(old.name, year), (year + 1,), follows=old.key)


def _refills(old: Sequence[OldClass], following: Sequence[NextClass]) -> list[NextClass]:
    """Empty classes for a jaargroep that nobody goes up into."""
    had = {year for one in following for year in one.years}
    names = {group_key(one.name) for one in following}
    fresh = []
    for one in old:
        if len(one.years) == 1 and one.years[0] not in had:
            name = one.name if group_key(one.name) not in names else f"Groep {one.years[0]}"
            if group_key(name) not in names:
                names.add(group_key(name))
                fresh.append(NextClass(f"new-{one.key}", name, one.years))
    return fresh


def _onward(old: OldClass, year: int, classes: Sequence[NextClass]) -> str:
    if year + 1 not in YEARS:
        return LEAVE
    fitting = [one for one in classes if year + 1 in one.years]
    own = [one for one in fitting if one.follows == old.key]
    return next((one.slot for one in (*own, *fitting)), "")


def _with_teachers(new: NextClass, old: Sequence[OldClass]) -> NextClass:
    """Whoever taught the class of this name, else of these jaargroepen, else these children."""
    if new.slot.startswith(HAVE):
        return new
    named = [one for one in old if group_key(one.name) == group_key(new.name)]
    alike = [one for one in old if one.years == new.years]
    same = [one for one in old if one.key == new.follows]
    teachers = next((one.teachers for one in (*named, *alike, *same) if one.teachers), ())
    return replace(new, teachers=teachers)
