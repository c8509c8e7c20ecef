"""What whoever runs the site does with pledges: check, give out, change keys, settle after a restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from core.clock import now
from core.database import db
from pledges.commands.recovering import change_key, own_up_to_losses
from pledges.commands.sealing import CannotSeal, ChainCut
from pledges.queries.chain import links_of
from pledges.queries.checking import verify_school
from pledges.seal.export import NotAnExport, read_export, write_export
from pledges.seal.findings import Finding, in_order
from pledges.seal.keys import PublicKeys, key_id, public_from_hex, raw_public
from pledges.seal.records import moment
from pledges.seal.store import Seals
from pledges.seal.verify import verify
from school.models import School

FOUND, UNUSABLE = 1, 2
"""Exit statuses: something is wrong with a chain; the question could not be answered."""


def register_commands(app: Flask) -> None:
    """Add the commands to ``flask --app app``."""
    for command in (verify_pledges, export_pledges, change_pledge_key, settle_pledges):
        app.cli.add_command(command)


@click.command("verify-pledges")
@click.argument("export", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "keys", multiple=True, help="A public key of the school: 64 hex digits. Repeatable.")
@click.option("--pin", "pins", multiple=True, help="SEQ:DIGITS as printed on a certificate. Repeatable.")
@click.option("--school", "only", help="Key of the one school to check here.")
@with_appcontext
def verify_pledges(export: Path | None, keys: tuple[str, ...], pins: tuple[str, ...], only: str | None) -> None:
    """Check every chain here, or the one in EXPORT with the school's public key.

    Ends with 0 when all is sound, 1 when a record is not (each is named), 2 when the question cannot be answered.
    """
    pinned = _pins(pins)
    if export is not None:
        _verify_export(export, keys, pinned)
        return
    if pinned and only is None:
        _give_up("a certificate is of one school: say which with --school")
    schools = [_school(only)] if only else db.session.scalars(select(School).order_by(School.id)).all()
    wrong = False
    for school in schools:
        wrong |= _tell(f"{school.name} ({school.key})", verify_school(db.session, _seals(), school, pinned))
    sys.exit(FOUND if wrong else 0)


@click.command("export-pledges")
@click.argument("school_key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_pledges(school_key: str, file: Path) -> None:
    """Write the chain of a school to FILE, to be checked elsewhere. No name, class or own words are in it."""
    school = _school(school_key)
    links, heads = list(links_of(db.session, school.id)), list(_seals().heads.heads(school.key))
    keys = _seals().ring.public_keys(school.key)
    with file.open("w", encoding="utf-8") as out:
        out.writelines(write_export(school.key, links, heads, keys, at=moment(now())))
    click.echo(f"{file}: {len(links)} links, {len(heads)} heads")
    for public in keys.values():
        click.echo(f"public key, to be handed over apart from the file: {raw_public(public).hex()}")


@click.command("change-pledge-key")
@click.argument("school_key")
@click.option("--lost", is_flag=True, help="The present key is lost: the new one cannot be handed over by it.")
@with_appcontext
def change_pledge_key(school_key: str, lost: bool) -> None:
    """Take a new sealing key into use for a school; old pledges stay checkable with the old key."""
    _school(school_key)
    try:
        public = change_key(db.session, _seals(), school_key=school_key, lost=lost, at=now())
    except ChainCut:
        raise click.ClickException("links are missing at the end of the chain: first run settle-pledges") from None
    except CannotSeal:
        raise click.ClickException("the present key is not there; if it is lost for good, say --lost") from None
    click.echo(f"new public key: {public}")


@click.command("settle-pledges")
@with_appcontext
def settle_pledges() -> None:
    """After a restored backup: own up to lost links in the chain. Who was erased before goes with maintenance."""
    try:
        lost = own_up_to_losses(db.session, _seals(), at=now())
    except CannotSeal:
        raise click.ClickException("a chain contradicts its heads: run verify-pledges and look first") from None
    for school, number in lost.items():
        click.echo(f"{school}: {number} links were lost; the chain says so now")
    if not lost:
        click.echo("no links are missing")


def _verify_export(path: Path, keys: tuple[str, ...], pins: dict[int, str]) -> None:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            export = read_export(file)
    except NotAnExport as error:
        _give_up(str(error))
    trusted = _trusted(keys) or _seals().ring.public_keys(export.school)
    if not trusted:
        _give_up("give the school's public key with --key: the keys inside an export prove nothing")
    named = verify(export.links, export.heads, trusted, school=export.school, pins=pins)
    sys.exit(FOUND if _tell(export.school, in_order(named + export.findings)) else 0)


def _tell(name: str, findings: list[Finding]) -> bool:
    """Say what was found; True when something is wrong."""
    wrong = [finding for finding in findings if not finding.note]
    click.echo(f"{name}: {'sound' if not wrong else f'{len(wrong)} findings, the first: {wrong[0]}'}")
    for finding in findings:
        click.echo(f"  {'note: ' if finding.note else ''}{finding}")
    return bool(wrong)


def _trusted(keys: tuple[str, ...]) -> PublicKeys:
    try:
        read = [public_from_hex(key) for key in keys]
    except ValueError:
        _give_up("a public key is 64 hex digits")
    return {key_id(key): key for key in read}


def _pins(pins: tuple[str, ...]) -> dict[int, str]:
    try:
        pairs = [pin.split(":", 1) for pin in pins]
        return {int(seq): digits.lower() for seq, digits in pairs}
    except ValueError:
        _give_up("a pin is a number, a colon and digits, such as 12:3fa94c12")


def _give_up(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(UNUSABLE)


def _school(key: str) -> School:
    school = db.session.scalars(select(School).where(School.key == key)).first()
    if school is None:
        known = ", ".join(f"{row.key} ({row.name})" for row in db.session.scalars(select(School)))
        raise click.ClickException(f"no school has the key {key}; there are: {known}")
    return school


def _seals() -> Seals:
    found: Seals = current_app.extensions["seals"]
    return found
