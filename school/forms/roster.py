"""The list of new pupils on its way from paste to class: every line with what was done to it and what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from school.commands.pupils import NewPupil
from school.rules.names import order
from school.rules.roster import MOST_LINES, clean_name, doubtful, read_paste

DOUBLES = frozenset({"there", "twice"})
REMARKS = ("surname", "capital", "email", "extra")


@dataclass(frozen=True)
class Entry:
    """One line of the list.

    ``keep`` is what the person chose where a name is there already: ``add`` or ``skip``; ``asked`` is the name that
    the question was about, so that another name typed over it is judged anew. ``questions``: ``there`` (somebody in
    the class has this name), ``twice`` (so has an earlier line), ``letters``, ``year``.
    """

    number: int
    raw: str
    name: str
    year: int | None
    remarks: tuple[str, ...] = ()
    keep: str = ""
    asked: str = ""
    questions: tuple[str, ...] = ()

    @property
    def goes_in(self) -> bool:
        """True when the line becomes a pupil."""
        return self.keep != "skip"

    @property
    def open(self) -> bool:
        """True while something has to be answered before the list can be used."""
        if not self.goes_in:
            return False
        return bool(set(self.questions) - DOUBLES) or (bool(self.questions) and not self.answered)

    @property
    def answered(self) -> bool:
        """True when somebody chose what a double name means."""
        return self.keep == "add" and self.asked == order(self.name)


@dataclass(frozen=True)
class RosterList:
    """The whole list. ``headings`` and ``empty`` are line numbers that hold no pupil."""

    entries: list[Entry]
    headings: list[int]
    empty: list[int]
    too_long: bool = False

    @property
    def asked(self) -> list[Entry]:
        return [one for one in self.entries if one.questions]

    @property
    def changed(self) -> list[Entry]:
        return [one for one in self.entries if not one.questions and one.remarks]

    @property
    def plain(self) -> list[Entry]:
        return [one for one in self.entries if not one.questions and not one.remarks]

    @property
    def ready(self) -> bool:
        """True when nothing is open and somebody goes in."""
        return bool(self.wished) and not any(one.open for one in self.entries)

    @property
    def wished(self) -> list[NewPupil]:
        """The pupils to add, as far as they are clear."""
        return [NewPupil(one.name, one.year) for one in self.entries if one.goes_in and one.year is not None]


def from_paste(text: str, years: Sequence[int], present: Sequence[str]) -> RosterList:
    """The list of a paste; ``present`` are the names in the class. Doubles are left out until somebody decides."""
    pasted = read_paste(text, years)
    entries = [Entry(line.number, line.raw, line.name, line.year, line.remarks) for line in pasted.lines]
    judged = [replace(one, keep="skip") if DOUBLES & set(one.questions) else one for one in _judge(entries, present)]
    return RosterList(judged, pasted.headings, pasted.empty, pasted.too_long)


def from_form(form: MultiDict[str, str], years: Sequence[int], present: Sequence[str]) -> RosterList:
    """The list as the checked form sends it back, judged again."""
    count = min(_number(form.get("count", "")) or 0, MOST_LINES)
    return RosterList(_judge([_entry(form, place, years) for place in range(count)], present), [], [])


def _entry(form: MultiDict[str, str], place: int, years: Sequence[int]) -> Entry:
    name, _changes = clean_name(form.get(f"name-{place}", ""))
    year = _number(form.get(f"year-{place}", ""))
    remarks = [word for word in form.get(f"remarks-{place}", "").split() if word in REMARKS]
    keep = form.get(f"keep-{place}", "")
    return Entry(
        _number(form.get(f"line-{place}", "")) or place + 1, form.get(f"raw-{place}", "")[:120], name,
        year if year in years else None, tuple(remarks), keep if keep in ("add", "skip") else "",
        form.get(f"asked-{place}", ""),
    )  # fmt: skip


def _judge(entries: list[Entry], present: Sequence[str]) -> list[Entry]:
    there = {order(name) for name in present}
    before: set[str] = set()
    judged = []
    for entry in entries:
        name, questions = order(entry.name), []
        if doubtful(entry.name):
            questions.append("letters")
        elif name in there:
            questions.append("there")
        elif name in before:
            questions.append("twice")
        if entry.year is None:
            questions.append("year")
        if DOUBLES & set(questions) and entry.asked and entry.asked != name:
            entry = replace(entry, keep="")
        judged.append(replace(entry, questions=tuple(questions)))
        if entry.goes_in:
            before.add(name)
    return judged


def _number(typed: str) -> int | None:
    return int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else None
