"""The linter names file, line and place of each fault, and is silent about the banks as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.content import ContentError, Fault
from quizzes import catalog, linter, wording
from quizzes.catalog import BANKS
from quizzes.linter import Known
from tests.quizzes.conftest import facts_of

SLUG = "doorsturen"
FACTS = {SLUG: facts_of(SLUG, 3)}
SETTINGS = {
    "scope": ["everywhere", "school-related-only"],
    "sanction_first_step": ["talk-first", "range-from-talk", "punish-warning"],
}


def broken(tmp_path: Path, old: str, new: str) -> list[Fault]:
    """The faults of the bank of doorsturen after one change in its file."""
    folder = tmp_path / "banks"
    folder.mkdir()
    text = (BANKS / f"{SLUG}.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{SLUG}.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    kept = catalog.shelf()
    try:
        shelf = catalog.load(folder=folder)
    except ContentError as error:
        return error.faults
    finally:
        catalog.put_back(kept)
    return linter.check(shelf, Known(FACTS, ["gsv-afspraak-03"], SETTINGS), folder)


@pytest.mark.parametrize("slug", ["wachtwoorden", "doorsturen"])
def test_the_example_banks_are_clean(slug: str) -> None:
    known = Known({name: facts_of(name, 1) for name in catalog.shelf().banks})
    faults = [fault for fault in linter.check(catalog.shelf(), known) if slug in fault.file]
    assert faults == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("    goal: G1\n", "    goal: G2\n", "items", "3 items for G1, must be 4"),
        ("    agreement: A1\n", "    agreement: A9\n", "items › DS-01 › agreement", "doorsturen has no agreement A9"),
        ("tag: M1\n", "tag: M9\n", "items › DS-01 › options › a › tag", "doorsturen has no misconception M9"),
        ("picture: saar-denkt", "picture: geen-mens", "items › DS-01 › picture", "there is no drawing 'geen-mens'"),
        ("setting: scope", "setting: bereik", "items › DS-03 › variants › 0 › for › 0", "there is no setting 'bereik'"),
        ("is: [everywhere,", "is: [nowhere,", "items › DS-03 › variants › 0 › for › 0", "scope has no value 'nowhere'"),
        (
            "is: [talk-first,", "is: [talk,", "items › DS-04 › options › b › feedback › when › 0",
            "sanction_first_step has no value 'talk'",
        ),
    ],
)  # fmt: skip
def test_errors(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    faults = [fault for fault in broken(tmp_path, old, new) if not fault.warning]
    found = {fault.message: fault for fault in faults}
    assert message in found, faults
    assert found[message].place == place
    assert found[message].line > 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("        tag: M1\n", "", "a wrong choice without a misconception"),
        ("nl: Klopt. Doorsturen", "nl: Klopt! Doorsturen", "nl: an exclamation mark in feedback"),
        ("nl: Klopt. Doorsturen doe je zelf.", "nl: Fout. Dat is sharen.", "nl: 'sharen': write delen of doorsturen"),
        ("nl: Klopt. Doorsturen doe je zelf.", "nl: Fout. Dat is sharen.", "nl: 'fout': write nog niet"),
        (
            "nl: Klopt. Doorsturen doe je zelf.",
            "nl: Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien en zo.",
            "nl: a sentence of 18 words, at most 16",
        ),
        (
            "nl: Saar is verantwoordelijk voor het doorsturen.",
            "nl: Saar is zelf verantwoordelijk voor het doorsturen van dit filmpje. Punt uit. Echt waar.",
            "nl: 14 words, at most 12",
        ),
    ],
)
def test_warnings(tmp_path: Path, old: str, new: str, message: str) -> None:
    faults = [fault for fault in broken(tmp_path, old, new) if fault.warning]
    assert any(fault.message.startswith(message) for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("        feedback:\n", "        feedbak:\n", "Field required"),
        ("          en: Forwarding is something", "          xx: Forwarding is something", ""),
        ("        correct: true\n", "", "exactly one of the options must be correct"),
        ("before: [[a, b], [a, c]]", "before: [[a, b], [b, a]]", "no order keeps"),
        ("before: [[a, b], [a, c]]", "before: [[a, z]]", "there is no card 'z'"),
        ("- id: DS-02", "- id: DS-01", "two items have the id DS-01"),
        ("- id: DS-02", "- id: WW-02", "start with the same two letters"),
        ("module: doorsturen", "module: privacy", "the file of module 'privacy' must be called so"),
        ("items:", "items: [", ""),
    ],
)  # fmt: skip
def test_a_shape_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    if old.startswith("          en"):
        old = "          en: Right. Forwarding is something"
        new = "          xx: Right. Forwarding is something"
        message = "no text in en"
    faults = broken(tmp_path, old, new)
    assert any(message in fault.message for fault in faults), faults
    assert all(fault.file.endswith("doorsturen.yaml") for fault in faults)


def test_a_module_without_a_bank_and_a_bank_without_a_module() -> None:
    shelf = catalog.shelf()
    faults = linter.check(shelf, Known({"zweven": facts_of("zweven", 8)}))
    messages = {fault.message for fault in faults}
    assert "module zweven has no bank" in messages
    assert "there is no module 'doorsturen'" in messages


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('Er staat: "Stuur dit door!" Je bent bang. Wat doe je?', 3),
        ("Nee.", 1),
        ("…", 0),
        ("Eén regel\nnog een regel", 2),
        ("Om 8.30 uur begint het.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(wording.sentences(text)) == count


def test_words() -> None:
    assert wording.words("Noor's wachtzin is fiets-wolk-lama-soep, toch?") == [
        "Noor's", "wachtzin", "is", "fiets-wolk-lama-soep", "toch",
    ]  # fmt: skip
