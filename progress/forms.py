"""The form in which a school writes its holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from progress.calendar import Break
from progress.school_holidays import MOST_BREAKS, NotADay

LONGEST_NAME = 40


def breaks_in(form: Mapping[str, str]) -> list[Break]:
    """The rows ``name-0``, ``first-0``, ``last-0`` … that have anything in them, in order. Raises NotADay."""
    found = []
    for number in range(MOST_BREAKS):
        name, first, last = (form.get(f"{part}-{number}", "").strip() for part in ("name", "first", "last"))
        if not (name or first or last):
            continue
        try:
            days = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            raise NotADay from None
        printable = "".join(letter for letter in name if letter.isprintable())
        found.append(Break(*days, printable[:LONGEST_NAME] or "vakantie"))
    return sorted(found)
