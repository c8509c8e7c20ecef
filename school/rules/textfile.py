"""Text files from pupil systems: which encoding, which separator, which cells.

Files say their encoding by a byte-order mark, or are UTF-8, or come from an older Windows; guessing by letter
frequency gets short lists of Dutch names wrong.
"""

from __future__ import annotations

import codecs
import csv
import io

from core.refusal import Refusal

MOST_ROWS = 2000
MOST_COLUMNS = 60
LONGEST_CELL = 500
SEPARATORS = ";\t,"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotAList(Refusal):
    """A picture, a document, a program, or bytes that are no text."""

    sentence = "Dit bestand is geen lijst met leerlingen. Kies een EDEXML-, Excel- (.xlsx) of CSV-bestand."


class OpenQuote(Refusal):
    """A quotation mark that is not closed makes half the file one cell."""

    sentence = "Rond regel %(line)s staat een aanhalingsteken dat niet wordt gesloten. Haal het weg en probeer opnieuw."


class TooManyRows(Refusal):
    """More than any school needs."""

    status = 413
    sentence = "Dit bestand heeft te veel regels of kolommen. Neem alleen de leerlingen van groep 5 tot en met 8."


def decode(data: bytes) -> str:
    """The text of ``data``: by its mark, else UTF-16 by its zero bytes, else UTF-8, else Windows-1252.

    Raises NotAList where the result holds what text does not.
    """
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or [_without_mark(data)]
    for encoding in (*encodings, "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(character < " " and character not in "\t\r\n\x0c" for character in text):
            raise NotAList
        return text
    raise NotAList


def _without_mark(data: bytes) -> str:
    start = data[:2000]
    if start.count(0) * 3 > len(start):
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    return "utf-8"


def cells_of(text: str) -> list[list[str]]:
    """The rows of a file of separated values; rows without a word in them stay, so that numbers of lines hold.

    Raises OpenQuote, TooManyRows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise TooManyRows
            if any(len(cell) > LONGEST_CELL or "\n" in cell for cell in row):
                raise OpenQuote(line=len(rows) + 1)
            rows.append([cell.strip() for cell in row])
    except csv.Error:
        raise OpenQuote(line=len(rows) + 1) from None
    return rows


def separator(text: str) -> str:
    """What stands between the cells: whichever of SEPARATORS the first line with words has most of."""
    first = next((line for line in text.splitlines() if line.strip(SEPARATORS + " ")), "")
    return max(SEPARATORS, key=first.count)
