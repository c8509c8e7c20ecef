"""Commands for who runs an installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask_alembic import Alembic

from care.backup import NotPossible, back_up, restore
from care.commands.erase import erase_again
from care.doctor import examine
from care.maintenance import maintain
from core.clock import now
from core.database import db
from core.settings import Settings
from pledges.commands.erasing import ErasedList
from pledges.commands.recovering import own_up_to_losses
from pledges.commands.sealing import CannotSeal
from pledges.seal.store import Seals


def register_commands(app: Flask) -> None:
    """Put the commands on ``flask --app app``."""
    for command in (backup_command, restore_command, maintenance_command, doctor_command):
        app.cli.add_command(command)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_command(file: Path) -> None:
    """Write a checked backup of the running site to FILE (SQLite; for PostgreSQL use pg_dump)."""
    try:
        size = back_up(_database(), _settings().instance_path, file, at=now())
    except NotPossible as error:
        _stop(str(error))
    click.echo(f"{file}: {size} bytes")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.confirmation_option(prompt="De database wordt vervangen. Staat de site stil?")
def restore_command(file: Path) -> None:
    """Put the backup FILE in the place of the database, and erase again who was erased since."""
    database = _database()
    db.engine.dispose()
    try:
        restore(file, database, _settings().instance_path)
    except NotPossible as error:
        _stop(str(error))
    try:
        lost = own_up_to_losses(db.session, _seals(), at=now())
        again = erase_again(db.session, _seals(), _erased(), at=now())
    except CannotSeal:
        _stop("teruggezet, maar zegels kloppen niet of een sleutel ontbreekt: verify-pledges zegt wat er is")
    for school, number in lost.items():
        click.echo(f"school {school}: {number} zegels van na de back-up zijn weg; de keten zegt dat nu zelf")
    click.echo(f"teruggezet; {again} eerder gewiste kinderen zijn opnieuw gewist")


@click.command("maintenance")
def maintenance_command() -> None:
    """Do the daily upkeep: retention, expiry, clearing up. For cron; doing it twice changes nothing."""
    click.echo(str(maintain(db.session, _seals(), _erased(), at=now())))


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def doctor_command(as_json: bool) -> None:
    """Say in plain words what is wrong with this installation. Exit status 1 when something is."""
    alembic: Alembic = current_app.extensions["alembic"]
    pending = 0 if alembic.needs_upgrade() is False else 1
    found = list(examine(_settings(), db.engine, pending=pending, at=now()))
    if as_json:
        click.echo(json.dumps([{"fine": one.fine, "what": one.what} for one in found], ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{'goed ' if one.fine else 'LET OP'} {one.what}")
    if not all(one.fine for one in found):
        raise SystemExit(1)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _seals() -> Seals:
    seals: Seals = current_app.extensions["seals"]
    return seals


def _erased() -> ErasedList:
    return ErasedList(_settings().instance_path / "erased.jsonl")


def _database() -> Path:
    if db.engine.dialect.name != "sqlite" or db.engine.url.database is None:
        _stop("alleen voor SQLite; gebruik pg_dump en pg_restore voor PostgreSQL")
    return Path(db.engine.url.database)


def _stop(sentence: str) -> NoReturn:
    raise click.ClickException(sentence)
