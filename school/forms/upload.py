"""A list of pupils as a file: what it is by what is in it, read once, and carried sealed until it is confirmed."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from core.refusal import Refusal
from school.rules.edexml import read_edexml
from school.rules.listed import Keyer, Listed, ListedGroup, ListedPupil
from school.rules.matching import Choices
from school.rules.table import read_table
from school.rules.textfile import NotAList, cells_of, decode
from school.rules.workbook import cells_of_workbook
from school.sealed import Sealer

MOST_BYTES = 3_000_000
"""A school of a thousand pupils with every field filled in stays below 1.5 million."""

_ZIP, _OLD_OFFICE, _MARKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class NoFile(Refusal):
    """Nothing was chosen, or the file has no bytes."""

    sentence = "Kies een bestand. Dit bestand is leeg."


class FileTooBig(Refusal):
    """Far more than the list of a school."""

    status = 413
    sentence = "Dit bestand is te groot: een leerlingenlijst is kleiner dan 3 MB. Er is niets veranderd."


class OldWorkbook(Refusal):
    """An Excel file from before 2007."""

    sentence = "Dit is een oud Excel-bestand. Bewaar het in Excel als .xlsx of als CSV en kies het opnieuw."


class OldEdex(Refusal):
    """EDEX2000, the fixed-width files before EDEXML."""

    sentence = "Dit is EDEX2000, een oud bestand. Kies in je leerlingsysteem voor EDEXML of voor EDEX & UWLR (nieuw)."


class WaitedTooLong(Refusal):
    """The list was read more than half an hour ago, or somewhere else."""

    status = 410
    sentence = "Het duurde te lang. Kies het bestand nog een keer; er is niets veranderd."


def keyer(key: bytes, school: str) -> tuple[Keyer, Keyer]:
    """How keys of a school's sources are hashed: those of EDEXML, and those of other lists.

    The first letter says which of the two it was; the rest is a keyed hash that only this installation can make.
    """

    def of(kind: str, written: str) -> str:
        made = hmac.new(key, f"{school}\0{kind}\0{written.strip()}".encode(), hashlib.sha256)
        return kind + made.hexdigest()[1:]

    return (lambda written: of("e", written)), (lambda written: of("t", written))


def read_upload(file: FileStorage | None, key: bytes, school: str, year: int) -> Listed:
    """The list in an uploaded file of the school year ``year``. Nothing but what ``Listed`` holds goes any further.

    Raises NoFile, FileTooBig, OldWorkbook, OldEdex and what the readers raise.
    """
    data = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    if not data.strip():
        raise NoFile
    if len(data) > MOST_BYTES:
        raise FileTooBig
    edexml, other = keyer(key, school)
    if data.startswith(_OLD_OFFICE):
        raise OldWorkbook
    if data.startswith(_ZIP):
        return read_table(cells_of_workbook(data), other)
    if _is_xml(data):
        return read_edexml(data, edexml, year)
    if re.fullmatch(r"edex(ll|lk|gr|lg)\.txt", (file.filename or "").casefold() if file else ""):
        raise OldEdex
    text = decode(data)
    if not text.strip():
        raise NoFile
    return read_table(cells_of(text), other)


def _is_xml(data: bytes) -> bool:
    start = data[:400]
    for mark in _MARKED:
        start = start.removeprefix(mark)
    found = start.replace(b"\0", b"").lstrip().startswith(b"<")
    if found and re.search(rb"<!doctype\s+html|<html", start.replace(b"\0", b"").lower()):
        raise NotAList
    return found


def seal(listed: Listed, sealer: Sealer, purpose: str, at: datetime) -> str:
    """What the checking form carries: names, jaargroepen and hashes, readable by this site alone."""
    return sealer.seal(purpose, asdict(listed), at=at)


def unseal(text: str, sealer: Sealer, purpose: str, at: datetime) -> Listed:
    """What ``seal`` was given. Raises WaitedTooLong."""
    kept: dict[str, Any] | None = sealer.open(purpose, text, at=at)
    if kept is None:
        raise WaitedTooLong
    pupils = tuple(ListedPupil(**{**one, "remarks": tuple(one["remarks"])}) for one in kept["pupils"])
    groups = tuple(ListedGroup(**one) for one in kept["groups"])
    return Listed(kept["kind"], groups, pupils, kept["passed"], tuple(kept["left_out"]))


def choices(form: MultiDict[str, str]) -> Choices:
    """What the reader decided on the checking form."""
    return Choices(
        _numbered(form, "group"), _numbered(form, "title"), _numbered(form, "row"), _numbered(form, "name"),
        {number: int(year) for number, year in _numbered(form, "year").items() if year in ("5", "6", "7", "8")},
        frozenset(form.getlist("left")),
    )  # fmt: skip


def _numbered(form: MultiDict[str, str], name: str) -> dict[int, str]:
    """``{3: "…"}`` of fields called ``name-3``."""
    found = {}
    for field, value in form.items():
        match = re.fullmatch(rf"{name}-([0-9]{{1,5}})", field)
        if match:
            found[int(match[1])] = value[:80]
    return found
