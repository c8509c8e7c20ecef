"""The statistics against values worked out by hand, and the signs authors get."""

from __future__ import annotations

import json
from math import isclose
from statistics import correlation as pearson

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from progress.tallies import FirstAnswer, Tally, TallyKey, tally
from quizzes.cli import line
from quizzes.queries.analysis import report
from quizzes.rules.statistics import gain, item_rest, moments, wilson
from tests.world import World

QUIZ = TallyKey("doorsturen", "DS-01", "quiz", "nl")


def test_wilson_by_the_book() -> None:
    """8 of 10: .490 to .943 (Newcombe, Statistics in Medicine 17 (1998), method 3, recomputed)."""
    low, high = wilson(8, 10)
    assert isclose(low, 0.4902, abs_tol=5e-4)
    assert isclose(high, 0.9433, abs_tol=5e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 12)[0] == pytest.approx(0.0, abs=1e-12)
    assert wilson(12, 12)[1] == pytest.approx(1.0)


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson_holds_the_share(right: int, extra: int) -> None:
    low, high = wilson(right, right + extra)
    assert 0 <= low <= right / (right + extra) <= high <= 1


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 7)), min_size=3, max_size=60))
def test_item_rest_is_pearsons(pairs: list[tuple[bool, int]]) -> None:
    given_pairs = [(right, rest / 7) for right, rest in pairs]
    found = item_rest(moments(given_pairs))
    rights, rests = [float(right) for right, _ in given_pairs], [rest for _, rest in given_pairs]
    if len(set(rights)) < 2 or len(set(rests)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(pearson(rights, rests), abs=1e-9)


def test_item_rest_needs_two_pupils() -> None:
    assert item_rest(moments([(True, 0.5)])) is None
    assert item_rest(moments([(True, 1.0), (False, 0.0)])) == pytest.approx(1.0)


def test_gain() -> None:
    assert gain(2, 10, 8, 10) == pytest.approx(0.6)
    assert gain(0, 0, 8, 10) is None


def many(right: int, wrong: int, option: str = "a", rest: float | None = None) -> Tally:
    found = Tally()
    for number in range(right + wrong):
        good = number < right
        pick = "b" if good else option
        found.add(FirstAnswer(QUIZ, "x", good, unsure=False, picks=(f"answer:{pick}",)), rest)
    return found


@pytest.mark.parametrize(
    ("counts", "sign"),
    [
        (many(20, 100), "too hard"),
        (many(119, 1), "too easy"),
        (many(80, 40), "weak distractor"),
    ],
)
def test_signs(counts: Tally, sign: str) -> None:
    (one,) = report({QUIZ: counts})
    assert sign in one.signs


def test_a_negative_correlation_asks_for_the_key() -> None:
    counts = Tally()
    for number in range(120):
        good = number % 2 == 0
        counts.add(FirstAnswer(QUIZ, "x", good, unsure=False, picks=("answer:b",)), 0.1 if good else 0.9)
    (one,) = report({QUIZ: counts})
    assert one.correlation is not None
    assert one.correlation < 0
    assert any("check the key" in sign for sign in one.signs)
    assert "r -1.00" in line(one)


def test_few_answers_say_nothing() -> None:
    assert report({QUIZ: many(20, 9)}) == []
    (one,) = report({QUIZ: many(10, 40)})
    assert one.signs == ()


def test_gain_is_of_the_measurement() -> None:
    start, end = QUIZ._replace(item="MA-01", source="start"), QUIZ._replace(item="MA-01", source="end")
    (one,) = report({start: many(50, 70), end: many(54, 66)})
    assert one.gain == pytest.approx(4 / 120)
    assert "the lesson does not teach it" in one.signs


def test_languages_and_modules_are_apart() -> None:
    english = QUIZ._replace(language="en")
    assert len(report({QUIZ: many(60, 60), english: many(60, 60)})) == 2
    assert report({QUIZ: many(60, 60)}, "privacy") == []


def test_rest_is_the_share_on_the_other_items_of_the_attempt() -> None:
    answers = [
        FirstAnswer(QUIZ._replace(item=f"DS-0{n}"), "attempt", right=n > 1, unsure=False, picks=()) for n in (1, 2, 3)
    ]
    counts = tally(answers)
    assert counts[QUIZ].rest == pytest.approx(1.0)
    assert counts[QUIZ._replace(item="DS-02")].rest == pytest.approx(0.5)
    alone = tally(answers[:1])
    assert alone[QUIZ].with_rest == 0


def test_the_command_runs(world: World, app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["analyse-items"])
    assert result.exit_code == 0
    assert "0 items with enough answers" in result.output
    assert app.test_cli_runner().invoke(args=["analyse-items", "--json"]).output.strip() == "[]"


def test_editors_get_a_schema(app: Flask) -> None:
    for options, key in (([], "module"), (["--form"], "form")):
        result = app.test_cli_runner().invoke(args=["bank-schema", *options])
        assert result.exit_code == 0
        schema = json.loads(result.output)
        assert key in schema["properties"]
        assert {"SingleItem", "MeasuredSingle"} & set(schema["$defs"])
