"""docs/security.md and the tests say the same: each of the forty cases has its tests, each named test exists."""

from __future__ import annotations

import re

from tests.house.sources import ROOT, files

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CASES = range(1, 41)


def every_test() -> set[str]:
    """Names of all tests."""
    return {
        name
        for path in files("test_*.py", under="tests")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }


def test_every_case_has_a_test_and_the_page_names_them_all() -> None:
    for number in CASES:
        row = next((line for line in PAGE.splitlines() if line.startswith(f"| A{number} |")), "")
        named = set(re.findall(r"`(test_\w+)`", row))
        assert named, f"A{number} has no test"
        assert named == {name for name in every_test() if name.startswith(f"test_a{number:02}_")}, f"A{number}"


def test_every_test_that_the_page_names_exists() -> None:
    assert set(re.findall(r"`(test_\w+)`", PAGE)) <= every_test()
