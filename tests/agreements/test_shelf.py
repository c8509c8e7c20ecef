"""The shipped protocols say exactly what the inventory of the five sources says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agreements import catalog
from agreements.checks import faults
from agreements.schema import Clause, Protocol
from core.content import ContentError, digest, read
from tests.agreements.table import SCHOOLS, TABLE

COUNTS = {"gsv": 72, "tjongerschool": 69, "meilan": 101, "skot": 30, "albero": 62}
TEACH = {"gsv": 53, "tjongerschool": 22, "meilan": 71, "skot": 10, "albero": 41}
PLEDGE = {"gsv": 39, "tjongerschool": 11, "meilan": 34, "skot": 2, "albero": 29}
AUDIENCE = {"pupil": 218, "staff": 202, "parent": 95, "school": 183}
KIND = {
    "rule": 118, "right": 35, "duty": 52, "reminder": 19, "sanction": 31, "procedure": 48, "mission-statement": 31,
}  # fmt: skip
TOPIC = {
    "passwords": 10, "privacy": 17, "forwarding": 4, "friending": 11, "respect": 26, "photos-consent": 12,
    "permanence": 7, "reporting": 5, "phones": 13, "email": 6, "searching": 6, "copyright": 3, "network-hacking": 3,
    "identity": 4, "positive-use": 75, "school-reputation": 32, "sanctions": 41, "staff-conduct": 40,
    "website-publication": 17, "cloud-data": 2,
}  # fmt: skip
# SHA-256 over every field of every clause, in order, worked out from the source inventory.
FIELDS = {
    "gsv": "18ab8183876bdfa8d5dbb9b59152d7a09f57bf1fecebba5d8d6ee9eaf7177031",
    "tjongerschool": "aafb4ed29500836f4c700926384d9d4389d1e495c811c8a48b2459748237a422",
    "meilan": "bcab7b0a251d3f37b79698e78ea0887d880ec94d317cffe5cd6f4e49a2b5afd8",
    "skot": "6616a010d1f3216f9e4cbe3f525d83340bf7cf5bd32a630bed81c7bb5cf7a64a",
    "albero": "ba8f0033a06320f7745c4cc5b107d6f98ff0493034c301c07866d1dde4312f18",
}
FLAGS = "66f81e98cf133b0df35c0cf5af76dca36ac8a68bf328fb19627daf922ed2d0f6"
UNIQUE = "fbc487f0ce4a4a488cefe006997d665f7c706459e70da121656a599b63efd403"


def clauses() -> list[Clause]:
    return [clause for protocol in catalog.shelf().protocols.values() for clause in protocol.clauses]


def test_there_are_five_protocols_and_a_base() -> None:
    assert set(catalog.shelf().protocols) == set(SCHOOLS)
    assert len(clauses()) == 334
    assert len(catalog.shelf().base.clauses) == 52


@pytest.mark.parametrize("slug", SCHOOLS)
def test_each_protocol_has_the_clauses_of_its_source(slug: str) -> None:
    found = catalog.protocol(slug).clauses
    assert len(found) == COUNTS[slug]
    assert sum(clause.teach for clause in found) == TEACH[slug]
    assert sum(clause.pledge for clause in found) == PLEDGE[slug]
    assert digest([_fields(clause) for clause in found]) == FIELDS[slug]


def test_the_vocabulary_is_used_as_often_as_in_the_source() -> None:
    assert Counter(who for clause in clauses() for who in clause.audience) == AUDIENCE
    assert Counter(clause.kind for clause in clauses()) == KIND
    assert Counter(clause.topic for clause in clauses()) == TOPIC
    assert sum(bool(clause.conflicts) for clause in clauses()) == 149


@pytest.mark.parametrize("setting_id", TABLE)
@pytest.mark.parametrize("slug", SCHOOLS)
def test_each_school_says_on_each_setting_what_its_source_says(slug: str, setting_id: str) -> None:
    expected = TABLE[setting_id][SCHOOLS.index(slug)].split()
    assert list(catalog.settings_of(slug).get(setting_id, [])) == expected
    setting = catalog.setting(setting_id)
    assert setting is not None
    for value in expected:
        variant = setting.variant(value)
        assert variant is not None
        assert any(name in catalog.protocol(slug).by_id for name in variant.clauses), "says so somewhere"


def test_there_are_thirty_six_settings_all_with_words() -> None:
    assert {setting.id for setting in catalog.shelf().settings.settings} == set(TABLE)
    assert len(TABLE) == 36


def test_findings_and_what_is_unique_are_all_there() -> None:
    flags = [[flag.id, flag.kind, flag.clauses] for flag in catalog.shelf().flags]
    assert digest(flags) == FLAGS
    only = [
        [slug, found.text.say("en"), found.clauses]
        for slug, all_found in catalog.shelf().settings.unique.items()
        for found in all_found
    ]
    assert digest(only) == UNIQUE


def test_six_points_ask_the_administrator_for_a_decision() -> None:
    assert {flag.id for flag in catalog.shelf().flags if flag.decide} == {
        "yearly-password-change", "national-phone-agreement", "confiscation-terms", "copyright-fine",
        "albero-photo-opt-in-vs-opt-out", "verzonden-verzonnen",
    }  # fmt: skip


def test_nothing_points_to_nothing() -> None:
    assert faults(catalog.shelf()) == []


def test_a_reference_that_leads_nowhere_is_found_with_its_line() -> None:
    shelf = catalog.shelf()
    gsv = shelf.protocols["gsv"]
    broken = gsv.clauses[0].model_copy(update={"like": ["skot-bestaat-niet"], "promise": "p99"})
    spoiled = gsv.model_copy(update={"clauses": [broken, *gsv.clauses[1:]], "settings": {"scope": ["nergens"]}})
    copy = catalog.Shelf(**{**shelf.__dict__, "protocols": {**shelf.protocols, "gsv": spoiled}})
    found = [str(fault) for fault in faults(copy)]
    assert any("gsv.yaml" in line and "unknown clause skot-bestaat-niet" in line for line in found)
    assert any("unknown promise p99" in line for line in found)
    assert any("unknown value nergens" in line for line in found)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("    audience: []\n", "at least 1 item"),
        ("    kind: gewoonte\n", "Input should be"),
        ("    verzonnen: ja\n", "Extra inputs"),
    ],
)
def test_a_broken_protocol_names_file_line_and_place(tmp_path: Path, line: str, message: str) -> None:
    key = line.strip().split(":")[0]
    text = (
        "slug: zes\nname: Zes\nprefix: zes\ntitle: {nl: Zes, en: Six}\nclauses:\n  - id: zes-1\n    section: Een\n"
        "    audience: [staff]\n    kind: rule\n    topic: respect\n    summary: {nl: Netjes, en: Decent}\n"
    )
    kept = "".join(row + "\n" for row in text.splitlines() if not row.strip().startswith(f"{key}:"))
    path = tmp_path / "zes.yaml"
    path.write_text(kept + line, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(path, Protocol)
    assert any("zes-1" in str(fault) and message in str(fault) for fault in caught.value.faults)


def test_two_clauses_with_one_id_are_refused(tmp_path: Path) -> None:
    clause = "  - {id: zes-1, section: Een, audience: [staff], kind: rule, topic: respect, summary: {nl: N, en: D}}\n"
    path = tmp_path / "zes.yaml"
    path.write_text(f"slug: zes\nname: Zes\nprefix: zes\ntitle: {{nl: Z, en: S}}\nclauses:\n{clause}{clause}")
    with pytest.raises(ContentError, match="id used twice: zes-1"):
        read(path, Protocol)


def _fields(clause: Clause) -> list[object]:
    def say(language: str) -> str | None:
        return clause.pupil.say(language) if clause.pupil else None

    return [
        clause.id, clause.section, clause.number, clause.audience, clause.kind, clause.topic, clause.tags,
        clause.summary.say("nl"), clause.summary.say("en"), say("nl"), say("en"), clause.teach, clause.pledge,
        clause.conflicts,
    ]  # fmt: skip
