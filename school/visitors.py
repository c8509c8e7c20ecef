"""Ties signed-in browsers to Flask-Login and to ``g.visitor``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError

from core.clock import now
from core.database import db
from school import sign_in
from school.access import ANONYMOUS, Visitor

manager = LoginManager()


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: its id is the token of the browser, so that the cookie says nothing about the person."""

    def __init__(self, token: str, visitor: Visitor) -> None:
        self.token = token
        self.visitor = visitor

    def get_id(self) -> str:
        return self.token


def init_visitors(app: Flask) -> None:
    """Look up the visitor before each request."""
    manager.init_app(app)
    manager.session_protection = None  # binds to address and browser; school networks change both
    app.before_request(_look_up)
    app.context_processor(lambda: {"visitor": g.get("visitor", ANONYMOUS)})


HALF = "half"
"""The cookie's entry for the token of somebody who is half-way signed in."""


def admit(token: str, visitor: Visitor, look: Mapping[str, Any] | None = None) -> None:
    """Give this browser ``token``: what an earlier visitor left in the cookie goes, the language stays.

    ``look`` are the person's own display settings; without them the browser keeps its own.
    """
    _clear(keep=("language",) if look else ("language", "look"))
    if look:
        session["look"] = dict(look)
    login_user(SignedIn(token, visitor))
    g.visitor = visitor


def admit_half(token: str) -> None:
    """Remember in the cookie that this browser is half-way signed in; every page still sees nobody."""
    if current_user.is_authenticated:
        dismiss()
    _clear(keep=("language", "look", "outside-waiting"))
    session[HALF] = token


def dismiss() -> None:
    """Sign this browser out and leave nothing in it but the language."""
    if current_user.is_authenticated:
        sign_in.end(db.session, current_user.get_id())
    if session.get(HALF):
        sign_in.end(db.session, session[HALF])
    logout_user()
    _clear(keep=("language",))
    g.visitor = ANONYMOUS


def _clear(keep: tuple[str, ...]) -> None:
    kept = {name: session[name] for name in keep if name in session}
    session.clear()
    session.update(kept)


@manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    if g.get("asking"):
        return None
    g.asking = True  # should the database fail here, the page that says so must not ask it again
    found = sign_in.find(db.session, token, at=now())
    g.asking = False
    if found is None:
        return None
    if found.ended:
        g.ended = found.visitor
        return None
    if found.stale:
        # A full disk or a database that others hold must not keep a page away from who only reads.
        with contextlib.suppress(OperationalError):
            sign_in.seen(db.session, token, at=now())
    return SignedIn(token, found.visitor)


def _look_up() -> None:
    user = current_user
    g.visitor = user.visitor if user.is_authenticated else ANONYMOUS
