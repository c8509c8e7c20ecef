"""``flask --app app coverage``: where every clause of every protocol has its place, as JSON."""

from __future__ import annotations

import json

import click
from flask import Flask

from agreements.catalog import register
from classroom.coverage import course, coverage, pledges_held
from core.database import db
from core.web import this_year
from lessons.catalog import modules


def init_cli(app: Flask) -> None:
    """Hang up the command, and tell the agreements what the course says and which pledges stand."""
    tell_the_base()
    app.extensions["course"] = course
    app.extensions["pledges_held"] = lambda school_id: pledges_held(db.session, school_id, this_year())
    app.cli.add_command(_command())


def tell_the_base() -> None:
    """Tell the agreements which clauses each agreement of a module cites; again after their shelf was read anew."""
    register({(module.slug, one.id): one.sources for module in modules() for one in module.agreements})


def _command() -> click.Command:
    @click.command("coverage")
    @click.option("--waiting", is_flag=True, help="Only what has no place yet, one line a clause.")
    def show(waiting: bool) -> None:
        """Clause → modules, steps, items, promise, pages, and what still waits."""
        found = coverage()
        if waiting:
            for clause, missing in found["waiting"].items():
                click.echo(f"{clause}: {', '.join(missing)}")
            return
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))

    return show
