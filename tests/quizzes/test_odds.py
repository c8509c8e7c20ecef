"""The chances in docs/authors/mastery.md, by exact enumeration."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from core.content import ROOT
from progress.rules import Answered
from progress.rules import mastered as rule
from quizzes import catalog
from quizzes.rules.odds import first_attempt, mastered, mastered_within

GUESS = Fraction(1, 3)


def test_the_count_rule_is_the_real_rule() -> None:
    for state in product(range(3), repeat=4):
        goals = [[Answered("a", right > 0), Answered("b", right > 1)] for right in state]
        assert mastered(state) == rule(goals)


def test_a_guessing_pupil_hardly_ever_passes_at_once() -> None:
    once = mastered_within(1)[0]
    assert once == Fraction(113, 6561)
    assert once <= Fraction(2, 100)


def test_who_knows_ninety_percent_passes_at_once() -> None:
    assert mastered_within(1, Fraction(9, 10))[0] >= Fraction(90, 100)


@pytest.mark.parametrize(("knows", "share"), [(Fraction(7, 10), 51), (Fraction(8, 10), 76), (Fraction(9, 10), 94)])
def test_the_chances_in_the_course_design(knows: Fraction, share: int) -> None:
    assert abs(100 * mastered_within(1, knows)[0] - share) <= Fraction(6, 10)


def test_no_real_bank_can_be_guessed() -> None:
    for slug, bank in catalog.shelf().banks.items():
        chances: dict[str, list[Fraction]] = {}
        for item in bank.items:
            chances.setdefault(item.goal, []).append(item.guess())
        assert first_attempt(chances) <= Fraction(2, 100), slug


def test_the_page_gives_these_chances() -> None:
    page = (ROOT / "docs/authors/mastery.md").read_text(encoding="utf-8")
    rows = {"guesses": GUESS, **{f"{tenths}0 %": Fraction(tenths, 10) for tenths in (7, 8, 9)}}
    for name, knows in rows.items():
        chances = mastered_within(5, knows)
        cells = " | ".join(f"{100 * float(chances[attempts - 1]):.1f} %" for attempts in (1, 2, 3, 5))
        assert f"| {name} | {cells} |" in page
