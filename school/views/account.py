"""The own account of a member of staff, and the confirmation by second step before dangerous acts."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import own_path, render
from school import sign_in
from school.access import current, needs
from school.catalog import dutch_words
from school.commands import account as commands
from school.commands.staff_door import confirm as confirm_step
from school.homes import home
from school.models import Staff
from school.qr import qr_code
from school.queries.outside import tied
from school.queries.second_step import has_second_step, passkeys, recovery_codes_left
from school.rules.second_step import address, new_secret
from school.sealed import Sealer
from school.views.blueprints import account
from school.views.key_questions import keys_work_here
from school.views.staff_door import demo_code
from school.views.welcome import sentence
from school.visitors import admit, dismiss


@account.get("/account")
@needs("account.manage")
def own() -> Response:
    """Everything about the own account on one page."""
    return own_page()


@account.post("/account/wachtzin")
@needs("account.manage")
def passphrase() -> Response:
    """Set another passphrase."""
    try:
        token = commands.change_passphrase(
            db.session, this_person(), now_used=request.form.get("now", ""), wished=request.form.get("wished", ""),
            dutch=dutch_words(), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return own_page(refusal, about="passphrase")
    stay(token)
    return own_page(done="passphrase")


@account.route("/account/tweede-stap", methods=["GET", "POST"])
@needs("account.manage")
def second_step() -> Response:
    """Tie an authenticator app: scan, type the code, keep the recovery codes."""
    me, at = this_person(), now()
    kept = _sealer().open(f"totp:{me.id}", request.form.get("kept", ""), at=at)
    if request.method != "POST" or not kept:
        return _show_secret(me, new_secret(), 200 if request.method != "POST" else 422)
    try:
        token, codes = commands.set_second_step(
            db.session, me, secret=kept, typed=request.form.get("code", ""),
            passphrase=request.form.get("passphrase", ""), at=at,
        )  # fmt: skip
    except Refusal as refusal:
        return _show_secret(me, kept, refusal.status, sentence(refusal))
    stay(token)
    return render("school/recovery_codes.html", codes=codes, next=own_path(request.form.get("next"), "/account"))


@account.post("/account/tweede-stap/weg")
@needs("account.manage")
def end_second_step() -> Response:
    """Untie the app."""
    try:
        token = commands.end_second_step(
            db.session, this_person(), passphrase=request.form.get("passphrase", ""), at=now()
        )
    except Refusal as refusal:
        return own_page(refusal, about="second_step")
    stay(token)
    return own_page(done="second_step")


@account.post("/account/herstelcodes")
@needs("account.manage")
def recovery_codes() -> Response:
    """Make fresh recovery codes."""
    try:
        typed = request.form.get("passphrase", "")
        codes = commands.renew_recovery_codes(db.session, this_person(), passphrase=typed, at=now())
    except Refusal as refusal:
        return own_page(refusal, about="recovery")
    return render("school/recovery_codes.html", codes=codes, next="/account")


@account.post("/account/overal-uitloggen")
@needs("account.manage")
def everywhere() -> Response:
    """ "I lost a device": end every session."""
    commands.sign_out_everywhere(db.session, this_person(), at=now())
    dismiss()
    return redirect(url_for("entrance.staff"), 303)


@account.route("/account/bevestig", methods=["GET", "POST"])
@needs("account.manage")
def confirm() -> Response:
    """Ask for the second step before something dangerous."""
    me, target = this_person(), own_path(request.values.get("next"), home(current().role))
    if not has_second_step(db.session, me):
        return redirect(url_for("account.second_step", next=target), 303)
    if request.method != "POST":
        return confirm_page(me, target)
    try:
        token = current_user.get_id()
        confirm_step(db.session, staff_id=me.id, token=token, typed=request.form.get("code", "")[:80], at=now())
    except Refusal as refusal:
        return confirm_page(me, target, refusal)
    return redirect(target, 303)


def confirm_page(me: Staff, target: str, refusal: Refusal | None = None) -> Response:
    """The question for the second step, of which the person has an app, keys, or both."""
    return render(
        "school/confirm.html", refusal.status if refusal else 200, next=target, hint=demo_code(me),
        mistake=sentence(refusal) if refusal else "", keys=keys_work_here() and passkeys(db.session, me.id),
    )  # fmt: skip


def own_page(refusal: Refusal | None = None, *, about: str = "", done: str = "") -> Response:
    """Everything about the own account, with what just went wrong or right."""
    me = this_person()
    return render(
        "school/account.html", refusal.status if refusal else 200, me=me, about=about, done=done,
        left=recovery_codes_left(db.session, me.id), keys=passkeys(db.session, me.id),
        keys_work=keys_work_here(), tied=tied(db.session, staff_id=me.id),
        mistake=sentence(refusal) if refusal else "",
    )  # fmt: skip


def _show_secret(me: Staff, secret: str, status: int, mistake: str = "") -> Response:
    return render(
        "school/second_step.html", status, secret=secret, mistake=mistake, qr=qr_code(address(secret, me.email)),
        kept=_sealer().seal(f"totp:{me.id}", secret, at=now()), next=own_path(request.values.get("next"), "/account"),
        must=me.role == "administrator",
    )  # fmt: skip


def this_person() -> Staff:
    """The member of staff whose account this is."""
    return db.session.get_one(Staff, current().staff_id)


def stay(token: str) -> None:
    """Go on in this browser with the fresh session that a change of the account began."""
    found = sign_in.find(db.session, token, at=now())
    if found is not None:
        admit(token, found.visitor)


def _sealer() -> Sealer:
    sealer: Sealer = current_app.extensions["sealer"]
    return sealer
