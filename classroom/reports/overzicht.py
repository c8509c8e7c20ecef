"""The sheet for board and inspectorate: promises by year group, without names, small cells hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroom.aims import Aims
from classroom.constants import SMALL_CELL
from classroom.reports.base import COUNT, HIDDEN, Cell, Column, Report, Sheet, Topic, Words
from classroom.rules.small_cells import Count, Row, guard, join
from core.marked import N_
from lessons.schema import Module

GROUPS = (5, 6, 7, 8)


@dataclass(frozen=True)
class Data:
    modules: Sequence[Module]
    cells: Mapping[tuple[str, int], Count]
    """(module, year group) → pupils who can, out of pupils who had questions of the module."""
    aims: Aims


def build(data: Data, names: bool) -> list[Sheet]:
    """Modules by year groups. ``names`` is not looked at: this sheet has none."""
    rows: list[list[Cell]] = []
    for module in data.modules:
        row = guarded(data, module.slug)
        if row.together.of or any(count is None for count in row.cells.values()):
            titles = ", ".join(data.aims.of(module.slug))
            rows.append([Topic(module.subtitle), titles, *shown(row)])
    return [
        Sheet(
            Words(N_("Welke beloftes kunnen leerlingen uitleggen en toepassen?")),
            [Column(Words(N_("Belofte"))), Column(Words(N_("Kerndoel"))), *group_columns()],
            rows,
            notes=NOTES,
        )
    ]


def guarded(data: Data, module: str) -> Row:
    """The counts of a module per year group, small ones hidden."""
    return guard({group: data.cells.get((module, group), Count(0, 0)) for group in GROUPS}, least=SMALL_CELL)


def build_aims(data: Data, names: bool) -> list[Sheet]:
    """The same by national aim: sums of the shown cells of its modules only."""
    rows: list[list[Cell]] = []
    for aim in data.aims.aims:
        own = [guarded(data, m.slug) for m in data.modules if aim.id in data.aims.of(m.slug)]
        rows.append([aim.id, aim.title, *shown(join(own, GROUPS))])
    return [
        Sheet(
            Words(N_("De kerndoelen digitale geletterdheid")),
            [Column(Words(N_("Kerndoel"))), Column(Words(N_("Domein"))), *group_columns()],
            rows,
            notes=[
                *NOTES,
                Words(
                    N_(
                        "Een kerndoel telt elke belofte van zijn lessen mee; een leerling telt dus vaker. De tekst van "
                        "de kerndoelen staat bij SLO."
                    )
                ),
            ],
        )
    ]


def group_columns() -> list[Column]:
    """A column per year group, and one for all together."""
    groups = [Column(Words(N_("Groep %(number)s"), {"number": group}), COUNT) for group in GROUPS]
    return [*groups, Column(Words(N_("Samen")), COUNT)]


def shown(row: Row) -> list[Cell]:
    """The cells of a guarded row as a reader sees them: hidden ones as a mark, groups without the lesson in words."""
    cells: list[Cell] = []
    for group in GROUPS:
        count = row.cells[group]
        cells.append(HIDDEN if count is None else count if count.of else Words(N_("les volgt")))
    return [*cells, row.together if row.together.of else None]


NOTES = [
    Words(
        N_(
            "Deel van de leerlingen die vragen van de les beantwoordden. Kan het: de les is behaald, of de laatste "
            "twee verschillende vragen bij elk doel zijn goed. Het zegt niets over gedrag of over de leerkracht."
        )
    ),
    Words(
        N_(
            "<5: minder dan vijf leerlingen, daarom geen getal. Die groep telt ook niet mee bij Samen, anders was het "
            "getal terug te rekenen."
        )
    ),
]

REPORT = Report(
    "overzicht",
    Words(N_("Overzicht voor bestuur en inspectie")),
    Words(N_("Beloftes per leerjaar, zonder namen, klassen of leerkrachten.")),
    "school",
    build,
    landscape=True,
)

AIMS_REPORT = Report(
    "kerndoelen",
    Words(N_("Kerndoelen")),
    Words(N_("Dezelfde cijfers per kerndoel digitale geletterdheid.")),
    "school",
    build_aims,
    landscape=True,
)
