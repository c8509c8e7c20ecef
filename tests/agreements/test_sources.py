"""What a pupil sees behind an agreement: the own school first, others after, the course where the school is silent."""

from __future__ import annotations

from agreements import catalog
from agreements.schema import Protocol

CITED = [
    "gsv-afspraak-03-doorsturen", "gsv-afspraak-03", "albero-afspraak-03", "meilan-gebruiker-3",
    catalog.base_clause("doorsturen", "A1"),
]  # fmt: skip


def test_the_own_school_comes_first_with_its_place() -> None:
    found = catalog.agreement_sources(CITED, "gsv")
    assert [clause.id for clause in found.own] == ["gsv-afspraak-03", "gsv-afspraak-03-doorsturen"]
    assert found.own[0].place == "Afspraken bij het gebruik van internet en sociale media, 3"
    assert [other.slug for other in found.also] == ["albero", "meilan"]
    assert not found.from_course
    assert found.course == ()


def test_the_same_agreement_at_another_school_shows_that_school() -> None:
    found = catalog.agreement_sources(CITED, "meilan")
    assert [clause.id for clause in found.own] == ["meilan-gebruiker-3"]
    assert [other.slug for other in found.also] == ["albero", "gsv"]


def test_a_silent_school_sees_the_course_and_no_rule_of_its_own() -> None:
    found = catalog.agreement_sources(CITED, "skot")
    assert found.from_course
    assert found.own == ()
    assert [clause.id for clause in found.course] == ["basis-doorsturen-1"]


def test_an_agreement_without_sources_is_a_tip_of_the_course() -> None:
    found = catalog.agreement_sources([], "gsv")
    assert found.from_course
    assert found.also == ()


def test_a_number_of_our_own_counting_is_not_shown_as_a_number() -> None:
    clause = catalog.clause("gsv-intro-2")
    assert clause is not None
    assert clause.place == "Positief Social Media Protocol"


def test_a_sixth_protocol_takes_part_by_saying_which_clause_it_is_like() -> None:
    clause = catalog.protocol("gsv").by_id["gsv-afspraak-03"]
    new = clause.model_copy(update={"id": "zes-1", "like": ["basis-doorsturen-1"]})
    sixth = Protocol(slug="zes", name="Zes", prefix="zes", title=clause.summary, clauses=[new])
    found = catalog.agreement_sources(CITED, sixth)
    assert [own.id for own in found.own] == ["zes-1"]
    assert not found.from_course


def test_whoever_has_only_the_base_has_no_rules_of_a_school() -> None:
    found = catalog.agreement_sources(CITED, "basis")
    assert found.from_course
    assert [clause.id for clause in found.course] == ["basis-doorsturen-1"]
