"""The class per article of the school's own protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classroom.facts import Article
from classroom.reports.base import CAN, COUNT, LEARNS, NUMBER, UNSEEN, Cell, Column, Report, Sheet, Words
from classroom.rules.small_cells import Count
from core.marked import N_


@dataclass(frozen=True)
class Data:
    articles: Sequence[Article]


def build(data: Data, names: bool) -> list[Sheet]:
    """Every article for pupils, in the order of the document."""
    rows: list[list[Cell]] = []
    for one in data.articles:
        share = one.share
        figures: list[Cell] = (
            [Count(share.kan, share.of), share.leert, share.leeg] if share else [Words(N_("niet getoetst")), None, None]
        )
        rows.append([one.clause.place, one.clause.pupil, *figures])
    return [
        Sheet(
            Words(N_("De klas per artikel van ons protocol")),
            [
                Column(Words(N_("Waar het staat"))), Column(Words(N_("Artikel"))), Column(Words(CAN), COUNT),
                Column(Words(LEARNS), NUMBER), Column(Words(UNSEEN), NUMBER),
            ],
            rows,
            notes=[Words(N_("Van elk artikel telt de beste afspraak van de lessen die ernaar verwijst."))],
        )
    ]  # fmt: skip


REPORT = Report(
    "artikelen",
    Words(N_("De artikelen van ons protocol")),
    Words(N_("Per artikel dat voor leerlingen is, hoeveel van hen het kunnen uitleggen en toepassen.")),
    "class",
    build,
)
