"""``flask --app app check-content``: every fault in the content files, with file, line and place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from flask import Flask

from core.content import Fault
from lessons import linter
from lessons.catalog import MODULES
from lessons.schema import Module

Check = Callable[[], Iterable[Fault]]


def init_cli(app: Flask) -> None:
    """Hang up the command. Other features add what they know to check to ``app.extensions["content_checks"]``."""
    cache = app.extensions["settings"].instance_path / "cache"
    app.extensions.setdefault("content_checks", []).append(lambda: linter.check_shelf(cache=cache))
    app.cli.add_command(_command(app))
    app.cli.add_command(module_schema)


def _command(app: Flask) -> click.Command:
    @click.command("check-content")
    @click.option("--modules", type=click.Path(exists=True, file_okay=False, path_type=Path), default=MODULES)
    @click.option("--strict", is_flag=True, help="Warnings fail as well.")
    def check_content(modules: Path, strict: bool) -> None:
        """Check lessons, banks and protocols; --modules checks another folder of modules."""
        if modules != MODULES:
            found = linter.check_shelf(modules)
        else:
            checks: list[Check] = app.extensions["content_checks"]
            found = sorted({fault for check in checks for fault in check()})
        for fault in found:
            click.echo(str(fault))
        wrong = [fault for fault in found if not fault.warning]
        click.echo(f"{len(wrong)} faults, {len(found) - len(wrong)} warnings")
        if wrong or (strict and found):
            sys.exit(1)

    return check_content


@click.command("module-schema")
def module_schema() -> None:
    """The JSON Schema of a module, for editors that complete and check while one types."""
    click.echo(json.dumps(Module.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))
