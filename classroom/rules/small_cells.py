"""Counts that may leave the class: cells with few pupils are hidden, and no total gives them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

Group = TypeVar("Group")


class Count(NamedTuple):
    """How many pupils out of how many."""

    number: int
    of: int


NOBODY = Count(0, 0)


class Row(NamedTuple):
    """One line of a sheet: a count per group (None: hidden), and what the shown ones are together."""

    cells: dict[object, Count | None]
    together: Count


def add(counts: Iterable[Count]) -> Count:
    """Counts of different pupils (or of different questions) together."""
    kept = list(counts)
    return Count(sum(count.number for count in kept), sum(count.of for count in kept))


def guard(cells: Mapping[Group, Count], *, least: int) -> Row:
    """Hide the cells with at least one but fewer than ``least`` pupils, and leave them out of the total.

    A total over shown cells only says nothing about a hidden one, however many are hidden.
    """
    shown: dict[object, Count | None] = {
        group: None if 0 < count.of < least else count for group, count in cells.items()
    }
    return Row(shown, add(count for count in shown.values() if count))


def join(rows: Iterable[Row], groups: Iterable[object]) -> Row:
    """Several guarded rows as one: a group is hidden where it is hidden in each row that has it.

    Sums run over shown cells only, so that subtracting one sheet from another gives nothing back.
    """
    kept = list(rows)
    cells: dict[object, Count | None] = {}
    for group in groups:
        found = [row.cells[group] for row in kept if group in row.cells]
        shown = [count for count in found if count]
        hidden = any(count is None for count in found)
        cells[group] = None if hidden and not any(count.of for count in shown) else add(shown)
    return Row(cells, add(count for count in cells.values() if count))
