"""Floors and rooms: imports go one way, and the check that says so does fail when they do not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT, files, imports, modules, shown

LINTER = """
import sys
from importlinter.cli import lint_imports_command
sys.argv = ["lint-imports", "--no-cache", "--no-logo"]
lint_imports_command()
"""


def lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", LINTER], check=False, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The nine packages and the contracts, to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path in modules():
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def append(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")


def test_imports_go_one_way() -> None:
    status, words = lint(ROOT)
    assert status == 0, words


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("core/text.py", "import care"),
        ("agreements/__init__.py", "import progress"),
        ("progress/__init__.py", "import agreements"),
        ("school/models.py", "def late() -> None:\n    import lessons"),
        ("progress/rules.py", "import progress.commands"),
    ],
)
def test_a_breach_is_found(copy: Path, where: str, line: str) -> None:
    append(copy / where, line)
    status, words = lint(copy)
    assert status == 1, words
    assert "BROKEN" in words


def test_a_circle_is_found(copy: Path) -> None:
    append(copy / "quizzes/__init__.py", "import lessons")
    append(copy / "lessons/__init__.py", "import quizzes")
    status, words = lint(copy)
    assert status == 1, words
    assert "quizzes -> lessons" in words


def test_nothing_imports_the_roof() -> None:
    for path in modules():
        for line, name in imports(path):
            assert name.split(".")[0] not in ("app", "run", "tests"), f"{shown(path)}:{line} imports {name}"


def test_every_package_is_on_a_floor() -> None:
    packages = {path.parent.name for path in files("__init__.py") if path.parent.parent == ROOT}
    assert packages - {"tests"} == set(PACKAGES)
