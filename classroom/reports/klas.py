"""The class per promise: how many pupils have each state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classroom.facts import Mastery
from classroom.reports.base import (
    CAN,
    CAN_MEANS,
    COUNT,
    KNOWS_NOT_DOES,
    LEARNS,
    NUMBER,
    STATE,
    TALKS,
    UNSEEN,
    Cell,
    Column,
    Report,
    Sheet,
    State,
    Topic,
    Words,
)
from classroom.rules.small_cells import Count
from core.marked import N_
from lessons.schema import Module


@dataclass(frozen=True)
class Data:
    known: Mastery
    modules: Sequence[Module]
    """Those that the class began."""


def build(data: Data, names: bool) -> list[Sheet]:
    """Totals per promise; with names a second sheet, pupils by promises."""
    known = data.known
    rows: list[list[Cell]] = []
    for module in data.modules:
        share = known.promise_share(module.slug)
        rows.append([Topic(module.subtitle), Count(share.kan, share.of), share.leert, share.praat, share.leeg])
    sheets = [
        Sheet(
            Words(N_("De klas per belofte")),
            [
                Column(Words(N_("Belofte"))), Column(Words(CAN), COUNT), Column(Words(LEARNS), NUMBER),
                Column(Words(TALKS), NUMBER), Column(Words(UNSEEN), NUMBER),
            ],
            rows,
            notes=[
                CAN_MEANS,
                KNOWS_NOT_DOES,
            ],
        )
    ]  # fmt: skip
    if names:
        columns = [Column(Words(N_("Leerling"))), *(Column(Topic(m.subtitle), STATE) for m in data.modules)]
        pupils: list[list[Cell]] = [
            [pupil.name, *(State(known.promise_mark(pupil.id, module.slug)) for module in data.modules)]
            for pupil in known.pupils
        ]
        sheets.append(Sheet(Words(N_("Leerling per belofte")), columns, pupils))
    return sheets


REPORT = Report(
    "klas",
    Words(N_("De klas")),
    Words(N_("Per belofte hoeveel leerlingen het kunnen, ermee oefenen of erover willen praten.")),
    "class",
    build,
    named=True,
)
