"""Report cells in the reader's language, for the page and for files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from xlsxwriter import Workbook

from classroom.reports.base import COUNT, SPAN, Cell, Column, Sheet, Span, State, Topic, Words
from classroom.rules.small_cells import Count
from classroom.views.page import topic_words
from classroom.views.translate import translate as _
from core.text import Text
from core.web import say

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A text that begins so is taken for a formula by spreadsheets."""

Plain = str | int | float


def words_of(cell: Cell) -> str:
    """A cell as words."""
    match cell:
        case None:
            words = ""
        case Words():
            words = _(cell.message, **_facts(cell.facts))
        case Topic():
            words = topic_words(cell.subtitle)
        case State():
            known = {"kan": _("kan het"), "leert": _("leert"), "praat": _("wil erover praten")}
            words = known.get(cell.name, _("nog niet gezien"))
        case Count():
            figures = {"number": cell.number, "of": cell.of, "share": f"{share(cell):.0%}"}
            words = _("%(number)s van de %(of)s (%(share)s)", **figures)
        case Span():
            ends = {name: f"{getattr(cell, name):.0%}" for name in ("share", "low", "high")}
            words = _("%(share)s (%(low)s tot %(high)s, n = %(n)s)", **ends, n=cell.answers)
        case Text():
            words = say(cell)
        case _other:
            words = str(_other)
    return words


def share(count: Count) -> float:
    """A count as a share between 0 and 1."""
    return count.number / count.of if count.of else 0.0


def chart_rows(sheet: Sheet) -> list[tuple[str, Span | None, Span | None]]:
    """The rows of a sheet of measurements for its chart: words, share at the start, share at the end."""
    rows = []
    for row in sheet.rows:
        spans = [cell if isinstance(cell, Span) else None for cell in row[1:3]]
        if any(spans):
            rows.append((words_of(row[0]), spans[0], spans[1]))
    return rows


def table_of(sheet: Sheet) -> list[list[Plain]]:
    """A sheet as a plain table, heads first; counts and shares take a column per figure."""
    table: list[list[Plain]] = [[head for column in sheet.columns for head in _heads(column)]]
    for row in sheet.rows:
        table.append([one for column, cell in zip(sheet.columns, row, strict=True) for one in _figures(column, cell)])
    return table


def csv_of(sheets: list[Sheet]) -> bytes:
    """All sheets as one CSV file (UTF-8 with a mark, semicolons: what a Dutch spreadsheet opens), formula-safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        writer.writerow([harmless(words_of(sheet.title))])
        writer.writerows([[harmless(cell) for cell in row] for row in table_of(sheet)])
    return ("\ufeff" + out.getvalue()).encode()


def xlsx_of(sheets: list[Sheet]) -> bytes:
    """All sheets as one XLSX file; texts are texts, never formulas or links."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    bold = book.add_format({"bold": True})
    for number, sheet in enumerate(sheets, 1):
        page = book.add_worksheet(_("Blad %(number)s", number=number))
        page.write_string(0, 0, words_of(sheet.title), bold)
        for line, row in enumerate(table_of(sheet), 2):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, place, cell, bold if line == 2 else None)
                else:
                    page.write_number(line, place, cell)
        page.set_column(0, 0, 36)
        page.set_column(1, len(sheet.columns) * 2, 18)
    book.close()
    return out.getvalue()


def harmless(cell: Plain) -> Plain:
    """A text that a spreadsheet cannot take for a formula: one that begins so gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _heads(column: Column) -> list[Plain]:
    head = words_of(column.head)
    if column.kind == COUNT:
        return [head, _("%(head)s: van", head=head)]
    if column.kind == SPAN:
        return [
            _("%(head)s (%%)", head=head),
            _("%(head)s: laag", head=head),
            _("%(head)s: hoog", head=head),
            _("%(head)s: n", head=head),
        ]
    return [head]


def _figures(column: Column, cell: Cell) -> list[Plain]:
    if column.kind == COUNT:
        return [cell.number, cell.of] if isinstance(cell, Count) else [words_of(cell), ""]
    if column.kind == SPAN:
        if isinstance(cell, Span):
            return [*(round(one * 100, 1) for one in (cell.share, cell.low, cell.high)), cell.answers]
        return [words_of(cell), "", "", ""]
    return [cell if isinstance(cell, int) else words_of(cell)]


def _facts(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: words_of(fact) if isinstance(fact, Topic | Text | Words) else fact for name, fact in facts.items()}
