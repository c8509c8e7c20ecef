"""Lists of pupils from spreadsheets: there is no national form, so columns are known by the names above them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.refusal import Refusal
from core.safe_html import plain
from school.rules.listed import (
    LONGEST_GROUP,
    MOST_PUPILS,
    YEARS,
    Keyer,
    Listed,
    ListedGroup,
    ListedPupil,
    NobodyInIt,
    group_key,
    year_in,
)
from school.rules.roster import clean_name, doubtful
from school.rules.textfile import TooManyRows

CALLED = frozenset({"roepnaam", "voornaam", "first name", "firstname", "given name", "givenname"})
WHOLE_NAME = frozenset({"naam", "name", "leerling", "leerlingnaam", "volledige naam"})
KEY = frozenset({"leerlingnummer", "stamnummer", "llnr", "leerlingnr", "key", "sourcedid"})
GROUP = frozenset({"groep", "klas", "klasnaam", "groepsnaam", "stamgroep", "class", "group"})
YEAR = frozenset({"leerjaar", "jaargroep", "jaar", "year"})
SURNAME = frozenset({"achternaam", "tussenvoegsel", "voorvoegsel", "tussenv", "surname", "last name", "familyname"})
NEVER = {
    **dict.fromkeys(SURNAME, "surname"), **dict.fromkeys(("voorletters", "voornamen", "doopnamen"), "surname"),
    **dict.fromkeys(("geboortedatum", "geb.datum", "geboren", "birth date", "birthdate", "geboorteplaats"), "birth"),
    **dict.fromkeys(("e-mail", "email", "emailadres", "e-mailadres", "mail"), "email"),
    **dict.fromkeys(("bsn", "sofinummer", "onderwijsnummer", "pgn", "eckid", "eck id"), "number"),
    **dict.fromkeys(("adres", "straat", "postcode", "woonplaats", "huisnummer", "address"), "address"),
    **dict.fromkeys(("telefoon", "telefoonnummer", "mobiel", "phone"), "phone"),
    **dict.fromkeys(("nationaliteit", "geboorteland", "land", "etniciteit", "herkomst", "nationality"), "origin"),
    **dict.fromkeys(("geslacht", "gender", "m/v"), "gender"),
    **dict.fromkeys(("gewicht", "leerlinggewicht"), "weight"), **dict.fromkeys(("foto", "fotourl", "photo"), "photo"),
    **dict.fromkeys(("gebruikersnaam", "username", "wachtwoord"), "account"),
}  # fmt: skip

HEADING_WITHIN = 15
"""Lines above the headings: name of the school, date, an empty line."""


class NoHeadings(Refusal):
    """Several columns, and nothing says which of them holds the first names."""

    sentence = "Zet boven de kolom met voornamen het woord Roepnaam. Dan weten we welke kolom we lezen."


@dataclass(frozen=True)
class Columns:
    """Where things stand; None where a file does not have them."""

    name: int
    key: int | None = None
    group: int | None = None
    year: int | None = None
    called: bool = False
    """The name column holds first names only: surnames stand elsewhere."""


def read_table(rows: Sequence[Sequence[str]], keyed: Keyer) -> Listed:
    """The pupils in ``rows``. Lines are counted from 1. Raises NoHeadings, TooManyRows, NobodyInIt."""
    heading, columns, left_out = _columns(rows)
    passed: Counter[str] = Counter()
    groups: dict[str, tuple[int, str]] = {}
    seen: set[str] = set()
    pupils: list[ListedPupil] = []
    for number, row in enumerate(rows[heading:], heading + 1):
        if not any(row):
            continue
        written = plain(_cell(row, columns.group))[:LONGEST_GROUP].strip()
        year = _year(_cell(row, columns.year)) if columns.year is not None else year_in(written)
        if year is not None and year not in YEARS:
            passed["year"] += 1
            continue
        place, _name = groups.setdefault(group_key(written), (len(groups), written))
        name, remarks = clean_name(_cell(row, columns.name), two=columns.called)
        source = keyed(_cell(row, columns.key)) if _cell(row, columns.key) else ""
        whole = source or hashlib.sha256("\0".join(row).casefold().encode()).hexdigest()
        pupils.append(ListedPupil(number, place, name, year, source, whole in seen, remarks))
        seen.add(whole)
    if len(pupils) > MOST_PUPILS:
        raise TooManyRows
    if not any(not doubtful(one.name) for one in pupils):
        raise NobodyInIt
    named = tuple(ListedGroup(name) for _place, name in groups.values())
    return Listed("table", named, tuple(pupils), dict(passed), left_out)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, Columns, tuple[str, ...]]:
    """The number of the first line with a pupil (from 0), where things stand, and which kinds are left out."""
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        names = [" ".join(cell.casefold().replace("_", " ").strip(" :*").split()) for cell in row]
        called, whole = _place(names, CALLED), _place(names, WHOLE_NAME)
        name = called if called is not None else whole
        if name is None:
            continue
        left_out = sorted({NEVER[one] for one in names if one in NEVER})
        alone = called is not None and bool(SURNAME & set(names))
        found = Columns(name, _place(names, KEY), _place(names, GROUP), _place(names, YEAR), alone)
        return number + 1, found, tuple(left_out)
    if max((sum(map(bool, row)) for row in rows), default=0) > 1:
        raise NoHeadings
    return 0, Columns(0), ()


def _place(names: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in wanted), None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _year(words: str) -> int | None:
    digits = "".join(character for character in words if character.isascii() and character.isdigit())
    return int(digits) if 0 < len(digits) < 3 else None
