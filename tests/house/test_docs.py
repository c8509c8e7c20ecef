"""The documentation names every command and every setting, and names none that does not exist."""

from __future__ import annotations

import re

import click
from flask import Flask

from core.settings import Settings
from tests.house.sources import ROOT, files, shown

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *files("*.md", under="docs")]
FLASKS_OWN = {"run", "routes", "shell"}
OF_RUN_PY = {"HOST", "PORT"}
OF_THE_TESTS = {"BROWSER_PATH", "REQUIRE_BROWSER", "REQUIRE_POSTGRES", "TEST_DATABASE_URL"}


def commands(app: Flask) -> set[str]:
    """``demo``, ``db upgrade`` … as they are typed after ``flask --app app``."""
    found = set()
    for name, command in app.cli.commands.items():
        if name not in FLASKS_OWN:
            found |= {f"{name} {sub}" for sub in command.commands} if isinstance(command, click.Group) else {name}
    return found


def test_every_command_is_in_the_readme(app: Flask) -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    own = {name for name in commands(app) if not name.startswith("db ")} | {"db upgrade"}
    missing = [name for name in sorted(own) if f"`{name}" not in words and f"app {name}" not in words]
    assert not missing, f"README.md does not name: {missing}"


def test_every_command_that_is_named_exists(app: Flask) -> None:
    known = commands(app) | {name.split()[0] for name in commands(app)}
    wrong = []
    for path in DOCS:
        for found in re.findall(r"flask --app app ([a-z][\w-]*(?: [a-z][\w-]*)?)", path.read_text(encoding="utf-8")):
            if found not in known and found.split()[0] not in known:
                wrong.append(f"{shown(path)}: flask --app app {found}")
    assert not wrong, "\n".join(wrong)


def test_every_setting_is_in_the_readme() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    names = {field.alias for field in Settings.model_fields.values()} | OF_RUN_PY
    assert [name for name in sorted(filter(None, names)) if f"`{name}`" not in words] == []


def test_every_setting_that_is_named_exists() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    table = {name for line in words.splitlines() for name in re.findall(r"^\| `([A-Z_]+)`", line)}
    assert table - {field.alias for field in Settings.model_fields.values()} - OF_RUN_PY - OF_THE_TESTS == set()


def test_links_lead_somewhere() -> None:
    broken = []
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")) and not (path.parent / target).exists():
                broken.append(f"{shown(path)} -> {target}")
    assert not broken, "\n".join(broken)
