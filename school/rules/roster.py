"""Reading pasted name lists: what each line becomes, and what was done to it. Only first names are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.safe_html import plain

LONGEST_NAME = 40
MOST_LINES = 70

FIRST_NAME = {"roepnaam", "voornaam", "naam", "first name", "name", "leerling"}
YEAR = {"jaargroep", "leerjaar", "groep", "year", "jaar"}
NEVER = {
    "achternaam", "tussenvoegsel", "voorvoegsel", "geboortedatum", "e-mail", "emailadres", "email", "leerlingnummer",
    "stamnummer", "klas", "klasnaam", "bsn", "adres", "postcode", "geslacht", "surname",
}  # fmt: skip

_INITIAL = re.compile(r"[^\W\d_]\.?")

LEFT_OUT = "…"
"""Stands for what a line held and Netjes does not take; what it was is not shown again."""


@dataclass(frozen=True)
class Line:
    """One pupil read from a paste. ``raw`` is the line with LEFT_OUT for what is not taken; ``remarks``: what was left
    out or changed; ``year`` is None where it is unclear."""

    number: int
    raw: str
    name: str
    year: int | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """Every pupil in a paste; ``headings`` and ``empty`` are the numbers of lines that hold none."""

    lines: list[Line]
    headings: list[int]
    empty: list[int]
    too_long: bool = False


def read_paste(text: str, years: Sequence[int]) -> Pasted:
    """What a pasted list holds, for a class with the jaargroepen ``years``. Lines are counted from 1."""
    rows = plain(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    while rows and not rows[-1].strip():
        rows.pop()
    columns: list[str] | None = None
    lines: list[Line] = []
    headings: list[int] = []
    empty: list[int] = []
    for number, raw in enumerate(rows[:MOST_LINES], 1):
        cells = [cell.strip().strip('"') for cell in re.split(r"[\t;]", raw)]
        names = [cell.lower() for cell in cells]
        if not any(cells):
            empty.append(number)
        elif set(names) & (FIRST_NAME | NEVER | YEAR) and not lines:
            headings.append(number)
            columns = names
        else:
            lines.append(_line(number, cells, columns, years))
    return Pasted(lines, headings, empty, too_long=len(rows) > MOST_LINES)


def clean_name(typed: str, *, two: bool = False) -> tuple[str, tuple[str, ...]]:
    """A first name as it will be shown, and what was changed: ``surname`` left out, ``capital`` set.

    ``two``: the field holds a name by which a child is called and nothing else, so that two words are one name.
    """
    line = " ".join(plain(typed).split())
    surname, comma, first = line.partition(",")
    turned = bool(comma) and bool(first.strip()) and not doubtful(surname.strip())
    words = (first if turned else line).strip().split(" ")
    whole = len(words) == 2 and (two or bool(_INITIAL.fullmatch(words[1])))
    kept = words[:2] if whole or (len(words) > 2 and _INITIAL.fullmatch(words[1])) else words[:1]
    remarks = ["surname"] if turned or len(words) > len(kept) else []
    name = kept[0]
    if name == name.lower() or (name == name.upper() and len(name) > 2):
        better = "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))
        if better != name:
            remarks.append("capital")
            kept[0] = better
    return " ".join(kept)[:LONGEST_NAME], tuple(remarks)


def doubtful(name: str) -> bool:
    """True when a name holds something that names do not: digits, question marks, unreadable letters, a formula."""
    return not name.strip("'’")[:1].isalpha() or any(not (c.isalpha() or c in " -'’.") for c in name)


def _line(number: int, cells: list[str], columns: list[str] | None, years: Sequence[int]) -> Line:
    remarks: list[str] = []
    shown: list[str] = []
    typed, year = "", None
    for place, cell in enumerate(cells):
        heading = columns[place] if columns and place < len(columns) else None
        if not cell:
            continue
        if "@" in cell:
            remarks.append("email")
            shown.append(LEFT_OUT)
        elif heading in YEAR or (heading is None and re.fullmatch(r"(groep\s*)?[1-8]", cell.lower())):
            found = re.search(r"[1-8]", cell)
            year = int(found[0]) if found else None
            shown.append(cell[:20])
        elif (heading in FIRST_NAME or heading is None) and not typed:
            typed = cell
            shown.append("")
        else:
            remarks.append("extra")
            shown.append(LEFT_OUT)
    name, changes = clean_name(typed)
    first = as_typed(typed, name, "surname" in changes)
    raw = "; ".join(part or first for part in shown)
    if len(years) == 1:
        year = years[0]
    return Line(number, raw, name, year if year in years else None, tuple(dict.fromkeys([*changes, *remarks])))


def as_typed(typed: str, name: str, cut: bool) -> str:
    """The kept part of a name the way it was typed, with LEFT_OUT where words were cut off."""
    at = typed.casefold().find(name.casefold())
    kept = typed[at : at + len(name)] if name and at >= 0 else name
    return f"{kept} {LEFT_OUT}" if cut else kept
