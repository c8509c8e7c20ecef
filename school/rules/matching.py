"""What a list from a file means for the classes as they are: who is known, who is new, and what has to be asked.

A child is known again by the keyed hash of its key in the source, else by its first name within the class. Applying
a list and reading the same list again finds nothing left to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from school.rules.listed import YEARS, Listed, ListedPupil, group_key, year_in
from school.rules.names import order
from school.rules.roster import clean_name, doubtful

SKIP, NEW = "skip", "new"
"""What can become of a group besides the key of a class."""


@dataclass(frozen=True)
class Known:
    """A child of the school as it is now; ``gone`` children were taken out and can still come back."""

    key: str
    name: str
    group: str
    year: int
    source: str
    gone: bool = False


@dataclass(frozen=True)
class Place:
    """A class that a group of the file can become."""

    key: str
    name: str
    years: tuple[int, ...]
    source: str = ""


@dataclass(frozen=True)
class Standing:
    """How the school stands. ``new``: the reader may make classes; children outside ``places`` are never touched."""

    known: tuple[Known, ...]
    places: tuple[Place, ...]
    new: bool


@dataclass(frozen=True)
class Choices:
    """What the reader decided, by the number of the group or line."""

    targets: Mapping[int, str] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    left: Collection[str] = ()


@dataclass(frozen=True)
class Act:
    """What happens with one line.

    ``kind``: ``same`` (nothing), ``link`` (known by name, now also by key), ``move`` (other class or jaargroep),
    ``back`` (was taken out, returns), ``add``, ``skip``, ``open`` (must be answered first). ``question``: ``name``,
    ``year``, ``who`` (a child of this name is there), ``twice``, ``gone``, ``elsewhere`` (sits in a class that is
    not the reader's). ``pupil`` is the key of the child that is meant, empty for a new one.
    """

    number: int
    kind: str
    name: str
    year: int
    question: str = ""
    pupil: str = ""
    source: str = ""
    remarks: tuple[str, ...] = ()
    old: str = ""
    """The key of the class a moving child comes from."""


@dataclass(frozen=True)
class GroupPlan:
    """What happens with one group of the file. ``question``: ``which`` (no class chosen yet) or ``taken`` (there is
    a class of this name). ``years`` are those of the class it becomes; ``missing`` stand in the class, not in the file.
    """

    number: int
    listed: str
    source: str
    target: str
    title: str
    years: tuple[int, ...]
    acts: tuple[Act, ...]
    missing: tuple[Known, ...]
    question: str = ""

    def of(self, *kinds: str) -> list[Act]:
        """The lines of these kinds."""
        return [act for act in self.acts if act.kind in kinds]


@dataclass(frozen=True)
class Plan:
    """What a list would do."""

    groups: tuple[GroupPlan, ...]

    @property
    def open(self) -> bool:
        """True while something must be answered."""
        return any(group.question or group.of("open") for group in self.groups)

    def of(self, *kinds: str) -> list[Act]:
        """The lines of these kinds in all groups."""
        return [act for group in self.groups for act in group.of(*kinds)]


def seen(listed: Listed, school: Standing, choices: Choices) -> str:
    """What the reader saw, in short: how things stand, and what becomes of each group."""
    targets = [target_of(listed, number, school, choices) for number in range(len(listed.groups))]
    return hashlib.sha256(repr((school, targets)).encode()).hexdigest()[:24]


def target_of(listed: Listed, number: int, school: Standing, choices: Choices) -> str:
    """SKIP, NEW, the key of a class, or nothing where it has to be asked."""
    chosen = choices.targets.get(number)
    if chosen == SKIP or (chosen == NEW and school.new) or chosen in {place.key for place in school.places}:
        return chosen
    group = listed.groups[number]
    by_key = [place.key for place in school.places if group.source and place.source == group.source]
    if by_key:
        return by_key[0]
    alike = [place.key for place in school.places if group_key(place.name) == group_key(group.name)]
    if not school.new and len(listed.groups) == 1:
        return school.places[0].key
    if len(alike) == 1:
        return alike[0]
    if alike:
        return ""
    return NEW if school.new and group.name else (SKIP if not school.new else "")


def plan(listed: Listed, school: Standing, choices: Choices) -> Plan:
    """What ``listed`` does to ``school``, as far as ``choices`` say."""
    targets = {number: target_of(listed, number, school, choices) for number in range(len(listed.groups))}
    reading = _Reading(listed, school, choices, targets)
    return Plan(tuple(reading.group(number) for number in targets))


class _Reading:
    def __init__(self, listed: Listed, school: Standing, choices: Choices, targets: Mapping[int, str]) -> None:
        self.listed, self.school, self.choices, self.targets = listed, school, choices, targets
        self.places = {place.key: place for place in school.places}
        self.sources = {one.source: one for one in school.known if one.source}
        taken = {one.source for one in listed.pupils if targets[one.group] != SKIP}
        self.met = {one.key for one in school.known if one.source and one.source in taken}
        self.titles = [group_key(place.name) for place in school.places]

    def group(self, number: int) -> GroupPlan:
        group, target = self.listed.groups[number], self.targets[number]
        title = self.choices.titles.get(number, group.name)[:40].strip()
        rows = [one for one in self.listed.pupils if one.group == number]
        question = "which" if not target else ""
        if target == NEW:
            question = "taken" if group_key(title) in self.titles or not title else ""
            self.titles.append(group_key(title))
        years = self._years(target, group.name, rows)
        here = {order(one.name) for one in self.school.known if one.group == target and not one.gone}
        acts = tuple(self._act(row, target, years, here) for row in rows) if target not in (SKIP, "") else ()
        return GroupPlan(number, group.name, group.source, target, title, years, acts, self._missing(target), question)

    def _years(self, target: str, name: str, rows: Sequence[ListedPupil]) -> tuple[int, ...]:
        if target in self.places:
            return self.places[target].years
        said = {year for row in rows if (year := self.choices.years.get(row.number, row.year)) in YEARS}
        alone = year_in(name)
        return tuple(sorted(said)) or ((alone,) if alone in YEARS else ())

    def _act(self, row: ListedPupil, target: str, years: tuple[int, ...], here: set[str]) -> Act:
        typed = self.choices.names.get(row.number)
        name = clean_name(typed, two=True)[0] if typed is not None else row.name
        said = self.choices.years.get(row.number, row.year)
        said = years[0] if said is None and len(years) == 1 else said
        year = said if said is not None and said in (years or YEARS) else 0
        choice = self.choices.rows.get(row.number, "")
        act = Act(row.number, "open", name, year, source="" if row.double else row.source, remarks=row.remarks)
        known = self.sources.get(act.source)
        if known is not None:
            return self._again(replace(act, name=known.name, pupil=known.key, remarks=()), known, target, choice)
        if choice == "skip":
            question = "name" if doubtful(name) else "twice" if row.double else "who" if year else "year"
            return replace(act, kind="skip", question=question)
        if doubtful(name):
            return replace(act, question="name")
        if not year:
            return replace(act, question="year")
        return self._by_name(act, row, target, choice, here)

    def _again(self, act: Act, known: Known, target: str, choice: str) -> Act:
        """A child that is known by its key; the name as shown in class stays."""
        if known.group not in self.places and not self.school.new:
            return replace(act, kind="skip", question="elsewhere")
        if known.gone:
            return replace(act, kind="back" if choice == "back" and act.year else "skip", question="gone")
        if known.group == target and act.year in (known.year, 0):
            return replace(act, kind="same", year=known.year)
        if not act.year:
            return replace(act, question="year")
        return replace(act, kind="move", old=known.group)

    def _by_name(self, act: Act, row: ListedPupil, target: str, choice: str, here: set[str]) -> Act:
        name = order(act.name)
        match = self._alike(name, target, act.source) if not row.double and choice != "add" else None
        if match is not None:
            self.met.add(match.key)
            act = replace(act, name=match.name, pupil=match.key)
            if act.source and not match.source:
                return replace(act, kind="link", question="who")
            return replace(act, kind="same", year=match.year, question="who" if act.source else "")
        if row.double and (choice != "add" or row.source):
            return replace(act, kind="skip", question="twice")
        question = "who" if choice == "add" and act.source else ""
        if name in here:
            act = replace(act, remarks=(*act.remarks, "sign"))
            question = question or ("" if act.source else "twice")
        here.add(name)
        return replace(act, kind="add", question=question)

    def _alike(self, name: str, target: str, source: str) -> Known | None:
        """A child of this name in the class that no other line means; those without a key first.

        A child with another key of the same kind is another child.
        """
        found = [
            one for one in self.school.known
            if one.group == target and not one.gone and one.key not in self.met and order(one.name) == name
            and not (source and one.source[:1] == source[:1])
        ]  # fmt: skip
        return min(found, key=lambda one: (bool(one.source), one.key), default=None)

    def _missing(self, target: str) -> tuple[Known, ...]:
        kinds = {one.source[:1] for one in self.listed.pupils}
        keyed = kinds - {""}
        return tuple(
            one for one in self.school.known
            if one.group == target and not one.gone and one.key not in self.met
            and (not keyed or one.source[:1] in keyed)
        )  # fmt: skip
