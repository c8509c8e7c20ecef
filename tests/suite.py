"""Every check and every test in one go, as `python3 run.py test` promises: each runs, then one line of totals."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import care.outcomes

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
CHECKS: dict[str, list[str]] = {
    "ruff check": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--quiet", "--check", "."],
    "mypy": ["mypy", "--no-error-summary"],
    "floors": ["lint-imports", "--no-logo"],
    "content": ["flask", "--app", "app", "check-content"],
}


def run_everything(options: list[str], *, full: bool) -> int:
    """Run all checks, then pytest with ``options``; in the full tier once more on PostgreSQL. Gives the exit status."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="netjes-test-") as folder:
        environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PUBLIC_URL")}
        environment |= {"INSTANCE_PATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        failed = [name for name, words in CHECKS.items() if not _check(name, words, environment)]
        rounds = {"sqlite": [] if full else ["-m", "not slow"]}
        if not options:  # a chosen part of the tests need not use every template
            rounds["sqlite"].append("--every-template")
        if full:
            rounds["postgresql"] = ["-m", "not slow and not browser", "--database", "postgresql"]
        codes = [_pytest(name, [*words, *options], environment) for name, words in rounds.items()]
    totals, skipped = _read_reports([RESULTS / f"pytest-{name}.xml" for name in rounds])
    care.outcomes.write(
        RESULTS / care.outcomes.NAME, care.outcomes.version_of(ROOT), _outcomes(rounds), at=datetime.now(UTC)
    )
    if not full:
        print("\nSkipped: tests marked slow and the round on PostgreSQL; they are part of --full.")
    for reason, times in sorted(skipped.items()):
        print(f"Skipped {times}: {reason}")
    if failed:
        print("Failed checks:", ", ".join(failed))
    lost = totals["failures"] + totals["errors"]
    passed = totals["tests"] - lost - totals["skipped"] + len(CHECKS) - len(failed)
    lost += len(failed) + (1 if any(codes) and not lost else 0)  # unused templates, an interruption, nothing collected
    print(f"\n{passed} passed, {lost} failed, {totals['skipped']} skipped in {time.monotonic() - began:.0f} s")
    return 1 if lost else 0


def _check(name: str, words: list[str], environment: dict[str, str]) -> bool:
    began = time.monotonic()
    suffix = ".exe" if os.name == "nt" else ""
    tool = Path(sys.executable).with_name(words[0] + suffix)
    done = subprocess.run(
        [str(tool), *words[1:]], check=False, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    print(f"{'FAIL' if done.returncode else 'ok  '}  {name} ({time.monotonic() - began:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def _pytest(name: str, options: list[str], environment: dict[str, str]) -> int:
    print(f"\n== pytest on {name}", flush=True)
    report = RESULTS / f"pytest-{name}.xml"
    report.unlink(missing_ok=True)
    workers = str(max(2, min(4, os.cpu_count() or 1)))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadfile", f"--junit-xml={report}", *options]
    return subprocess.run(command, check=False, env=environment).returncode


def _outcomes(rounds: Iterable[str]) -> dict[str, str]:
    """``tests/x/test_y.py::test_z`` → passed, failed or unknown, over all its cases in all rounds that ran it."""
    found: dict[str, set[str]] = {}
    for path in [RESULTS / f"pytest-{name}.xml" for name in rounds]:
        cases = ElementTree.parse(path).getroot().iter("testcase") if path.is_file() else ()
        for case in cases:
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
            kinds = {child.tag for child in case}
            found.setdefault(name, set()).add(
                "failed" if kinds & {"failure", "error"} else "unknown" if "skipped" in kinds else "passed"
            )
    return {
        name: "failed" if "failed" in kinds else "passed" if "passed" in kinds else "unknown"
        for name, kinds in found.items()
    }


def _read_reports(paths: list[Path]) -> tuple[Counter[str], Counter[str]]:
    """Totals by kind, and how often each reason to skip was given."""
    totals: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for path in paths:
        if not path.is_file():
            continue
        for suite in ElementTree.parse(path).getroot().iter("testsuite"):
            totals.update({key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")})
            skipped.update(skip.get("message") or "no reason given" for skip in suite.iter("skipped"))
    return totals, skipped
