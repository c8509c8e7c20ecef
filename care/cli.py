"""Commands for who runs an installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_alembic import Alembic
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from care.backup import NotPossible, back_up, due_to_go, restore
from care.commands.erase import erase_again
from care.doctor import examine
from care.locked import read_key
from care.maintenance import maintain
from care.moving import CannotMove, move
from care.rules.retention import BACKUPS_KEPT
from care.traces import rewrite
from core.clock import local_day, now
from core.database import Base, db
from core.settings import Settings
from pledges.commands.erasing import ErasedList
from pledges.commands.recovering import own_up_to_losses
from pledges.commands.sealing import CannotSeal
from pledges.seal.store import Seals

KEY = click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="BACKUP_KEY_FILE",
    help="File with 64 hexadecimal digits that locks backups; also BACKUP_KEY_FILE in the environment.",
)


def register_commands(app: Flask) -> None:
    """Put the commands on ``flask --app app``."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
    app.cli.add_command(upgrade_command)
    app.cli.add_command(move_command)
    app.cli.add_command(maintenance_command)
    app.cli.add_command(doctor_command)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@KEY
@with_appcontext
def backup_command(file: Path, key_file: Path | None) -> None:
    """Write a checked backup of the running site to FILE (SQLite; for PostgreSQL use pg_dump)."""
    click.echo(f"{file}: {_back_up(file, key_file)} bytes, teruggezet en nageteld")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@KEY
@click.confirmation_option(prompt="De database wordt vervangen door de back-up. Doorgaan?")
@with_appcontext
def restore_command(file: Path, key_file: Path | None) -> None:
    """Put the backup FILE in the place of the database, and erase again who was erased since."""
    database = _database()
    db.engine.dispose()
    try:
        restore(file, database, _settings().instance_path, key=_key(key_file))
    except NotPossible as error:
        _stop(str(error))
    with current_app.app_context():  # the migrations hold the database until their context ends
        alembic: Alembic = current_app.extensions["alembic"]
        if alembic.needs_upgrade():
            alembic.upgrade()  # the backup is of an older version
    try:
        lost = own_up_to_losses(db.session, _seals(), at=now())
        again = erase_again(db.session, _seals(), _erased(), at=now())
    except CannotSeal:
        _stop("teruggezet, maar zegels kloppen niet of een sleutel ontbreekt: verify-pledges zegt wat er is")
    for school, number in lost.items():
        click.echo(f"school {school}: {number} zegels van na de back-up zijn weg; de keten zegt dat nu zelf")
    click.echo(f"teruggezet; iedereen is uitgelogd; {again} eerder gewiste kinderen zijn opnieuw gewist")


@click.command("upgrade")
@KEY
@with_appcontext
def upgrade_command(key_file: Path | None) -> None:
    """Bring the database up to date; when there is something to do, a checked backup is made first."""
    alembic: Alembic = current_app.extensions["alembic"]
    if not alembic.needs_upgrade():
        click.echo("het schema is bij")
        return
    before = [script.revision for script in alembic.current()]
    if before and db.engine.dialect.name == "sqlite":
        file = _backups() / f"{now():%Y%m%dT%H%M%S}-before-upgrade-from-{before[0]}.netjes"
        click.echo(f"{file}: {_back_up(file, key_file)} bytes, teruggezet en nageteld")
    elif before:
        click.echo("PostgreSQL: maak zelf eerst een kopie met pg_dump")
    alembic.upgrade()
    click.echo(f"van {before[0] if before else 'leeg'} naar {alembic.current()[0].revision}")


@click.command("move-from")
@click.argument("address")
@with_appcontext
def move_command(address: str) -> None:
    """Bring everything from the database at ADDRESS (sqlite:///…) over to the empty one of this installation."""
    source = create_engine(address)
    try:
        moved = move(source, db.engine, Base.metadata)
    except CannotMove as error:
        _stop(str(error))
    except OperationalError:
        _stop(f"{source.url.render_as_string()} is geen database van deze site")
    finally:
        source.dispose()
    click.echo(f"{sum(moved.values())} rijen in {len(moved)} tabellen overgezet en nageteld; nu: verify-pledges")


@click.command("maintenance")
@click.option("--no-backup", is_flag=True, help="Only the upkeep.")
@KEY
@with_appcontext
def maintenance_command(no_backup: bool, key_file: Path | None) -> None:
    """Do the daily upkeep: retention, expiry, today's backup, old backups away. Doing it twice changes nothing."""
    done = maintain(db.session, _seals(), _erased(), at=now())
    if done.something:
        db.session.rollback()
        rewrite(db.engine)
    click.echo(str(done))
    for path in due_to_go(_backups(), at=now(), kept=BACKUPS_KEPT):
        path.unlink()
        click.echo(f"weg: {path}")
    file = _backups() / f"{local_day(now())}-daily.netjes"
    if not no_backup and db.engine.dialect.name == "sqlite" and not file.exists():
        click.echo(f"{file}: {_back_up(file, key_file)} bytes, teruggezet en nageteld")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
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


def _back_up(file: Path, key_file: Path | None) -> int:
    try:
        return back_up(_database(), _settings().instance_path, file, at=now(), key=_key(key_file))
    except NotPossible as error:
        _stop(str(error))


def _key(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return read_key(path)
    except ValueError as error:
        _stop(str(error))


def _backups() -> Path:
    folder = _settings().instance_path / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


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
