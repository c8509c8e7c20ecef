"""Shelves hold data and text only, and files stay small enough to read."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT, files, shown

LONGEST = 300
REASON = re.compile(r"long (?:because|on purpose:) \S+ \S+", re.IGNORECASE)


@pytest.mark.parametrize("shelf", ["lessons/modules", "quizzes/banks", "agreements/protocols"])
def test_a_shelf_holds_no_code(shelf: str) -> None:
    found = files("*", under=shelf)
    assert found, f"{shelf} is empty"
    assert [shown(path) for path in found if path.suffix not in (".yaml", ".md")] == []


def test_no_file_is_too_long_to_read() -> None:
    """A file above 300 lines says why in a line with "long because …" or "long on purpose: …"."""
    long = []
    for path in files("*.py", "*.html", "*.js", "*.css"):
        if path.parent == ROOT / "static/css":
            continue  # built from its parts
        words = path.read_text(encoding="utf-8")
        if words.count("\n") > LONGEST and not REASON.search(words):
            long.append(f"{shown(path)}: {words.count(chr(10))} lines")
    assert not long, "\n".join(long)


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TO.DO|FIX.ME|XX.X)\b".replace(".", ""))
    found = [
        f"{shown(path)}:{number}"
        for path in files("*.py", "*.html", "*.js", "*.css", "*.md", "*.yaml", "*.toml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_every_page_of_documentation_that_is_named_exists() -> None:
    name = re.compile(r"(?<![\w/.-])((?:[\w.-]+/)*[\w-]+\.md)\b")
    missing = []
    places = [ROOT, ROOT / "docs", *(path for path in (ROOT / "docs").iterdir() if path.is_dir())]
    for path in files("*.py", "*.html", "*.js", "*.css", "*.md", "*.toml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for found in name.findall(re.sub(r"https?://\S+", "", line)):
                if not any((folder / found).is_file() for folder in [*places, path.parent]):
                    missing.append(f"{shown(path)}:{number} {found}")
    assert not missing, "\n".join(missing)
