"""Signals, suggestions, division, intervals and hidden cells."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.rules.division import Counted, entropy, most_divided, two_sides
from classroom.rules.next_action import Action, Gain, Thought, action_for, actions
from classroom.rules.signals import Needs, Place, by_need, signal_of, stuck
from classroom.rules.small_cells import Count, Row, guard, join

AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def place(
    minutes: int = 0,
    *,
    seen: int | None = 10,
    tries: int = 0,
    asked: int | None = None,
    done: bool = False,
    visited: int | None = None,
) -> Place:
    return Place(
        "doorsturen", "s2", AT - timedelta(minutes=minutes),
        seen_at=None if seen is None else AT - timedelta(seconds=seen), tries=tries,
        asked_at=None if asked is None else AT - timedelta(minutes=asked), done=done,
        visited_at=None if visited is None else AT - timedelta(minutes=visited),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (place(6), None),
        (place(7), "long"),
        (place(7, seen=361), None),
        (place(7, seen=None), None),
        (place(1, tries=3), None),
        (place(1, tries=4, seen=None), "tries"),
        (place(30, tries=9, done=True), None),
        (place(9, visited=2), None),
        (place(20, visited=7), "long"),
        (place(9, tries=5, visited=2), None),
        (place(1, tries=5, visited=2), "tries"),
    ],
)
def test_seems_stuck_by_the_written_rule(where: Place, reason: str | None) -> None:
    signal = stuck(where, AT)
    assert (signal.reason if signal else None) == reason


def test_who_asked_longest_ago_comes_first_and_the_rest_by_name() -> None:
    pupils = [
        Needs("Zoë"),
        Needs("aylin"),
        Needs("Isa", place(1, tries=4)),
        Needs("Jip", place(asked=1)),
        Needs("Hamza", waits_until=AT + timedelta(minutes=5)),
        Needs("Szymon", place(asked=3)),
        Needs("Romy", talks=("p06",)),
        Needs("Tess", missed=(("privacy", 2),)),
        Needs("Bo", place(9, done=True, asked=4)),
    ]
    with_signal, without = by_need(pupils, AT)
    assert [needs.name for needs, _ in with_signal] == ["Szymon", "Jip", "Isa", "Hamza", "Romy", "Tess"]
    assert [signal.kind for _, signal in with_signal] == ["help", "help", "stuck", "secret", "talk", "catch_up"]
    assert [needs.name for needs in without] == ["aylin", "Bo", "Zoë"]


def test_a_wait_that_is_over_is_no_signal() -> None:
    assert signal_of(Needs("Hamza", waits_until=AT), AT) is None


@pytest.mark.parametrize(
    ("pupils", "answered", "kind"),
    [
        (0, 20, None), (1, 20, "together"), (2, 20, "small_group"), (5, 20, "small_group"), (6, 20, "class_card"),
        (7, 24, "small_group"), (8, 24, "class_card"), (1, 2, "together"), (3, 10, "class_card"),
    ],
)  # fmt: skip
def test_thresholds_of_suggestions(pupils: int, answered: int, kind: str | None) -> None:
    action = action_for(Thought("doorsturen", "A1", "M2", tuple(range(pupils)), answered))
    assert (action.kind if action else None) == kind
    if action and kind == "class_card":
        assert action.pupils == ()


def test_suggestions_are_sorted_by_how_many_they_help() -> None:
    thoughts = [
        Thought("doorsturen", "A3", "M3", (1,), 20),
        Thought("doorsturen", "A1", "M1", (1, 2), 20),
        Thought("doorsturen", "A2", "M2", tuple(range(10)), 20),
    ]
    found = actions(thoughts, [Gain("doorsturen", 0.5, 0.55, 20)], {9: "doorsturen"})
    assert [action.kind for action in found] == ["class_card", "redo_step", "small_group", "together", "together"]


def test_nothing_to_do_says_so() -> None:
    assert actions([], [Gain("doorsturen", 0.4, 0.8, 20)]) == [Action("nothing")]


def test_entropy() -> None:
    assert entropy([5, 5]) == pytest.approx(1)
    assert entropy([10, 0]) == 0
    assert entropy([]) == 0
    assert entropy([4, 4, 4]) == pytest.approx(1.584962500721156)


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=4), min_size=1, max_size=8))
def test_the_two_most_divided_are_those_with_the_highest_entropy(rows: list[list[int]]) -> None:
    questions = [Counted(f"DS-{n:02}", {f"o{m}": c for m, c in enumerate(row)}) for n, row in enumerate(rows)]
    chosen = most_divided(questions, at_least=8, how_many=2)
    able = [q for q in questions if sum(q.answers.values()) >= 8 and len([c for c in q.answers.values() if c]) > 1]
    assert len(chosen) == min(2, len(able))
    highest = sorted((entropy(q.answers.values()) for q in able), reverse=True)[: len(chosen)]
    assert [entropy(q.answers.values()) for q in chosen] == pytest.approx(highest)


def test_two_sides_are_the_two_most_chosen() -> None:
    assert two_sides(Counted("DS-01", {"a": 2, "b": 7, "c": 7})) == ("b", "c")


def test_small_cells_are_hidden_and_left_out_of_the_total() -> None:
    row = guard({5: Count(3, 4), 6: Count(2, 5), 7: Count(0, 0), 8: Count(20, 24)}, least=5)
    assert row.cells == {5: None, 6: Count(2, 5), 7: Count(0, 0), 8: Count(20, 24)}
    assert row.together == Count(22, 29)


def test_a_hidden_cell_cannot_be_worked_out_from_any_sheet() -> None:
    """Two worlds that differ in the hidden cells only give the same sheets."""
    rng = random.Random(3)
    for _ in range(200):
        open_rows = [{g: Count(rng.randint(0, 5), rng.choice([0, 5, 9, 30])) for g in (5, 6, 7)} for _ in range(4)]
        sheets = []
        for _world in range(2):
            rows = [guard({**row, 8: _small(rng)}, least=5) for row in open_rows]
            sheets.append((rows, join(rows, (5, 6, 7, 8))))
        assert sheets[0] == sheets[1]


def _small(rng: random.Random) -> Count:
    of = rng.randint(1, 4)
    return Count(rng.randint(0, of), of)


def test_joined_rows_add_shown_cells() -> None:
    rows = [
        guard({7: Count(3, 9), 8: Count(1, 2)}, least=5),
        guard({7: Count(4, 9), 8: Count(6, 7)}, least=5),
        Row({7: None}, Count(0, 0)),
    ]
    joined = join(rows, (6, 7, 8))
    assert joined.cells == {6: Count(0, 0), 7: Count(7, 18), 8: Count(6, 7)}
    assert joined.together == Count(13, 25)


def test_every_kind_of_signal_can_be_told_from_the_others() -> None:
    kinds = set()
    for asked, tries, waits, talks in product((None, 1), (0, 4), (None, AT + timedelta(minutes=1)), ((), ("p01",))):
        signal = signal_of(Needs("Noor", place(asked=asked, tries=tries), waits, talks, (("privacy", 1),)), AT)
        kinds.add(signal.kind if signal else "")
    assert kinds == {"help", "stuck", "secret", "talk", "catch_up"}
