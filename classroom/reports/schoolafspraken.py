"""The sheet for board and inspectorate by agreement: year groups without names, small cells hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroom.aims import Aims
from classroom.constants import SMALL_CELL
from classroom.reports.base import Cell, Column, Report, Sheet, Topic, Words
from classroom.reports.overzicht import GROUPS, NOTES, group_columns, shown
from classroom.rules.small_cells import Count, guard
from core.marked import N_
from lessons.schema import Module
from progress.rules import AgreementRef


@dataclass(frozen=True)
class Data:
    modules: Sequence[Module]
    cells: Mapping[tuple[AgreementRef, int], Count]
    """(agreement, year group) → pupils who can, out of pupils who had questions about it."""
    aims: Aims


def build(data: Data, names: bool) -> list[Sheet]:
    """Agreements by year groups; those that nobody had questions about are left out."""
    rows: list[list[Cell]] = []
    for module in data.modules:
        titles = ", ".join(data.aims.of(module.slug))
        for agreement in module.agreements:
            ref = (module.slug, agreement.id)
            row = guard({group: data.cells.get((ref, group), Count(0, 0)) for group in GROUPS}, least=SMALL_CELL)
            if row.together.of or any(count is None for count in row.cells.values()):
                rows.append([agreement.text, Topic(module.subtitle), titles, *shown(row)])
    return [
        Sheet(
            Words(N_("Welke afspraken kunnen leerlingen uitleggen en toepassen?")),
            [
                Column(Words(N_("Afspraak"))), Column(Words(N_("Les"))), Column(Words(N_("Kerndoel"))),
                *group_columns(),
            ],
            rows,
            notes=[
                *NOTES,
                Words(N_("Een afspraak telt als ‘kan het’ als de laatste twee verschillende vragen erover goed zijn.")),
            ],
        )
    ]  # fmt: skip


REPORT = Report(
    "afspraken-school",
    Words(N_("Afspraken per leerjaar")),
    Words(N_("Elke afspraak per leerjaar, zonder namen, klassen of leerkrachten.")),
    "school",
    build,
    landscape=True,
)
