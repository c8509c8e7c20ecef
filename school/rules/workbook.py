"""The cells of the first filled sheet of an XLSX file, read as text.

A workbook is a zip of XML: both can be made to grow without end, and a single cell far down can ask for a table of
seventeen thousand million. So what comes out is counted while it is unpacked, entities are refused, and cells are
placed one by one within fixed bounds.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.refusal import Refusal
from school.rules.textfile import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, NotAList, TooManyRows

MOST_BYTES = 5_000_000
"""Unpacked, all parts together."""

BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, NotImplementedError, RuntimeError, EOFError,
)  # fmt: skip
"""What reading a damaged, protected or hostile zip raises."""

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class TooMuchInside(Refusal):
    """A file that unpacks to far more than a list of pupils can be."""

    status = 413
    sentence = "In dit bestand zit veel meer dan een lijst met leerlingen. Bewaar alleen dat ene blad."


def cells_of_workbook(data: bytes) -> list[list[str]]:
    """The rows of the first sheet with something on it; a formula is what it last showed.

    Raises NotAList, TooManyRows, TooMuchInside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = _unpacked(book)
        sheets = sorted((name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)), key=_number)
        if not sheets:
            raise NotAList
        strings = _strings(parts.get("xl/sharedStrings.xml", b""))
        found = (_rows(_parsed(parts[name]), strings) for name in sheets)
        return next((rows for rows in found if any(map(any, rows))), [])
    except BROKEN:
        raise NotAList from None


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def _unpacked(book: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts with cells in them. What a part says about its own size is not believed."""
    left, parts = MOST_BYTES, {}
    for entry in book.infolist():
        if not entry.filename.startswith(("xl/worksheets/sheet", "xl/sharedStrings.xml")):
            continue
        with book.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TooMuchInside
        parts[entry.filename] = content
    return parts


def _parsed(part: bytes) -> Element:
    root: Element = fromstring(part, forbid_dtd=True)
    return root


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _named(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element.iter() if _local(child) == name)


def _words(element: Element) -> str:
    """The text of a cell in parts; reading aids above Japanese words (``rPh``) are left out."""
    aids = {id(text) for aid in _named(element, "rPh") for text in aid.iter()}
    return "".join(text.text or "" for text in _named(element, "t") if id(text) not in aids)


def _strings(part: bytes) -> list[str]:
    return [_words(one)[:LONGEST_CELL] for one in _named(_parsed(part), "si")] if part else []


def _rows(sheet: Element, strings: list[str]) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    number = 0
    for row in _named(sheet, "row"):
        number = int(row.get("r", "")) if row.get("r", "").isdigit() and len(row.get("r", "")) < 8 else number + 1
        column = -1
        for cell in _named(row, "c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            text = _text(cell, strings).strip()[:LONGEST_CELL]
            if not text:
                continue
            if column >= MOST_COLUMNS or number > MOST_ROWS or number < 1:
                raise TooManyRows
            rows.setdefault(number, {})[column] = text
    last = max(rows, default=0)
    return [_filled(rows.get(number, {})) for number in range(1, last + 1)]


def _filled(cells: dict[int, str]) -> list[str]:
    return [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(cell: Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = next(_named(cell, "v"), None)
    shown = (value.text or "") if value is not None else ""
    if cell.get("t") == "s":
        return strings[int(shown)] if shown.isdigit() and len(shown) < 8 and int(shown) < len(strings) else ""
    if cell.get("t") in (None, "n") and shown.endswith(".0"):
        return shown[:-2]
    return shown
