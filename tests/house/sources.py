"""The files of the project, read for the tests that hold the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("core", "school", "agreements", "progress", "quizzes", "lessons", "pledges", "classroom", "care")
ASIDE = {".venv", ".git", ".pytest_cache", "instance", "test-results", "__pycache__", "node_modules"}


def files(*patterns: str, under: str = ".") -> list[Path]:
    """Files below ``under`` whose name fits one of the patterns, without what is generated or kept outside git."""
    found = (path for pattern in patterns for path in (ROOT / under).rglob(pattern))
    return sorted(path for path in found if path.is_file() and not ASIDE & set(path.relative_to(ROOT).parts))


def shown(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """Every Python file of the nine packages."""
    return [path for package in PACKAGES for path in files("*.py", under=package)]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything the file imports, inside functions too (``from a import b`` gives ``a.b``)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
