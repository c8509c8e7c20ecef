"""Rooms inside a feature: what belongs to the web stays in views and forms; below them nothing looks around."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, files, imports, modules, shown, tree

WEB = ("flask", "flask_babel", "flask_login", "flask_wtf", "werkzeug", "wtforms", "core.web", "core.errors")
OUTER = ("views", "forms", "feature", "cli")
"""Rooms where the web may be: pages, forms, a feature's registration and its commands of the terminal."""

GATE = {"school/access.py", "school/visitors.py"}
"""The gate before all views is part of the web on purpose."""

AROUND = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "random.random", "random.choice",
    "random.shuffle", "random.randint", "random.sample", "os.getenv", "os.environ",
}  # fmt: skip


def inner() -> Iterator[Path]:
    """Files below views and forms, in every feature."""
    for path in modules():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] != "core" and not set(parts) & set(OUTER) and shown(path) not in GATE:
            yield path


def is_web(name: str) -> bool:
    return any(name == part or name.startswith(part + ".") for part in WEB)


def test_no_web_below_views_and_forms() -> None:
    found = [f"{shown(path)}:{line} imports {name}" for path in inner() for line, name in imports(path) if is_web(name)]
    assert not found, "\n".join(found)


def test_nothing_below_views_looks_at_clock_chance_or_configuration() -> None:
    found = []
    for path in inner():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in AROUND:
                found.append(f"{shown(path)}:{node.lineno} {ast.unparse(node)}")
        found += [f"{shown(path)}:{line} {name}" for line, name in imports(path) if name == "core.clock.now"]
    assert not found, "\n".join(found)


def test_bleach_stands_in_one_place() -> None:
    users = {
        shown(path) for path in [*modules(), ROOT / "app.py"] for _, name in imports(path) if name.startswith("bleach")
    }
    assert {name.removesuffix(".bleach").removesuffix(".clean") for name in users} == {"core/safe_html.py"}


def test_no_name_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "tools"}
    assert [shown(path) for path in files("*.py") if path.stem in empty or path.parent.name in empty] == []
