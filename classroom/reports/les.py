"""One module in one class: goals, misconceptions, missed questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classroom.facts import MARKS, Mastery, Tally
from classroom.reports.base import (
    COUNT,
    KNOWS_NOT_DOES,
    NUMBER,
    STATE,
    Cell,
    Column,
    Report,
    Sheet,
    State,
    Words,
)
from classroom.rules.next_action import Thought
from classroom.rules.small_cells import Count
from core.marked import N_
from core.text import Text
from lessons.schema import Module
from progress.rules import Level


@dataclass(frozen=True)
class Data:
    known: Mastery
    module: Module
    thoughts: Sequence[Thought]
    tallies: Sequence[Tally]
    stems: Mapping[str, Text]
    """Item → what it asks at this school."""


def build(data: Data, names: bool) -> list[Sheet]:
    """Goals, misconceptions and questions as totals; with names a sheet of pupils by goals."""
    sheets = [_goals(data), _thoughts(data), _questions(data)]
    return [*sheets, _pupils(data)] if names else sheets


def _goals(data: Data) -> Sheet:
    rows: list[list[Cell]] = []
    for goal in data.module.goals:
        levels = [_level(data, pupil.id, goal.id) for pupil in data.known.pupils]
        counted = [levels.count(level) for level in (Level.PRACTISE, Level.OPEN)]
        rows.append([goal.text, Count(levels.count(Level.UNDERSTOOD), len(levels)), *counted])
    return Sheet(
        Words(N_("De klas per doel")),
        [
            Column(Words(N_("Doel"))), Column(Words(N_("Gesnapt")), COUNT), Column(Words(N_("Nog oefenen")), NUMBER),
            Column(Words(N_("Nog niet gezien")), NUMBER),
        ],
        rows,
        notes=[KNOWS_NOT_DOES],
    )  # fmt: skip


def _thoughts(data: Data) -> Sheet:
    texts = {one.id: one.text for one in data.module.misconceptions}
    rows: list[list[Cell]] = [
        [
            Words(N_("Afspraak %(number)s"), {"number": one.agreement[1:]}),
            texts.get(one.tag),
            Count(len(one.pupils), one.answered),
        ]
        for one in data.thoughts
    ]
    return Sheet(
        Words(N_("Misverstanden")),
        [Column(Words(N_("Afspraak"))), Column(Words(N_("Misverstand"))), Column(Words(N_("Leerlingen")), COUNT)],
        rows,
        notes=[Words(N_("Het laatste antwoord van elke leerling over een afspraak telt."))],
    )


def _questions(data: Data) -> Sheet:
    rows: list[list[Cell]] = []
    for tally in sorted(data.tallies, key=lambda tally: (-tally.share_missed, tally.item.id)):
        worst = next(iter(tally.wrong), None)
        chosen: list[Cell] = [worst.words, worst.number] if worst else [None, None]
        rows.append([data.stems[tally.item.id], Count(tally.right, tally.answered), tally.unsure, *chosen])
    return Sheet(
        Words(N_("Vragen")),
        [
            Column(Words(N_("Vraag"))), Column(Words(N_("Goed")), COUNT), Column(Words(N_("Weet ik niet")), NUMBER),
            Column(Words(N_("Vaakst gekozen fout"))), Column(Words(N_("Hoe vaak")), NUMBER),
        ],
        rows,
        notes=[Words(N_("Het laatste antwoord van elke leerling op een vraag telt, dit schooljaar."))],
    )  # fmt: skip


def _pupils(data: Data) -> Sheet:
    columns = [Column(Words(N_("Leerling"))), *(Column(goal.text, STATE) for goal in data.module.goals)]
    rows: list[list[Cell]] = [
        [pupil.name, *(State(MARKS[_level(data, pupil.id, goal.id)]) for goal in data.module.goals)]
        for pupil in data.known.pupils
    ]
    return Sheet(Words(N_("Leerling per doel")), columns, rows)


def _level(data: Data, pupil_id: int, goal: str) -> Level:
    view = data.known.goals.get(pupil_id, {}).get((data.module.slug, goal))
    return view.level if view else Level.OPEN


REPORT = Report(
    "les",
    Words(N_("Een les")),
    Words(N_("Per doel hoeveel leerlingen het snappen, welke misverstanden er zijn en welke vragen misgingen.")),
    "module",
    build,
    named=True,
)
