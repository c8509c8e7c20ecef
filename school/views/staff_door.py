"""The entrance for staff: e-mail address and passphrase, the second step, and the way out for everybody."""

from __future__ import annotations

from flask import current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.settings import Settings
from core.web import own_path, render
from school.access import current, needs
from school.commands import staff_door as commands
from school.homes import home
from school.models import Staff
from school.queries.second_step import passkeys
from school.rules.second_step import code_at
from school.views.blueprints import entrance
from school.views.key_questions import keys_work_here
from school.views.welcome import OUTSIDE, admit_staff, half_token, sentence
from school.visitors import dismiss


@entrance.route("/leerkracht", methods=["GET", "POST"])
@needs("public")
def staff() -> Response:
    """E-mail address and passphrase."""
    if request.method != "POST":
        if current().is_staff:
            return redirect(own_path(request.args.get("next"), home(current().role)))
        if "next" in request.args:
            session["next"] = own_path(request.args["next"], "")
        return staff_page()
    email, password = request.form.get("email", "")[:254], request.form.get("password", "")
    try:
        entry = commands.enter_staff(db.session, email=email, password=password, at=now())
    except Refusal as refusal:
        return staff_page(refusal, email=email)
    return admit_staff(entry.token, half=entry.half)


@entrance.route("/leerkracht/code", methods=["GET", "POST"])
@needs("public")
def second_step() -> Response:
    """The code of the app. Until it is right, every other page sees nobody."""
    at = now()
    person = commands.half_staff(db.session, half_token(), at=at)
    if request.method != "POST":
        return second_page(person)
    try:
        token = commands.second_step(db.session, half_token(), request.form.get("code", "")[:80], at=at)
    except commands.StepTookTooLong:
        raise
    except Refusal as refusal:
        return second_page(person, refusal)
    return admit_staff(token, half=False)


@entrance.post("/uitloggen")
@needs("public")
def sign_out() -> Response:
    """End this browser's session and let it forget what it kept."""
    target = url_for("entrance.staff") if current().is_staff else url_for("entrance.class_code")
    if session.get(OUTSIDE) in current_app.extensions["outside"].providers:
        target = url_for("entrance.outside_out", provider=session[OUTSIDE])
    dismiss()
    response = redirect(target, 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def staff_page(refusal: Refusal | None = None, *, email: str = "") -> Response:
    """The form for e-mail address and passphrase, with the other ways in."""
    status, mistake = (refusal.status, sentence(refusal)) if refusal else (200, "")
    return render("entrance/staff.html", status, email=email, mistake=mistake, keys=keys_work_here())


def second_page(person: Staff, refusal: Refusal | None = None) -> Response:
    """The form for a code or a key."""
    status, mistake = (refusal.status, sentence(refusal)) if refusal else (200, "")
    keys = keys_work_here() and passkeys(db.session, person.id)
    return render("entrance/second_step.html", status, mistake=mistake, hint=demo_code(person), keys=keys)


def demo_code(person: Staff) -> str:
    """In a demo school, the code that an app would show now: its accounts are printed on the terminal anyway."""
    settings: Settings = current_app.extensions["settings"]
    return code_at(person.totp_secret, now()) if settings.demo and person.school.demo and person.totp_secret else ""
