"""Every figure on every report equals a recount from raw evidence by a query of its own."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agreements.catalog import protocol_of
from classroom import catalog
from classroom.aims import aims
from classroom.queries.people import class_row, pupil_row
from classroom.queries.report_data import Scope, load
from classroom.queries.thoughts import gains_of
from classroom.reports import REPORTS
from classroom.reports.base import HIDDEN, Sheet, Span, State, Words
from classroom.rules.small_cells import Count
from core.database import writing
from quizzes.catalog import bank_items
from school.models import Pupil, SchoolClass
from tests.classroom.figures import interval, the_first_choices, the_sentences, the_wrong_answers
from tests.classroom.history import Told, random_class
from tests.classroom.recount import Recount, recount
from tests.conftest import MONDAY_MORNING
from tests.world import World

YEAR = 2026
MODULES = ("wachtwoorden", "doorsturen")
SEEDS = (1, 2, 3)


class Case:
    """A class with a random history, and that history counted again."""

    def __init__(self, session: Session, group: SchoolClass, told: Told) -> None:
        self.session, self.group = session, group
        self.pupils = sorted(told.pupils, key=lambda pupil: pupil.first_name.casefold())
        self.ids = [pupil.id for pupil in self.pupils]
        self.counted: Recount = recount(session, self.ids, YEAR)

    def sheets(self, name: str, *, module: str = "", pupil: Pupil | None = None) -> list[Sheet]:
        scope = Scope(
            self.group.school_id, {}, MONDAY_MORNING, class_row(self.group), pupil_row(pupil) if pupil else None,
            catalog.module(module) if module else None,
        )  # fmt: skip
        return REPORTS[name].build(load(self.session, name, scope), True)

    @property
    def begun(self) -> list[str]:
        """Modules in which somebody did something that leaves a state: a quiz, or a protective act."""
        rows = self.session.execute(text("SELECT DISTINCT module, pupil_id FROM module_state")).all()
        here = {row[0] for row in rows if row[1] in self.ids}
        return [module.slug for module in catalog.modules() if module.slug in here]


@pytest.fixture(params=SEEDS)
def case(world: World, session: Session, request: pytest.FixtureRequest) -> Case:
    with writing(session):
        group = SchoolClass(
            school_id=world.ids["gsv-school"], year=YEAR, name="Groep 5-8", years=[5, 6, 7, 8],
            code=f"RECOUNT{request.param}", created_at=MONDAY_MORNING - timedelta(days=60),
        )  # fmt: skip
        session.add(group)
    told = random_class(session, group, 10 + 3 * request.param, request.param, MONDAY_MORNING, MODULES)
    return Case(session, group, told)


def states(case: Case, state_of: Any) -> Counter[str]:
    return Counter(state_of(pupil) for pupil in case.ids)


def the_class_report(case: Case) -> None:
    totals, named = case.sheets("klas")
    assert len(totals.rows) == len(case.begun) > 0
    for row, slug in zip(totals.rows, case.begun, strict=True):
        counted = states(case, lambda pupil, slug=slug: state_with_wish(case, pupil, slug))
        wanted = [Count(counted["kan"], len(case.ids)), counted["leert"], counted["praat"], counted["leeg"]]
        assert list(row[1:]) == wanted
    for row, pupil in zip(named.rows, case.pupils, strict=True):
        assert row[0] == pupil.first_name
        assert list(row[1:]) == [State(state_with_wish(case, pupil.id, slug)) for slug in case.begun]


def state_with_wish(case: Case, pupil: int, slug: str) -> str:
    """A wish of this year to talk stands where the pupil cannot do it yet."""
    state, promise = case.counted.promise_state(pupil, slug), {"wachtwoorden": "p01", "doorsturen": "p03"}.get(slug)
    query = text("SELECT 1 FROM pledge_talk_wish WHERE pupil_id = :pupil AND promise = :promise AND year = :year")
    wish = case.session.execute(query, {"pupil": pupil, "promise": promise, "year": YEAR}).first()
    return "praat" if wish and state != "kan" else state


def the_agreements_report(case: Case) -> None:
    totals, *named = case.sheets("afspraken")
    expected = [(m.slug, a.id) for m in catalog.modules() if m.slug in case.begun for a in m.agreements]
    assert len(totals.rows) == len(expected)
    for row, (slug, agreement) in zip(totals.rows, expected, strict=True):
        counted = states(case, lambda pupil, s=slug, a=agreement: case.counted.agreement_state(pupil, s, a))
        assert list(row[3:]) == [Count(counted["kan"], len(case.ids)), counted["leert"], counted["leeg"]]
    for sheet, slug in zip(named, case.begun, strict=True):
        module = catalog.module(slug)
        assert module is not None
        for row, pupil in zip(sheet.rows, case.pupils, strict=True):
            wanted = [State(case.counted.agreement_state(pupil.id, slug, a.id)) for a in module.agreements]
            assert list(row[1:]) == wanted


def the_articles_report(case: Case) -> None:
    (sheet,) = case.sheets("artikelen")
    protocol = protocol_of(case.session, case.group.school_id)
    clauses = [clause for clause in protocol.clauses if clause.teach and "pupil" in clause.audience]
    assert len(sheet.rows) == len(clauses)
    order = ("leeg", "leert", "kan")
    for row, clause in zip(sheet.rows, clauses, strict=True):
        behind = [
            (m.slug, a.id) for m in catalog.modules() for a in m.agreements
            if clause.id in a.sources or set(clause.like) & set(a.sources)
        ]  # fmt: skip
        if not behind:
            assert isinstance(row[2], Words)
            continue
        best = states(
            case,
            lambda pupil, behind=behind: max(
                (case.counted.agreement_state(pupil, *ref) for ref in behind), key=order.index
            ),
        )
        assert list(row[2:]) == [Count(best["kan"], len(case.ids)), best["leert"], best["leeg"]]


def the_lesson_report(case: Case, slug: str) -> None:
    goals, thoughts, questions, named = case.sheets("les", module=slug)
    module = catalog.module(slug)
    assert module is not None
    for row, goal in zip(goals.rows, module.goals, strict=True):
        counted = states(case, lambda pupil, goal=goal.id: case.counted.goal_state(pupil, slug, goal))
        assert list(row[1:]) == [Count(counted["kan"], len(case.ids)), counted["leert"], counted["leeg"]]
    wanted = []
    texts = {one.id: one.text for one in module.misconceptions}
    for agreement in {goal.agreement for goal in module.goals}:
        tags = [t for (p, m, a), (_, t) in case.counted.latest_tags.items() if (m, a) == (slug, agreement)]
        for tag in {tag for given in tags for tag in given}:
            number = sum(tag in given for given in tags)
            wanted.append((agreement, texts[tag].say("nl"), Count(number, len(tags))))
    shown = [(f"A{row[0].facts['number']}", row[1].say("nl"), row[2]) for row in thoughts.rows]  # type: ignore[union-attr]
    assert sorted(shown) == sorted(wanted)
    latest = [row for (_, item), row in case.counted.latest_item.items() if row["module"] == slug and item]
    by_item = {item.id: [row for row in latest if row["name"] == item.id] for item in bank_items(slug)}
    counts = sorted(
        (sum(bool(row["right"]) for row in rows), len(rows), sum(bool(row["unsure"]) for row in rows))
        for rows in by_item.values() if rows
    )  # fmt: skip
    assert sorted((row[1].number, row[1].of, row[2]) for row in questions.rows) == counts  # type: ignore[union-attr]
    for row, pupil in zip(named.rows, case.pupils, strict=True):
        assert list(row[1:]) == [State(case.counted.goal_state(pupil.id, slug, goal.id)) for goal in module.goals]


def the_report_of_a_pupil(case: Case) -> None:
    for pupil in case.pupils:
        (sheet,) = case.sheets("leerling", pupil=pupil)
        own = {
            row[0]
            for row in case.session.execute(
                text("SELECT module FROM module_state WHERE pupil_id = :id"), {"id": pupil.id}
            )
        }
        wanted = [
            [
                State(case.counted.first_state(pupil.id, m.slug, a.id)),
                State(case.counted.agreement_state(pupil.id, m.slug, a.id)),
            ]
            for m in catalog.modules() if m.slug in own
            for a in m.agreements
        ]  # fmt: skip
        assert [list(row[2:]) for row in sheet.rows] == wanted


def the_measurement(case: Case) -> None:
    sheet = case.sheets("meting")[0]
    measured = [
        m.slug for m in catalog.modules() if any((m.slug, side) in case.counted.measured for side in ("start", "end"))
    ]
    assert len(sheet.rows) == len(measured)
    for row, slug in zip(sheet.rows, measured, strict=True):
        for cell, side in zip(row[1:3], ("start", "end"), strict=True):
            given = case.counted.measured[slug, side]
            if len({pupil for pupil, _ in given}) < 10:
                assert isinstance(cell, Words)
                continue
            assert isinstance(cell, Span)
            assert cell.answers == len(given)
            assert cell.share == pytest.approx(sum(right for _, right in given) / len(given))
            assert (cell.low, cell.high) == pytest.approx(interval(sum(right for _, right in given), len(given)))
        spans = [cell if isinstance(cell, Span) else None for cell in row[1:3]]
        assert row[3] == (round((spans[1].share - spans[0].share) * 100) if spans[0] and spans[1] else None)
    assert sheet.sentence is not None
    for side in ("start", "end"):
        took = {p for (m, s), given in case.counted.measured.items() if s == side for p, _ in given}
        assert sheet.sentence.facts[side] == len(took)


def the_sheet_for_the_board(case: Case) -> None:
    (sheet,) = case.sheets("overzicht")
    everybody = case.session.query(Pupil).filter_by(school_id=case.group.school_id).all()
    counted = recount(case.session, [pupil.id for pupil in everybody], YEAR)
    wanted: dict[str, list[Any]] = {}
    for module in catalog.modules():
        cells: list[Any] = []
        number = of = 0
        for group in (5, 6, 7, 8):
            seen = [counted.promise_state(p.id, module.slug) for p in everybody if p.year_group == group]
            measured = [state for state in seen if state != "leeg"]
            can = measured.count("kan")
            cells.append(None if not measured else HIDDEN if len(measured) < 5 else Count(can, len(measured)))
            if len(measured) >= 5:
                number, of = number + can, of + len(measured)
        if any(cells):
            wanted[module.slug] = [*cells, Count(number, of) if of else None]
    shown = [[None if isinstance(cell, Words) else cell for cell in row[2:]] for row in sheet.rows]
    assert shown == list(wanted.values())
    (by_aim,) = case.sheets("kerndoelen")
    for row, aim in zip(by_aim.rows, aims().aims, strict=True):
        every = [c for slug, cells in wanted.items() if aim.id in aims().of(slug) for c in cells[:4]]
        shown_cells = [cell for cell in every if isinstance(cell, Count)]
        together = Count(sum(c.number for c in shown_cells), sum(c.of for c in shown_cells))
        assert row[6] == (together if together.of else None)
        for place in range(4):
            own = [cells[place] for slug, cells in wanted.items() if aim.id in aims().of(slug)]
            open_cells = [cell for cell in own if isinstance(cell, Count)]
            if open_cells:
                assert row[2 + place] == Count(sum(c.number for c in open_cells), sum(c.of for c in open_cells))
            else:
                assert row[2 + place] == HIDDEN if HIDDEN in own else isinstance(row[2 + place], Words)


def the_agreements_of_the_school(case: Case) -> None:
    (sheet,) = case.sheets("afspraken-school")
    everybody = case.session.query(Pupil).filter_by(school_id=case.group.school_id).all()
    counted = recount(case.session, [pupil.id for pupil in everybody], YEAR)
    wanted: list[list[Any]] = []
    for module in catalog.modules():
        for agreement in module.agreements:
            cells: list[Any] = []
            for group in (5, 6, 7, 8):
                found = [
                    counted.agreement_state(p.id, module.slug, agreement.id) for p in everybody if p.year_group == group
                ]
                seen = [state for state in found if state != "leeg"]
                cells.append(None if not seen else HIDDEN if len(seen) < 5 else Count(seen.count("kan"), len(seen)))
            open_cells = [cell for cell in cells if isinstance(cell, Count)]
            if any(cells):
                total = Count(sum(c.number for c in open_cells), sum(c.of for c in open_cells))
                wanted.append([agreement.text, *cells, total if total.of else None])
    assert len(wanted) > len(MODULES)
    shown = [[row[0], *(None if isinstance(cell, Words) else cell for cell in row[3:])] for row in sheet.rows]
    assert shown == wanted


def the_gain_of_a_lesson(case: Case) -> None:
    for gain in gains_of(case.session, case.ids, YEAR):
        start = case.counted.measured[gain.module, "start"]
        quiz: dict[int, list[bool]] = {}
        for (pupil, module, _goal), first in case.counted.first_goal.items():
            if module == gain.module:
                quiz.setdefault(pupil, []).extend(right for _, right in first)
        both = {pupil for pupil, _ in start} & set(quiz)
        assert gain.pupils == len(both)
        before = [right for pupil, right in start if pupil in both]
        after = [right for pupil in both for right in quiz[pupil]]
        assert gain.before == pytest.approx(sum(before) / len(before))
        assert gain.after == pytest.approx(sum(after) / len(after))


def test_every_figure_equals_its_recount(case: Case) -> None:
    """One history per seed for all reports: making it takes longer than counting it."""
    the_class_report(case)
    the_agreements_report(case)
    the_articles_report(case)
    for slug in MODULES:
        the_lesson_report(case, slug)
    the_report_of_a_pupil(case)
    the_measurement(case)
    the_sheet_for_the_board(case)
    the_agreements_of_the_school(case)
    the_gain_of_a_lesson(case)
    the_sentences(case)
    for slug in MODULES:
        the_wrong_answers(case, slug)
        the_first_choices(case, slug)
