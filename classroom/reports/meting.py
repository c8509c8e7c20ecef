"""Start and end measurement of a class: shares right with a 95 % interval, from ten pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroom.constants import MEASURED_PUPILS
from classroom.reports.base import NUMBER, SPAN, Cell, Column, Report, Sheet, Span, Topic, Words
from core.marked import N_
from core.text import Text
from lessons.schema import Module
from quizzes.rules.statistics import wilson

SIDES = ("start", "end")


@dataclass(frozen=True)
class Side:
    """Answers of one measurement on one module: how many right, out of how many, by how many pupils."""

    right: int
    answers: int
    pupils: int


@dataclass(frozen=True)
class Faces:
    """One statement: face → how many pupils chose it, at the start and at the end."""

    statement: Text
    start: Mapping[str, int]
    end: Mapping[str, int]


@dataclass(frozen=True)
class Data:
    modules: Sequence[Module]
    sides: Mapping[tuple[str, str], Side]
    """(module, start or end) → answers."""
    pupils: Mapping[str, int]
    """start or end → pupils who did it."""
    faces: Sequence[tuple[str, Text]]
    statements: Sequence[Faces]


def build(data: Data, names: bool) -> list[Sheet]:
    """Per module the share right at start and end; per statement the faces. Never a pupil."""
    sheets = [_knowledge(data)]
    return [*sheets, _statements(data)] if data.statements else sheets


def _knowledge(data: Data) -> Sheet:
    rows: list[list[Cell]] = []
    for module in data.modules:
        spans = [_span(data.sides.get((module.slug, side))) for side in SIDES]
        gain = round((spans[1].share - spans[0].share) * 100) if spans[0] and spans[1] else None
        cells = [span or Words(N_("te weinig kinderen")) for span in spans]
        rows.append([Topic(module.subtitle), *cells, gain])
    return Sheet(
        Words(N_("Startmeting en eindmeting")),
        [
            Column(Words(N_("Les"))), Column(Words(N_("Goed bij de start")), SPAN),
            Column(Words(N_("Goed aan het eind")), SPAN), Column(Words(N_("Verschil in procentpunt")), NUMBER),
        ],
        rows,
        Words(
            N_("%(start)s leerlingen deden de startmeting, %(end)s de eindmeting."),
            {side: data.pupils.get(side, 0) for side in SIDES},
        ),
        [
            Words(N_("Tussen haakjes het 95%-interval van Wilson; n is het aantal antwoorden.")),
            Words(N_("Een aandeel staat er vanaf %(least)s leerlingen."), {"least": MEASURED_PUPILS}),
            Words(N_("De helft van de klas begint met vorm A, de andere helft met vorm B; aan het eind andersom.")),
        ],
    )  # fmt: skip


def _statements(data: Data) -> Sheet:
    rows: list[list[Cell]] = []
    for one in data.statements:
        for side, faces in (("start", one.start), ("end", one.end)):
            enough = sum(faces.values()) >= MEASURED_PUPILS
            moment = Words(N_("start")) if side == "start" else Words(N_("eind"))
            numbers = [faces.get(face, 0) if enough else None for face, _words in data.faces]
            rows.append([one.statement, moment, *numbers])
    columns = [Column(words, NUMBER) for _face, words in data.faces]
    return Sheet(
        Words(N_("Ik weet wat ik doe als …")),
        [Column(Words(N_("Zin"))), Column(Words(N_("Meting"))), *columns],
        rows,
        notes=[Words(N_("Leeg: minder dan %(least)s leerlingen."), {"least": MEASURED_PUPILS})],
    )


def _span(side: Side | None) -> Span | None:
    if side is None or side.pupils < MEASURED_PUPILS or not side.answers:
        return None
    low, high = wilson(side.right, side.answers)
    return Span(side.right / side.answers, low, high, side.answers)


REPORT = Report(
    "meting",
    Words(N_("Start- en eindmeting")),
    Words(N_("Per les het aandeel goede antwoorden voor en na, met een interval. Nooit per kind.")),
    "class",
    build,
)
