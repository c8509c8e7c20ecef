"""A broken copy of a module yields file, line and place of each fault; the shelf itself is clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from lessons.linter import check_shelf
from lessons.wording import sentences
from tests.lessons.samples import MODULES
from tests.shelf_cache import SHARED

DOORSTUREN = next(path for path in MODULES if path.stem == "doorsturen")

BREAKS = [
    ("  - {id: G1, agreement: A1,", "  - {id: G1, agreement: A9,", "goals › G1", "there is no agreement A9"),
    ("gsv-afspraak-03-doorsturen,", "gsv-afspraak-99,", "agreements › A1", "unknown clause gsv-afspraak-99"),
    ("prefix: DS\n", "prefix: DS\nkleur: rood\n", "kleur", "Extra inputs are not permitted"),
    ("{nl: \"Twaalf seconden\", en: \"Twelve seconds\"}", "{nl: \"Twaalf seconden\"}", "title", "no text in en"),
    ("promise: p03", "promise: p88", "closing › promise", "the contract has no promise p88"),
    (", sharing_consent]", "]", "teacher › settings", "setting sharing_consent governs this lesson"),
    ("type: volgorde", "type: dansen", "steps › s6", "does not match any of the expected tags"),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "doorsturen.yaml"
    path.write_bytes(DOORSTUREN.read_bytes())
    return path


@pytest.mark.parametrize(("old", "new", "place", "words"), BREAKS, ids=[words for *_, words in BREAKS])
def test_a_fault_is_named_with_its_place(app: Flask, copy: Path, old: str, new: str, place: str, words: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert old in text
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    found = [fault for fault in check_shelf(copy.parent) if not fault.warning]
    hits = [fault for fault in found if words in fault.message]
    assert hits, "\n".join(map(str, found))
    assert hits[0].place.startswith(place)
    assert abs(hits[0].line - line) <= 3
    assert str(hits[0]).startswith(f"{copy}:{hits[0].line}: {place}")


def test_all_faults_come_at_once(app: Flask, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    for old, new, _, _ in BREAKS[2:4]:
        text = text.replace(old, new, 1)
    copy.write_text(text, encoding="utf-8")
    assert len(check_shelf(copy.parent)) >= 2


def test_a_missing_feedback_and_an_unknown_tag(app: Flask, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("tag: M5", "tag: M9", 1), encoding="utf-8")
    assert any("there is no misconception M9" in fault.message for fault in check_shelf(copy.parent))


def test_long_sentences_are_a_warning(app: Flask, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    long = " ".join(["en"] * 20)
    copy.write_text(text.replace("Stoppen mag altijd.", f"{long}. Stoppen mag altijd.", 1), encoding="utf-8")
    assert any(fault.warning and "20 words" in fault.message for fault in check_shelf(copy.parent))


def test_the_command_says_so(app: Flask, copy: Path) -> None:
    copy.write_text(copy.read_text(encoding="utf-8").replace("prefix: DS", "prefix: X", 1), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["check-content", "--modules", str(copy.parent)])
    assert result.exit_code == 1
    assert f"{copy}:3: prefix" in result.output


def test_the_shelf_has_no_faults(app: Flask) -> None:
    found = [str(fault) for fault in check_shelf(cache=SHARED) if not fault.warning]
    assert not found, "\n".join(found)


def test_sentences() -> None:
    assert sentences("Eén. Twee! *Drie*? {nl|Vier} is er ook") == ["Eén.", "Twee!", "Drie?", "Vier is er ook"]


def test_editors_get_a_schema(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["module-schema"])
    schema = json.loads(result.output)
    assert "steps" in schema["properties"]
    assert {"Sorteren", "Wachtzinwerkplaats"} <= set(schema["$defs"])
