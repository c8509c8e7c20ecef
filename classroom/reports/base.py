"""What a report is made of: sheets of cells, without any page around them.

A report says the same on the screen, on paper, as CSV and as XLSX, because all four are made from the same sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from classroom.rules.small_cells import Count
from core.marked import N_
from core.text import Text


@dataclass(frozen=True)
class Words:
    """A Dutch sentence (a msgid) with what fills its placeholders; said in the reader's language by the page."""

    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Topic:
    """The subject of a module: its subtitle, said without *Over*."""

    subtitle: Text


@dataclass(frozen=True)
class State:
    """One of the four states: ``kan``, ``leert``, ``praat`` or ``leeg``."""

    name: str


@dataclass(frozen=True)
class Span:
    """A share with its 95 % interval and what it rests on; None where too few pupils are behind it."""

    share: float
    low: float
    high: float
    answers: int


HIDDEN = "<5"
"""Stands in a cell where so few pupils are behind the number that it is not shown."""

Cell = str | int | Text | Words | Topic | State | Count | Span | None
"""A name, a number, words of the course or of the site, pupils out of pupils, a share, or nothing."""


@dataclass(frozen=True)
class Column:
    """A column: its head, and whether its cells are ``text``, ``number``, ``count``, ``state`` or ``span``."""

    head: Words | Topic | Text | str
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """One table: its title, what it says in a sentence, its columns and rows, and what to know when reading it."""

    title: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sentence: Words | None = None
    notes: Sequence[Words] = ()


@dataclass(frozen=True)
class Report:
    """A report. ``scope``: what its address names (class, module, pupil or school).

    ``build`` makes the sheets from the data that ``classroom.queries.report_data`` loads for it; its second argument
    says whether names of children may stand in them.
    """

    name: str
    title: Words
    about: Words
    scope: str
    build: Callable[[Any, bool], list[Sheet]]
    named: bool = False
    """True when the report can show names on request."""
    landscape: bool = False


NUMBER, COUNT, STATE, SPAN = "number", "count", "state", "span"
CAN, LEARNS, TALKS, UNSEEN = N_("Kan het"), N_("Leert"), N_("Wil praten"), N_("Nog niet gezien")
CAN_MEANS = Words(N_("Kan het: de les is behaald, of de laatste twee verschillende vragen bij elk doel zijn goed."))
KNOWS_NOT_DOES = Words(N_("Dit zegt wat leerlingen weten en kiezen in een oefensituatie. Het zegt niets over gedrag."))
