"""The class per agreement of every module it began, with where the school's protocol says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroom.facts import Mastery
from classroom.reports.base import (
    CAN,
    COUNT,
    KNOWS_NOT_DOES,
    LEARNS,
    NUMBER,
    STATE,
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
from progress.rules import AgreementRef


@dataclass(frozen=True)
class Data:
    known: Mastery
    modules: Sequence[Module]
    places: Mapping[AgreementRef, str]
    """Where the own protocol says it; empty where it is silent."""


def build(data: Data, names: bool) -> list[Sheet]:
    """Totals per agreement; with names a sheet per module, pupils by agreements."""
    known = data.known
    rows: list[list[Cell]] = []
    for module in data.modules:
        for agreement in module.agreements:
            ref = (module.slug, agreement.id)
            share = known.share(ref)
            place = data.places.get(ref) or Words(N_("van de cursus"))
            rows.append([
                Topic(module.subtitle), agreement.text, place, Count(share.kan, share.of), share.leert, share.leeg,
            ])  # fmt: skip
    sheets = [
        Sheet(
            Words(N_("De klas per afspraak")),
            [
                Column(Words(N_("Les"))), Column(Words(N_("Afspraak"))), Column(Words(N_("In ons protocol"))),
                Column(Words(CAN), COUNT), Column(Words(LEARNS), NUMBER), Column(Words(UNSEEN), NUMBER),
            ],
            rows,
            notes=[Words(N_("Kan het: de laatste twee verschillende vragen bij elk doel zijn goed.")), KNOWS_NOT_DOES],
        )
    ]  # fmt: skip
    return sheets + ([_pupils(known, module) for module in data.modules] if names else [])


def _pupils(known: Mastery, module: Module) -> Sheet:
    columns = [Column(Words(N_("Leerling"))), *(Column(agreement.text, STATE) for agreement in module.agreements)]
    rows: list[list[Cell]] = [
        [pupil.name, *(State(known.mark(pupil.id, (module.slug, agreement.id))) for agreement in module.agreements)]
        for pupil in known.pupils
    ]
    return Sheet(Words(N_("Leerling per afspraak: %(topic)s"), {"topic": Topic(module.subtitle)}), columns, rows)


REPORT = Report(
    "afspraken",
    Words(N_("De afspraken")),
    Words(N_("Per afspraak hoeveel leerlingen het kunnen, en waar ons protocol het zegt.")),
    "class",
    build,
    named=True,
    landscape=True,
)
