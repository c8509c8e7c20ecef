"""More figures of the reports counted again, with SQL and loops of their own."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from classroom import catalog
from classroom.queries.practised import practised_in
from core.text import Text
from quizzes.catalog import bank_items, shelf
from quizzes.types.single import Single, SingleItem

if TYPE_CHECKING:
    from tests.classroom.test_recount import Case

YEAR = 2026
ENOUGH, FEW = 10, 5


def interval(right: int, answers: int) -> tuple[float, float]:
    """Wilson's interval as the two roots of (p - share)² = z² p (1 - p) / n, found by the quadratic formula."""
    square = 1.959963984540054**2
    share = right / answers
    a, b, c = 1 + square / answers, -(2 * share + square / answers), share * share
    root = sqrt(max(b * b - 4 * a * c, 0))
    return max((-b - root) / (2 * a), 0), min((-b + root) / (2 * a), 1)


def the_sentences(case: Case) -> None:
    """How sure pupils say they are: faces per sentence, at the start and at the end."""
    sheets = case.sheets("meting")
    spec = shelf().statements
    assert spec is not None
    rows = case.session.execute(
        text(
            "SELECT a.pupil_id, a.kind, s.statement, s.face FROM statement_answer s JOIN attempt a ON "
            "a.id = s.attempt_id WHERE a.year = :year"
        ),
        {"year": YEAR},
    )
    counted = Counter((kind, sentence, face) for pupil, kind, sentence, face in rows if pupil in case.ids)
    wanted: list[list[Any]] = []
    for sentence in spec.statements:
        for kind in ("start", "end"):
            numbers = [counted[kind, sentence.id, face.id] for face in spec.faces]
            wanted.append(numbers if sum(numbers) >= ENOUGH else [None] * len(numbers))
    assert [list(row[2:]) for row in sheets[1].rows] == wanted


def the_wrong_answers(case: Case, slug: str) -> None:
    """The wrong answer chosen most, and how often, for every question with one answer."""
    sheet = case.sheets("les", module=slug)[2]
    by_stem = {_say(row[0]): row for row in sheet.rows}
    checked = 0
    for item in bank_items(slug):
        latest = [row for (_pupil, name), row in case.counted.latest_item.items() if name == item.id]
        if not latest or not isinstance(item, SingleItem):
            continue
        body = item.at({})
        assert isinstance(body, Single)
        wrong = {option.id: option.text.say("nl") for option in body.options if not option.correct}
        picks = [dict(_plain(row["picks"])).get("answer") for row in latest if not row["unsure"]]
        counts = Counter(wrong[pick] for pick in picks if pick in wrong)
        row = by_stem[body.stem.say("nl")]
        if not counts:
            assert tuple(row[3:]) == (None, None)
            continue
        most = max(counts.values())
        assert row[4] == most
        assert _say(row[3]) == min(words for words, number in counts.items() if number == most)
        checked += 1
    assert checked


def the_first_choices(case: Case, slug: str) -> None:
    """What a class chose first in the exercises of a module."""
    module = catalog.module(slug)
    assert module is not None
    rows = case.session.execute(
        text("SELECT * FROM evidence WHERE kind = 'action' AND module = :slug AND year = :year"),
        {"slug": slug, "year": YEAR},
    ).mappings()
    first = [dict(row) for row in rows if row["first"] and row["pupil_id"] in case.ids]
    of_step: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in first:
        of_step[row["name"].split("/")[0]].append(row)
    found = practised_in(case.session, case.ids, module, YEAR)
    enough = [step.id for step in module.steps if len({row["pupil_id"] for row in of_step[step.id]}) >= FEW]
    assert [one.step.id for one in found] == enough
    for one in found:
        own = of_step[one.step.id]
        assert (one.pupils, one.right, one.of) == (
            len({row["pupil_id"] for row in own}), sum(bool(row["right"]) for row in own), len(own)
        )  # fmt: skip
        for part in one.chosen:
            picks = [pick for row in own if row["name"] == part.asked.name for pick in _plain(row["picks"])]
            for choice, number in part.counts:
                assert number == sum([slot, chosen] == [part.asked.part, choice.id] for slot, chosen in picks)


def _say(cell: object) -> str:
    return cell.say("nl") if isinstance(cell, Text) else str(cell)


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
