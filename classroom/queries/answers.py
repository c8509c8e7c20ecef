"""What a class answered to the questions of a module: latest answers, with the wrong choices that were made."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.facts import Tally, Wrong
from core.text import Settings
from progress.models import Evidence
from quizzes.catalog import shelf
from quizzes.types.base import Answer

SOURCES = ("quiz", "refresher", "pledge")


def tallies(
    session: Session, pupil_ids: Collection[int], module: str, year: int, settings: Settings
) -> dict[str, Tally]:
    """Item → tally over the latest answers of this school year; one statement."""
    rows = session.execute(
        select(Evidence.pupil_id, Evidence.name, Evidence.right, Evidence.unsure, Evidence.picks)
        .where(
            Evidence.pupil_id.in_(pupil_ids),
            Evidence.module == module,
            Evidence.year == year,
            Evidence.kind == "answer",
            Evidence.source.in_(SOURCES),
        )
        .order_by(Evidence.at, Evidence.id)
    )
    latest = {(pupil_id, item): (right, unsure, picks) for pupil_id, item, right, unsure, picks in rows}
    items = shelf().items
    found: dict[str, Tally] = {}
    for (_pupil, name), (right, unsure, picks) in latest.items():
        if name not in items:
            continue  # a question that a later version of the course left out
        tally = found.setdefault(name, Tally(items[name].item))
        tally.answered += 1
        tally.right += right
        tally.unsure += unsure
        if not right and not unsure:
            _count_wrong(tally, Answer(tuple((slot, choice) for slot, choice in picks)), settings)
    return found


def most_missed(found: Collection[Tally], *, at_least: int, how_many: int) -> list[Tally]:
    """The questions missed most often, by share and then by number; those with too few answers are left out."""
    able = [tally for tally in found if tally.answered >= at_least and tally.missed]
    return sorted(able, key=lambda tally: (-tally.share_missed, -tally.missed, tally.item.id))[:how_many]


def _count_wrong(tally: Tally, answer: Answer, settings: Settings) -> None:
    for line in tally.item.at(settings).lines(answer):
        if line.chosen and line.good is False:
            key = (line.words.say("nl"), line.into.say("nl") if line.into else "")
            tally.choices.setdefault(key, Wrong(line.words, line.into, line.why)).number += 1
