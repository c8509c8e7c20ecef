"""One pupil per agreement, at first and now: for a talk, without a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroom.facts import Mastery, PupilRow
from classroom.reports.base import KNOWS_NOT_DOES, STATE, Cell, Column, Report, Sheet, State, Topic, Words
from core.marked import N_
from lessons.schema import Module
from progress.rules import AgreementRef


@dataclass(frozen=True)
class Data:
    pupil: PupilRow
    known: Mastery
    modules: Sequence[Module]
    first: Mapping[AgreementRef, str]
    """State after the first answers."""


def build(data: Data, names: bool) -> list[Sheet]:
    """Every agreement of the modules this pupil began; the name stands in it only when asked for."""
    rows: list[list[Cell]] = []
    for module in data.modules:
        for agreement in module.agreements:
            ref = (module.slug, agreement.id)
            then = State(data.first.get(ref, "leeg"))
            rows.append([Topic(module.subtitle), agreement.text, then, State(data.known.mark(data.pupil.id, ref))])
    named = Words(N_("%(name)s per afspraak"), {"name": data.pupil.name})
    title = named if names else Words(N_("Eén leerling per afspraak"))
    return [
        Sheet(
            title,
            [
                Column(Words(N_("Les"))), Column(Words(N_("Afspraak"))), Column(Words(N_("Eerst")), STATE),
                Column(Words(N_("Nu")), STATE),
            ],
            rows,
            notes=[KNOWS_NOT_DOES],
        )
    ]  # fmt: skip


REPORT = Report(
    "leerling",
    Words(N_("Eén leerling")),
    Words(N_("Per afspraak hoe het de eerste keer ging en hoe het nu is, voor een gesprek.")),
    "pupil",
    build,
    named=True,
)
