"""The contract: every clause that is fit to sign has its promise, and a promise knows when it changed."""

from __future__ import annotations

import pytest

from agreements import catalog
from agreements.contract import Contract
from agreements.schema import Protocol
from tests.agreements.table import SCHOOLS

OWN = {
    "gsv": {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14},
    "tjongerschool": {2, 4, 5, 7, 12, 14},
    "meilan": {1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
    "skot": {14},
    "albero": {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14},
}
"""Per school the numbers of the promises that rest on a clause of its own."""


def contract(slug: str) -> Contract:
    return catalog.contract_of(slug)


@pytest.mark.parametrize("slug", SCHOOLS)
def test_every_pledge_clause_stands_behind_one_promise_or_among_the_consequences(slug: str) -> None:
    protocol, found = catalog.protocol(slug), contract(slug)
    behind = [clause.id for promise in found.promises if not promise.from_course for clause in promise.clauses]
    after = [] if found.consequences_from_course else [clause.id for clause in found.consequences]
    assert sorted(behind + after) == sorted(clause.id for clause in protocol.clauses if clause.pledge)


def test_a_hundred_clauses_are_promised_and_fifteen_are_only_shown() -> None:
    found = [contract(slug) for slug in SCHOOLS]
    assert sum(len(p.clauses) for c in found for p in c.promises if not p.from_course) == 100
    assert sum(len(c.consequences) for c in found if not c.consequences_from_course) == 15


@pytest.mark.parametrize("slug", SCHOOLS)
def test_a_silent_protocol_falls_back_on_the_course_and_says_so(slug: str) -> None:
    found = contract(slug)
    assert len(found.promises) == 14
    assert {promise.number for promise in found.promises if not promise.from_course} == OWN[slug]
    for promise in found.promises:
        assert promise.clauses
        assert all(clause.id.startswith("basis-") == promise.from_course for clause in promise.clauses)


def test_consequences_of_another_school_are_never_shown() -> None:
    assert not contract("gsv").consequences_from_course
    for slug in ("tjongerschool", "albero"):
        assert contract(slug).consequences_from_course
        assert all(clause.id.startswith("basis-") for clause in contract(slug).consequences)


def test_only_promises_without_a_clause_can_be_switched_off() -> None:
    found = catalog.contract_of("tjongerschool", off=["p01", "p02"])
    assert found.promise("p01") is None
    assert found.promise("p02") is not None


def test_the_base_is_the_course_also_when_a_school_has_nothing_else() -> None:
    assert all(promise.from_course for promise in contract("basis").promises)


def test_a_better_wording_keeps_the_meaning_and_another_meaning_asks_again() -> None:
    gsv = catalog.protocol("gsv")
    before = contract("gsv")
    spelled = catalog.contract_of(_changed(gsv, "gsv-afspraak-03", meaning=1))
    meant = catalog.contract_of(_changed(gsv, "gsv-afspraak-03", meaning=2))
    assert spelled.version != before.version
    assert [p.meaning for p in spelled.promises] == [p.meaning for p in before.promises]
    changed = [p.id for p, old in zip(meant.promises, before.promises, strict=True) if p.meaning != old.meaning]
    assert changed == ["p03"]


def test_a_clause_added_or_taken_away_changes_its_promise_only() -> None:
    gsv = catalog.protocol("gsv")
    less = gsv.model_copy(update={"clauses": [c for c in gsv.clauses if c.id != "gsv-afspraak-09e"]})
    pairs = zip(catalog.contract_of(less).promises, contract("gsv").promises, strict=True)
    assert [new.id for new, old in pairs if new.meaning != old.meaning] == ["p05"]


def test_versions_are_stable_and_differ_between_schools() -> None:
    assert contract("gsv").version == contract("gsv").version
    assert len({contract(slug).version for slug in SCHOOLS}) == 5


def _changed(protocol: Protocol, clause_id: str, *, meaning: int) -> Protocol:
    def change(clause_words: str) -> dict[str, str]:
        return {"nl": clause_words, "en": clause_words}

    clauses = [
        clause.model_copy(update={"pupil": type(clause.summary)(**change("Anders gezegd.")), "meaning": meaning})
        if clause.id == clause_id
        else clause
        for clause in protocol.clauses
    ]
    return protocol.model_copy(update={"clauses": clauses})
