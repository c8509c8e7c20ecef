"""Which items are asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.rules.choosing import (
    Candidate,
    choose_attempt,
    choose_refresher,
    choose_situations,
    must_rehearse,
    unseen_then_missed,
    unseen_then_oldest,
    weak_goals,
)

START = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
GOALS = ["G1", "G2", "G3", "G4"]


def bank(seen: dict[int, tuple[int, bool]] | None = None, per_goal: int = 4) -> list[Candidate]:
    """Items 1 … 4 × per_goal, by goal; ``seen``: number → (day, right)."""
    found = []
    for number in range(1, 4 * per_goal + 1):
        day, right = (seen or {}).get(number, (None, False))
        moment = None if day is None else START + timedelta(days=day)
        found.append(Candidate(f"DS-{number:02}", GOALS[(number - 1) // per_goal], None, moment, right))
    return found


def numbers(items: list[str]) -> list[int]:
    return [int(item[3:]) for item in items]


@given(st.integers(0, 10_000), st.sampled_from([3, 4]))
def test_an_attempt_has_two_different_items_per_goal_in_rounds(seed: int, per_goal: int) -> None:
    candidates = bank(per_goal=per_goal)
    items = choose_attempt(candidates, GOALS, unseen_then_oldest, Random(seed))
    goal_of = {candidate.item: candidate.goal for candidate in candidates}
    assert [goal_of[item] for item in items] == GOALS * 2
    assert len(set(items)) == 8


@given(st.integers(0, 10_000))
def test_unseen_items_come_first_then_the_longest_ago(seed: int) -> None:
    seen = {1: (0, True), 2: (1, True), 3: (2, False), 5: (3, True), 6: (4, True), 7: (5, True), 8: (6, True)}
    items = numbers(choose_attempt(bank(seen), ["G1", "G2"], unseen_then_oldest, Random(seed)))
    assert items[0] == 4
    assert items[2] == 1
    assert [items[1], items[3]] == [5, 6]


@given(st.integers(0, 10_000))
def test_a_retake_takes_missed_items_after_unseen_ones(seed: int) -> None:
    seen = {1: (0, True), 2: (1, False), 3: (2, True), 4: (3, False)}
    assert numbers(choose_attempt(bank(seen), ["G1"], unseen_then_missed, Random(seed))) == [2, 4]


def test_two_attempts_on_a_core_bank_share_no_item() -> None:
    first = choose_attempt(bank(), GOALS, unseen_then_oldest, Random(1))
    seen = dict.fromkeys(numbers(first), (0, True))
    second = choose_attempt(bank(seen), GOALS, unseen_then_missed, Random(2))
    assert not set(first) & set(second)


def test_weak_goals_are_those_without_two_right() -> None:
    assert weak_goals({"G1": 2, "G2": 1, "G4": 0}, GOALS) == ["G2", "G3", "G4"]


def test_a_refresher_takes_missed_then_longest_not_seen() -> None:
    seen = {1: (9, True), 2: (1, True), 5: (5, False), 9: (0, True)}
    assert numbers(choose_refresher(bank(seen), 3, Random(0))) == [5, 9, 2]


def test_a_refresher_takes_one_of_two_parallel_items() -> None:
    seen = START
    twins = [Candidate(f"DS-0{n}", "G1", "tweeling" if n < 3 else None, seen + timedelta(n), True) for n in (1, 2, 3)]
    assert numbers(choose_refresher(twins, 2, Random(0))) == [1, 3]
    assert numbers(choose_refresher(twins, 3, Random(0))) == [1, 3, 2]


def test_a_goal_that_comes_back_is_asked_alone() -> None:
    assert set(numbers(choose_refresher(bank(), 3, Random(0), only_goals=["G2"]))) <= {5, 6, 7, 8}


def test_situations_are_unseen_first() -> None:
    assert numbers(choose_situations(bank({n: (n, True) for n in range(2, 17)}), 2, Random(0))) == [1, 2]


def test_rehearsing_comes_before_the_third_attempt() -> None:
    first, second = START, START + timedelta(hours=1)
    assert not must_rehearse([first], already_mastered=False, rehearsed_at=None)
    assert must_rehearse([first, second], already_mastered=False, rehearsed_at=None)
    assert must_rehearse([first, second], already_mastered=False, rehearsed_at=first)
    assert not must_rehearse([first, second], already_mastered=False, rehearsed_at=second + timedelta(minutes=1))
    assert not must_rehearse([first, second], already_mastered=True, rehearsed_at=None)
