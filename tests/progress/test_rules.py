"""Mastery, from two answers a goal up to the clauses of a school."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from progress.rules import (
    Answered,
    Level,
    agreement_level,
    agreement_levels,
    clause_levels,
    goal_level,
    mastered,
    promise_level,
    remember,
    right_of,
)

ANSWERS = st.lists(st.builds(Answered, st.sampled_from(["DS-01", "DS-02", "DS-03"]), st.booleans()), max_size=12)
LEVELS = st.sampled_from(Level)


def two(first: bool, second: bool) -> list[Answered]:
    return [Answered("DS-01", first), Answered("DS-02", second)]


def replay(answers: list[Answered]) -> list[Answered]:
    last: list[Answered] = []
    for answer in answers:
        last = remember(last, answer)
    return last


@given(ANSWERS)
def test_two_different_items_are_kept_and_the_newest_answer_counts(answers: list[Answered]) -> None:
    last = replay(answers)
    assert len({answer.item for answer in last}) == len(last) <= 2
    latest = {answer.item: answer.right for answer in answers}
    assert all(latest[answer.item] == answer.right for answer in last)
    if answers:
        assert last[0] == answers[-1]


def test_a_goal_is_understood_when_both_items_are_right() -> None:
    assert goal_level([]) == Level.OPEN
    assert goal_level([Answered("DS-01", True)]) == Level.PRACTISE
    assert goal_level(two(True, False)) == Level.PRACTISE
    assert goal_level(two(True, True)) == Level.UNDERSTOOD


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=4))
def test_a_module_takes_six_of_eight_and_one_per_goal(goals: list[tuple[bool, bool]]) -> None:
    right = [sum(pair) for pair in goals]
    assert mastered([two(*pair) for pair in goals]) == (sum(right) >= 6 and min(right) >= 1)


def test_three_goals_are_not_a_module() -> None:
    assert not mastered([two(True, True)] * 3)


@given(st.lists(LEVELS, min_size=1))
def test_an_agreement_is_its_weakest_goal(levels: list[Level]) -> None:
    assert agreement_level(levels) == min(levels)


def test_an_agreement_with_an_unanswered_goal_is_open() -> None:
    goals = {("doorsturen", "G1"): Level.UNDERSTOOD}
    found = agreement_levels(goals, {("doorsturen", "A1"): ["G1"], ("doorsturen", "A2"): ["G1", "G2"]})
    assert found == {("doorsturen", "A1"): Level.UNDERSTOOD, ("doorsturen", "A2"): Level.OPEN}


@given(st.lists(LEVELS, min_size=1, max_size=4))
def test_a_promise_is_understood_with_its_module(levels: list[Level]) -> None:
    assert promise_level(levels, module_mastered=True) == Level.UNDERSTOOD
    without = promise_level(levels, module_mastered=False)
    assert (without == Level.UNDERSTOOD) == (min(levels) == Level.UNDERSTOOD)
    assert (without == Level.OPEN) == (not any(levels))


def test_a_clause_takes_the_best_agreement_and_says_when_none_cites_it() -> None:
    levels = {("a", "A1"): Level.PRACTISE, ("b", "A1"): Level.UNDERSTOOD}
    cited = {("a", "A1"): ["gsv-1", "gsv-2"], ("b", "A1"): ["gsv-1"]}
    assert clause_levels(levels, cited, ["gsv-1", "gsv-2", "gsv-3"]) == {
        "gsv-1": Level.UNDERSTOOD,
        "gsv-2": Level.PRACTISE,
        "gsv-3": None,
    }


def test_right_of_counts() -> None:
    assert right_of(two(True, False)) == 1
