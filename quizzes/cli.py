"""Commands for authors: how the questions do, and the schema of a bank for editors."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask import Flask
from flask.cli import with_appcontext

from core.database import db
from quizzes.queries.analysis import ItemReport, analyse
from quizzes.schema import Bank, MeasurementForm


def init_cli(app: Flask) -> None:
    """Hang up the commands."""
    app.cli.add_command(analyse_items)
    app.cli.add_command(bank_schema)


@click.command("analyse-items")
@click.option("--module", default="", help="Only the questions of this module.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a spreadsheet or a script.")
@click.option("--demo", is_flag=True, help="The answers of the demo schools, which are invented.")
@with_appcontext
def analyse_items(module: str, as_json: bool, demo: bool) -> None:
    """First answers across all schools: items from 30 answers, signs to act on from 100."""
    reports = analyse(db.session, module, demo=demo)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in reports], ensure_ascii=False, indent=2))
        return
    for one in reports:
        click.echo(line(one))
    click.echo(f"{len(reports)} items with enough answers")


def line(one: ItemReport) -> str:
    """One item on one line."""
    correlation = "  – " if one.correlation is None else f"{one.correlation:4.2f}"
    grown = "" if one.gain is None else f" gain {one.gain:+.2f}"
    signs = f"  {'; '.join(one.signs)}" if one.signs else ""
    weak = f" ({', '.join(one.weak)})" if one.weak else ""
    return f"{one.item} {one.language}  n {one.answers:5}  p {one.share:.2f}  r {correlation}{grown}{signs}{weak}"


@click.command("bank-schema")
@click.option("--form", is_flag=True, help="Of a measurement form.")
def bank_schema(form: bool) -> None:
    """The JSON Schema of a bank, for editors that complete and check while one types."""
    spec = MeasurementForm if form else Bank
    click.echo(json.dumps(spec.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))
