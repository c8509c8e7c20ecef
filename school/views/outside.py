"""Signing in with an account elsewhere: away, back, tied to who is signed in, and out.

The way to the provider is a link and not a form: our own policy lets forms go nowhere but here. It changes nothing
here; state, nonce and PKCE verifier wait in the cookie for the way back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import abort, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.settings import Settings
from core.web import own_path, render
from school.access import current, needs
from school.commands import outside as commands
from school.commands.account import check_passphrase
from school.homes import home
from school.models import Staff
from school.outside import Outside, Provider, faults
from school.rules.outside import Outsider, read
from school.views.blueprints import account, entrance
from school.views.welcome import OUTSIDE, WAITING, admit_outside, sentence

WAITS = timedelta(minutes=15)
"""How long an account that nobody here has tied waits for its owner to sign in the usual way."""

log = structlog.get_logger()


class DidNotWork(Refusal):
    """The provider is not there, said no, or its answer does not belong to this browser."""

    status = 502
    sentence = "Inloggen bij %(label)s lukte niet. Probeer het nog een keer, of log in zonder."


@entrance.get("/schoolaccount/<provider>")
@needs("public")
def outside(provider: str) -> Response:
    """To the provider."""
    found = _provider(provider)
    for name in [name for name in session if name.startswith("_state_")]:
        del session[name]  # of ways begun and not ended; the cookie has no room for many
    if "next" in request.args:
        session["next"] = own_path(request.args["next"], "")
    try:
        away: Response = _outside().client(provider).authorize_redirect(_address("entrance.outside_back", provider))
    except faults() as error:
        return _failed(found, error)
    return away


@entrance.get("/schoolaccount/<provider>/terug")
@needs("public")
def outside_back(provider: str) -> Response:
    """Back from the provider: in, or on to say who this is here."""
    found, at = _provider(provider), now()
    try:
        outsider = _who(found)
    except faults() as error:  # among them every forged or repeated answer
        return _failed(found, error)
    subject = _outside().subject_hash(found, outsider.subject)
    try:
        if found.domains and outsider.domain not in {one.casefold() for one in found.domains}:
            raise commands.NotForYou
        entry = None if current().signed_in else commands.enter(db.session, subject, people=found.people, at=at)
    except Refusal as refusal:
        return render("entrance/outside.html", refusal.status, provider=found, mistake=sentence(refusal))
    if entry is not None:
        return admit_outside(entry, provider)
    session[WAITING] = [provider, subject, outsider.first_name, outsider.role, at.isoformat()]
    if current().signed_in:
        return redirect(url_for("account.tie_outside"), 303)
    return render("entrance/outside.html", provider=found, name=outsider.first_name)


@account.route("/schoolaccount/koppelen", methods=["GET", "POST"])
@needs("signed-in")
def tie_outside() -> Response:
    """Is this account yours? Asked once, after signing in the usual way."""
    visitor, target = current(), own_path(request.values.get("next"), home(current().role))
    waiting = _waiting()
    if waiting is None:
        return redirect(target, 303)
    found, subject, name, role = waiting
    asks_passphrase = visitor.is_staff
    if request.method != "POST":
        return render("entrance/tie_outside.html", provider=found, name=name, next=target, staff=asks_passphrase)
    if request.form.get("answer") != "yes":
        session.pop(WAITING, None)
        return redirect(target, 303)
    try:
        if asks_passphrase:
            me = db.session.get_one(Staff, visitor.staff_id)
            check_passphrase(db.session, me, request.form.get("passphrase", ""), at=now())
        if found.people != "both" and (found.people == "pupils") == visitor.is_staff:
            raise commands.NotForYou
        commands.tie(
            db.session, subject, provider=found.name, role=role, pupil_id=visitor.pupil_id, staff_id=visitor.staff_id,
            at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return render(
            "entrance/tie_outside.html", refusal.status, provider=found, name=name, next=target, staff=asks_passphrase,
            mistake=sentence(refusal),
        )  # fmt: skip
    session.pop(WAITING, None)
    session[OUTSIDE] = found.name
    return redirect(target, 303)


@account.post("/schoolaccount/<provider>/los")
@needs("signed-in")
def untie_outside(provider: str) -> Response:
    """Do not sign in with that account any more."""
    found, visitor = _provider(provider), current()
    commands.untie(db.session, provider=found.name, pupil_id=visitor.pupil_id, staff_id=visitor.staff_id)
    return redirect("/account" if visitor.is_staff else home(visitor.role), 303)


@entrance.get("/schoolaccount/<provider>/uit")
@needs("public")
def outside_out(provider: str) -> Response:
    """Signed out here; the account itself may still be open in this browser."""
    found = _provider(provider)
    try:
        back = _address("entrance.class_code", "")
        away = _outside().client(provider).create_logout_url(back, client_id=found.client_id)["url"]
    except faults() as error:  # a provider without a way out, or not there
        log.warning("outside", provider=provider, kind=type(error).__name__)
        away = ""
    return render("entrance/outside_out.html", provider=found, away=away)


def _who(provider: Provider) -> Outsider:
    """Whom the provider says this is. Raises what Authlib raises, ValueError when it says nobody."""
    client: Any = _outside().client(provider.name)
    token = client.authorize_access_token()
    claims = dict(token.get("userinfo") or {})
    if not claims:
        raise ValueError("no id token")
    if "userinfo_endpoint" in client.load_server_metadata():
        more = dict(client.userinfo(token=token))
        if more.get("sub", claims.get("sub")) != claims.get("sub"):
            raise ValueError("two subjects")
        claims = {**more, **claims}
    outsider = read(provider.kind, claims)
    if outsider is None:
        raise ValueError("no subject")
    return outsider


def _failed(provider: Provider, error: Exception) -> Response:
    log.warning("outside", provider=provider.name, kind=type(error).__name__)
    words = sentence(DidNotWork(label=provider.label))
    return render("entrance/outside.html", DidNotWork.status, provider=provider, mistake=words)


def _waiting() -> tuple[Provider, str, str, str] | None:
    kept = session.get(WAITING)
    if not kept or kept[0] not in _outside().providers:
        return None
    if not datetime.fromisoformat(kept[4]) <= now() < datetime.fromisoformat(kept[4]) + WAITS:
        session.pop(WAITING, None)
        return None
    return _outside().providers[kept[0]], kept[1], kept[2], kept[3]


def _address(endpoint: str, provider: str) -> str:
    """A whole address of this site, from PUBLIC_URL: what a request claims about its host is not believed."""
    settings: Settings = current_app.extensions["settings"]
    path = url_for(endpoint, provider=provider) if provider else url_for(endpoint)
    return (settings.public_url or request.url_root).rstrip("/") + path


def _provider(name: str) -> Provider:
    found = _outside().providers.get(name)
    if found is None:
        abort(404)
    return found


def _outside() -> Outside:
    found: Outside = current_app.extensions["outside"]
    return found
