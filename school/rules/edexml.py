"""EDEXML 2.1, the class-list file of Dutch pupil systems, and the same inside a UWLR envelope.

Elements are matched by local name, because one carries a namespace and the other does not. The published schema is
not used: it lists school years up to 2024-2025 only and refuses every later file. A pupil may lack a surname, a first
name, a group, even all three.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.clock import year_label
from core.refusal import Refusal
from core.safe_html import plain
from school.rules.listed import LONGEST_GROUP, MOST_PUPILS, YEARS, Keyer, Listed, ListedGroup, ListedPupil, NobodyInIt
from school.rules.roster import clean_name
from school.rules.textfile import NotAList, TooManyRows

HISTORICAL = frozenset({"N", "H"})
NEVER = {
    "achternaam": "surname", "voorvoegsel": "surname", "voorletters-1": "surname", "geboortedatum": "birth",
    "geslacht": "gender", "gebruikersnaam": "account", "emailadres": "email", "fotourl": "photo", "bsn": "number",
    "sofinummer": "number", "onderwijsnummer": "number", "gewicht": "weight", "postcode": "address",
    "etniciteit": "origin", "nationaliteit": "origin",
}  # fmt: skip
"""Fields of a pupil that are named in the answer as not taken. Anything else that is not read is not taken either."""


class WrongYear(Refusal):
    """A file of another school year: it would move every child a year too early, or back."""

    sentence = "Dit bestand is van schooljaar %(said)s. Nu is het %(now)s. Maak een bestand van dit schooljaar."


def read_edexml(data: bytes, keyed: Keyer, year: int) -> Listed:
    """The groups and pupils of ``data``; ``year`` is the running school year.

    Raises NotAList, TooManyRows, NobodyInIt, and WrongYear where the file says another year than the running one.

    Document types are refused, and with them every entity that grows.
    """
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        raise NotAList from None
    said = re.search(r"\b(20\d\d)\s*[-/]\s*(?:20)?\d\d\b", _year_of(root))
    if said and int(said[1]) != year:
        raise WrongYear(said=year_label(int(said[1])), now=year_label(year))
    found = {name: _first(root, name) for name in ("groepen", "leerlingen")}
    pupils = found["leerlingen"]
    if pupils is None:
        raise NotAList
    groups: dict[str, tuple[str, str]] = {}
    for group in found["groepen"] if found["groepen"] is not None else ():
        groups[group.get("key", "")] = (_said(group, "naam"), _said(group, "jaargroep"))
    return _listed([one for one in pupils if _local(one) == "leerling"], groups, keyed)


def _listed(elements: list[Element], groups: dict[str, tuple[str, str]], keyed: Keyer) -> Listed:
    if len(elements) > MOST_PUPILS:
        raise TooManyRows
    passed: Counter[str] = Counter()
    places: dict[str, int] = {}
    pupils: list[ListedPupil] = []
    sources: set[str] = set()
    for number, element in enumerate(elements, 1):
        key = _group_of(element, groups)
        year, why = _year(element, groups.get(key, ("", ""))[1], key)
        if why:
            passed[why] += 1
            continue
        name, remarks = _name(element)
        source = keyed(element.get("key", "")) if element.get("key") else ""
        place = places.setdefault(key, len(places))
        pupils.append(ListedPupil(number, place, name, year, source, bool(source) and source in sources, remarks))
        sources.add(source)
    if not pupils:
        raise NobodyInIt
    kept = tuple(
        ListedGroup(groups[key][0][:LONGEST_GROUP] or key[:LONGEST_GROUP], keyed(f"group:{key}")) for key in places
    )
    return Listed("edexml", kept, tuple(pupils), dict(passed), _left_out(elements))


def _group_of(pupil: Element, groups: dict[str, tuple[str, str]]) -> str:
    """The stamgroep of a pupil, else the first combined group that the file knows; empty for none."""
    keys = [one.get("key", "") for one in pupil if _local(one) == "groep"]
    keys += [one.get("key", "") for one in pupil.iter() if _local(one) == "samengestelde_groep"]
    return next((key for key in keys if key in groups), "")


def _year(pupil: Element, of_group: str, group: str) -> tuple[int | None, str]:
    """The jaargroep of a pupil, its own before its group's, or why the pupil is passed over."""
    said = _said(pupil, "jaargroep").upper()
    if said in HISTORICAL:
        return None, "left"
    said = said or of_group
    if said.isdigit():
        return (int(said), "" if group else "group") if int(said) in YEARS else (None, "year")
    if said in ("B", "D", "V"):
        return None, "year"
    return None, "" if group else "group"


def _name(pupil: Element) -> tuple[str, tuple[str, ...]]:
    call_name = _said(pupil, "roepnaam")
    return clean_name(call_name, two=True) if call_name else clean_name(_said(pupil, "voornamen"))


def _left_out(pupils: list[Element]) -> tuple[str, ...]:
    names = {_local(field) for pupil in pupils for field in pupil}
    kinds = {kind for name, kind in NEVER.items() if name in names}
    if any(name.startswith("land") for name in names):
        kinds.add("origin")
    if any(pupil.get("eckid") for pupil in pupils):
        kinds.add("number")
    return tuple(sorted(kinds))


def _said(element: Element, name: str) -> str:
    """The words of a child element on one line, or nothing."""
    child = next((one for one in element if _local(one) == name), None)
    return " ".join(plain((child.text or "")[:500]).split()) if child is not None else ""


def _year_of(root: Element) -> str:
    """What the file says about its school year."""
    return next((one.text or "" for one in root.iter() if _local(one) == "schooljaar"), "")[:40]


def _first(root: Element, name: str) -> Element | None:
    return next((one for one in root.iter() if _local(one) == name and len(one)), None)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
