"""What the last run of the tests said about this very version of the site.

``python3 run.py test`` writes the outcome of every test to ``test-results/outcomes.json``:
``{"version": …, "at": …, "tests": {"tests/x/test_y.py::test_z": "passed"}}``. An installation where nobody runs the
tests may have that file in its instance folder. It counts only for the version it was made of: change one line of
the site, and nothing is checked any more until the tests have run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

CODE = (
    "app.py", "core", "school", "agreements", "progress", "quizzes", "lessons", "pledges", "classroom", "care",
    "templates", "static/js", "migrations", "tests",
)  # fmt: skip
"""What a version is made of, below the folder of the project."""
NAME = "outcomes.json"


class Outcome(StrEnum):
    """How a test, or everything a line rests on, went."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Report:
    """Outcomes by test name; empty when there is no report of this version."""

    at: datetime | None = None
    tests: Mapping[str, str] = field(default_factory=dict)

    def of(self, names: Iterable[str]) -> Outcome:
        """FAILED when one failed, PASSED when all ran and passed, else UNKNOWN."""
        found = [self.tests.get(name, Outcome.UNKNOWN) for name in names]
        if Outcome.FAILED in found:
            return Outcome.FAILED
        return Outcome.PASSED if found and set(found) == {Outcome.PASSED} else Outcome.UNKNOWN


@cache
def version_of(root: Path) -> str:
    """A digest of everything in CODE; read once per process, like the code itself."""
    digest = hashlib.sha256()
    for place in CODE:
        paths = [root / place] if (root / place).is_file() else sorted((root / place).rglob("*"))
        for path in paths:
            if path.is_file() and path.suffix in (".py", ".html", ".js", ".yaml", ".txt"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def read(places: Iterable[Path], version: str) -> Report:
    """The first report among ``places`` that is of this version; an empty one when none is or none can be read."""
    for path in places:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] == version:
                return Report(datetime.fromisoformat(data["at"]), {str(k): str(v) for k, v in data["tests"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return Report()


def write(path: Path, version: str, tests: Mapping[str, str], *, at: datetime) -> None:
    """Put the outcomes of a run there; outcomes of the same version that this run did not touch stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = read([path], version).tests
    text = json.dumps({"version": version, "at": at.isoformat(), "tests": {**kept, **tests}}, indent=1, sort_keys=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text + "\n", encoding="utf-8")
    fresh.replace(path)
