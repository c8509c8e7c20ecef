"""Registers the commands of the demo."""

from __future__ import annotations

import random
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from care.demo.accounts import FILE, write
from care.demo.make import demo_exists, make_demo, remove_demo
from core.clock import now
from core.database import db
from core.refusal import Refusal


def init(app: Flask) -> None:
    """Hang ``demo`` and ``remove-demo`` on ``flask --app app``."""
    app.cli.add_command(demo)
    app.cli.add_command(remove)


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Make the demo schools, unless they are there. Refuses where there are real schools."""
    if demo_exists(db.session) and _file().is_file():
        return
    try:
        seals = current_app.extensions["seals"]
        made = make_demo(db.session, seals, rng=random.SystemRandom(), at=now())
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from None
    write(_file().parent, made)


@click.command("remove-demo")
@with_appcontext
def remove() -> None:
    """Take the demo schools away, with everything that was done in them."""
    count = remove_demo(db.session)
    _file().unlink(missing_ok=True)
    click.echo(f"Demoscholen weggehaald / demo schools removed: {count}")


def _file() -> Path:
    folder: Path = current_app.extensions["settings"].instance_path
    return folder / FILE
