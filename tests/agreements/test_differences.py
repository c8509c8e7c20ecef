"""Versions side by side: what changed, and exactly what that touches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agreements import catalog
from agreements.coverage import Course
from agreements.differences import compare, marked, touched
from agreements.schema import Clause, Protocol
from core.text import Text

WORDS = st.text(alphabet="ab c.\n", max_size=40)
COURSE = Course(
    cited={
        ("doorsturen", "A1"): ["gsv-afspraak-03", "gsv-afspraak-03-doorsturen"],
        ("respect", "A1"): ["gsv-afspraak-02"],
    },
    items={"DS-01": ("doorsturen", "A1"), "DS-05": ("doorsturen", "A2"), "RE-01": ("respect", "A1")},
)


@given(WORDS, WORDS)
def test_the_marks_give_both_texts_back(old: str, new: str) -> None:
    runs = marked(old, new)
    assert "".join(words for kind, words in runs if kind != "ins") == old
    assert "".join(words for kind, words in runs if kind != "del") == new


@given(WORDS)
def test_the_same_text_has_no_marks(text: str) -> None:
    assert {kind for kind, _ in marked(text, text)} <= {"same"}


@given(st.sets(st.integers(0, 71), max_size=5), st.sets(st.integers(0, 71), max_size=5))
def test_a_difference_names_every_clause_that_came_went_or_changed(gone: set[int], other: set[int]) -> None:
    gsv = catalog.protocol("gsv")
    clauses = [
        clause.model_copy(update={"section": "Elders", "meaning": 2}) if index in other else clause
        for index, clause in enumerate(gsv.clauses)
        if index not in gone
    ]
    found = compare(gsv, gsv.model_copy(update={"clauses": clauses}))
    assert {clause.id for clause in found.removed} == {gsv.clauses[index].id for index in gone}
    assert {changed.new.id for changed in found.changed} == {gsv.clauses[index].id for index in other - gone}
    assert found.added == ()
    back = compare(gsv.model_copy(update={"clauses": clauses}), gsv)
    assert {clause.id for clause in back.added} == {clause.id for clause in found.removed}


def test_no_change_is_no_difference() -> None:
    gsv = catalog.protocol("gsv")
    assert compare(gsv, gsv).nothing


def test_one_meaning_touches_one_promise_its_lesson_and_its_items() -> None:
    gsv = catalog.protocol("gsv")
    new = changed(gsv, "gsv-afspraak-03", meaning=2)
    found = what(gsv, new)
    assert found.modules == found.shows == ("doorsturen",)
    assert found.items == ("DS-01",)
    assert found.asks_again == ("p03",)


def test_a_better_wording_is_shown_and_asks_nothing() -> None:
    gsv = catalog.protocol("gsv")
    found = what(gsv, changed(gsv, "gsv-afspraak-03", meaning=1))
    assert found.shows == ("doorsturen",)
    assert found.modules == found.items == found.asks_again == ()


def test_a_setting_touches_the_lessons_it_governs() -> None:
    gsv = catalog.protocol("gsv")
    new = gsv.model_copy(update={"settings": {**gsv.settings, "scope": ["school-related-only"]}})
    found = what(gsv, new)
    assert found.modules == ("doorsturen", "samen")
    assert found.items == ("DS-01", "DS-05")
    assert found.asks_again == ()


def what(old: Protocol, new: Protocol):  # type: ignore[no-untyped-def]
    shelf = catalog.shelf()
    return touched(compare(old, new), old, new, COURSE, shelf.contract, shelf.base, shelf.settings.settings)


def changed(protocol: Protocol, clause_id: str, *, meaning: int) -> Protocol:
    words = Text.model_validate({"nl": "Anders gezegd.", "en": "Said otherwise."})

    def one(clause: Clause) -> Clause:
        return clause.model_copy(update={"pupil": words, "meaning": meaning}) if clause.id == clause_id else clause

    return protocol.model_copy(update={"clauses": [one(clause) for clause in protocol.clauses]})
