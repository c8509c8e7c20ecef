"""Keys in devices of staff: on the account page, at the door, and before dangerous acts.

Each act has two addresses: one that a script asks for the question (JSON), one that takes the answer as a form.
"""

from __future__ import annotations

from flask import abort, redirect, request
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import own_path, render
from school.access import current, needs
from school.commands import passkeys as commands
from school.commands.staff_door import StepTookTooLong, half_staff
from school.homes import home
from school.models import Passkey
from school.queries.second_step import passkeys
from school.rules.passkey import question_for_known, question_for_new
from school.views.account import confirm_page, own_page, stay, this_person
from school.views.blueprints import account, entrance
from school.views.key_questions import ask, asked, needed_site
from school.views.staff_door import second_page, staff_page
from school.views.welcome import admit_staff, half_token

JSON = "application/json"


@account.post("/account/sleutels/vraag")
@needs("account.manage")
def key_question() -> Response:
    """Ask the browser to make a key."""
    me = this_person()
    site, known = needed_site(), [row.credential for row in passkeys(db.session, me.id)]
    words = question_for_new(site, challenge=ask("new"), handle=me.key, account=me.email, known=known)
    return Response(words, mimetype=JSON)


@account.post("/account/sleutels")
@needs("account.manage")
def new_key() -> Response:
    """Tie the key that the browser made."""
    try:
        token, codes = commands.register(
            db.session, this_person(), site=needed_site(), question=asked("new"), at=now(),
            answer=request.form.get("answer", ""), name=request.form.get("name", ""),
            passphrase=request.form.get("passphrase", ""),
        )  # fmt: skip
    except Refusal as refusal:
        return own_page(refusal, about="keys")
    stay(token)
    return render("school/recovery_codes.html", codes=codes, next="/account") if codes else own_page(done="keys")


@account.post("/account/sleutels/<passkey_key>")
@needs("account.manage")
def rename_key(passkey_key: str) -> Response:
    """Give a key another name."""
    try:
        commands.rename(db.session, this_person(), _mine(passkey_key), request.form.get("name", ""), at=now())
    except Refusal as refusal:
        return own_page(refusal, about="keys")
    return redirect("/account", 303)


@account.post("/account/sleutels/<passkey_key>/weg")
@needs("account.manage")
def remove_key(passkey_key: str) -> Response:
    """Take a key away."""
    row, typed = _mine(passkey_key), request.form.get("passphrase", "")
    try:
        token = commands.remove(db.session, this_person(), row, passphrase=typed, at=now())
    except Refusal as refusal:
        return own_page(refusal, about="keys")
    stay(token)
    return own_page(done="keys")


@account.post("/account/bevestig/vraag")
@needs("account.manage")
def confirm_question() -> Response:
    """Ask the browser for one of the own keys, before something dangerous."""
    return _question("confirm", this_person().id)


@account.post("/account/bevestig/sleutel")
@needs("account.manage")
def confirm_with_key() -> Response:
    """Renew the second step with a key."""
    me, target = this_person(), own_path(request.form.get("next"), home(current().role))
    try:
        commands.confirm(
            db.session, staff_id=me.id, token=current_user.get_id(), site=needed_site(), question=asked("confirm"),
            answer=request.form.get("answer", ""), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return confirm_page(me, target, refusal)
    return redirect(target, 303)


@entrance.post("/leerkracht/sleutel/vraag")
@needs("public")
def enter_question() -> Response:
    """Ask the browser for any key it has for this site."""
    return Response(question_for_known(needed_site(), challenge=ask("enter")), mimetype=JSON)


@entrance.post("/leerkracht/sleutel")
@needs("public")
def enter_with_key() -> Response:
    """Sign in with a key alone: it is something one has, and it checked its owner."""
    answer = request.form.get("answer", "")
    try:
        token = commands.enter(db.session, site=needed_site(), question=asked("enter"), answer=answer, at=now())
    except Refusal as refusal:
        return staff_page(refusal)
    return admit_staff(token, half=False)


@entrance.post("/leerkracht/code/vraag")
@needs("public")
def step_question() -> Response:
    """Ask the browser of somebody half-way signed in for one of their keys."""
    return _question("step", half_staff(db.session, half_token(), at=now()).id)


@entrance.post("/leerkracht/code/sleutel")
@needs("public")
def step_with_key() -> Response:
    """Finish signing in with a key."""
    at = now()
    person = half_staff(db.session, half_token(), at=at)
    try:
        token = commands.second_step(
            db.session, half_token(), site=needed_site(), question=asked("step"),
            answer=request.form.get("answer", ""), at=at,
        )  # fmt: skip
    except StepTookTooLong:
        raise
    except Refusal as refusal:
        return second_page(person, refusal)
    return admit_staff(token, half=False)


def _question(purpose: str, staff_id: int) -> Response:
    known = [row.credential for row in passkeys(db.session, staff_id)]
    if not known:
        abort(404)
    return Response(question_for_known(needed_site(), challenge=ask(purpose), known=known), mimetype=JSON)


def _mine(key: str) -> Passkey:
    query = select(Passkey).where(Passkey.key == key, Passkey.staff_id == current().staff_id)
    found = db.session.scalars(query).first()
    if found is None:
        abort(404)
    return found
