"""Commands for the operator of an installation: the first code, administrators, accounts that are stuck."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import func, select

from core.clock import now
from core.database import db
from core.refusal import Refusal
from school.commands import invitations, team
from school.models import School, Staff
from school.queries.door import any_school


def register_commands(app: Flask) -> None:
    """Hang the commands below on ``flask --app app``."""
    for command in (first_run_code, create_admin, create_board, reset_staff):
        app.cli.add_command(command)


@click.command("first-run-code")
@with_appcontext
def first_run_code() -> None:
    """Print a one-time code for /begin, where the first school is made."""
    if any_school(db.session, besides_demo=True):
        return
    code = invitations.make_code(db.session, "first-run", at=now())
    click.echo(f"Nog geen school. Open de site en maak er een met deze code: {code}")
    click.echo(f"No school yet. Open the site and make one with this code: {code}")


@click.command("create-admin")
@click.argument("email")
@click.argument("name")
@click.option("--school", "key", help="Key of the school; not needed where there is one.")
@with_appcontext
def create_admin(email: str, name: str, key: str | None) -> None:
    """Make an administrator and print the one-time code to join with."""
    schools = list(db.session.scalars(select(School).where(School.key == key) if key else select(School)))
    if len(schools) != 1:
        for school in db.session.scalars(select(School).order_by(School.name)):
            click.echo(f"{school.key}  {school.name}")
        raise click.ClickException("Which school? Give --school KEY.")
    try:
        invited = team.invite(
            db.session, school_id=schools[0].id, name=name, email=email, role="administrator", actor="operator",
            at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence % refusal.facts) from None
    _hand_over(invited, "join")


@click.command("create-board")
@click.argument("email")
@click.argument("name")
@click.option("--school", "keys", multiple=True, required=True, help="Key of a school; give it once for each school.")
@with_appcontext
def create_board(email: str, name: str, keys: tuple[str, ...]) -> None:
    """Make a board member, who sees totals of these schools without names, and print the one-time code to join with."""
    found = {school.key: school.id for school in db.session.scalars(select(School).where(School.key.in_(keys)))}
    unknown = [key for key in keys if key not in found]
    if unknown:
        raise click.ClickException(f"No school has the key {', '.join(unknown)}.")
    ids = [found[key] for key in dict.fromkeys(keys)]
    try:
        invited = team.invite_board(db.session, school_ids=ids, name=name, email=email, actor="operator", at=now())
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence % refusal.facts) from None
    _hand_over(invited, "join")


@click.command("reset-staff")
@click.argument("email")
@with_appcontext
def reset_staff(email: str) -> None:
    """Take passphrase, second step and sessions away from an account and print a code to begin again."""
    staff = db.session.scalars(select(Staff).where(func.lower(Staff.email) == email.strip().lower())).first()
    if staff is None:
        raise click.ClickException("No account has this address.")
    _hand_over(team.reset(db.session, staff, actor="operator", at=now(), by_operator=True), "recover")


def _hand_over(invited: team.Invited, purpose: str) -> None:
    days = invitations.LASTS[purpose].days
    click.echo(f"{invited.staff.name} <{invited.staff.email}>, {invited.staff.role}")
    click.echo(f"Code voor /toegang ({days} dagen, één keer) / for /toegang ({days} days, once): {invited.code}")
