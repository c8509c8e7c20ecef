"""The last steps of every way in: the cookie, and the page that comes next."""

from __future__ import annotations

from flask import current_app, redirect, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.settings import Settings
from core.web import own_path
from school import sign_in
from school.commands.door import Entry
from school.commands.outside import OutsideEntry
from school.homes import home
from school.queries.door import any_school
from school.queries.kept import kept_answers
from school.visitors import HALF, admit, admit_half

OUTSIDE, WAITING = "outside", "outside-waiting"
"""The cookie's entries for the provider that signed this browser in, and for an account that nobody here has tied."""


def admit_pupil(entry: Entry) -> Response:
    """Sign the browser in (or half-way, to choose an own secret) and lead on."""
    target = session.get("next", "")
    if entry.choosing:
        admit_half(entry.token)
        session["next"] = target
        return redirect(url_for("entrance.own_secret"), 303)
    return _on(entry.token, target, look=entry.pupil.look)


def admit_staff(token: str, *, half: bool) -> Response:
    """Sign the browser in (or half-way, to ask for the second step) and lead on."""
    target = session.get("next", "")
    if half:
        admit_half(token)
        session["next"] = target
        return redirect(url_for("entrance.second_step"), 303)
    return _on(token, target)


def admit_outside(entry: OutsideEntry, provider: str) -> Response:
    """Sign the browser in with an account elsewhere (or half-way), and remember to offer the way out of it."""
    target = session.get("next", "")
    if entry.half:
        admit_half(entry.token)
        session["next"] = target
        session[OUTSIDE] = provider
        return redirect(url_for("entrance.second_step"), 303)
    session[OUTSIDE] = provider
    return _on(entry.token, target, look=entry.pupil.look if entry.pupil else None)


def first_run_due() -> bool:
    """True on an installation that still needs its first school: none at all, or only demo schools in real use."""
    settings: Settings = current_app.extensions["settings"]
    if settings.demo:
        return not any_school(db.session, besides_demo=False)
    return not any_school(db.session, besides_demo=True)


def half_token() -> str | None:
    """The token of a browser that is half-way signed in."""
    token: str | None = session.get(HALF)
    return token


def sentence(refusal: Refusal) -> str:
    """What the person reads, in the language of this request."""
    words: str = _(refusal.sentence, **refusal.facts)
    return words


def _on(token: str, target: str, look: dict[str, object] | None = None) -> Response:
    found = sign_in.find(db.session, token, at=now())
    if found is None:
        return redirect(url_for("entrance.class_code"), 303)
    kept = {name: session[name] for name in (WAITING, OUTSIDE) if name in session}
    admit(token, found.visitor, look)
    session.update(kept)
    if WAITING in kept:
        return redirect(url_for("account.tie_outside", next=own_path(target, home(found.visitor.role))), 303)
    if found.visitor.pupil_id and kept_answers(db.session, found.visitor.pupil_id, now()):
        return redirect(url_for("entrance.kept"), 303)
    return redirect(own_path(target, home(found.visitor.role)), 303)
