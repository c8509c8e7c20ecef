"""The first real use: the page that makes the first school."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import needs
from school.catalog import dutch_words
from school.commands import first_run as commands
from school.views.blueprints import entrance
from school.views.welcome import admit_staff, first_run_due, sentence

PROTOCOLS = "protocol_choices"
"""Extension with a callable that gives (slug, title) of every protocol; the agreements above this floor know them."""


@entrance.route("/begin", methods=["GET", "POST"])
@needs("public")
def first_run() -> Response:
    """School, protocol, first administrator, and the code from the terminal."""
    if not first_run_due():
        return redirect(url_for("entrance.class_code"), 303)
    protocols: list[tuple[str, str]] = current_app.extensions[PROTOCOLS]()
    if request.method != "POST":
        return render("entrance/first_run.html", protocols=protocols, wish=None, regions=commands.REGIONS)
    wish = _read()
    try:
        token = commands.found(
            db.session, request.form.get("code", ""), wish, protocols=tuple(slug for slug, _ in protocols),
            dutch=dutch_words(), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return render(
            "entrance/first_run.html", refusal.status, protocols=protocols, wish=wish, regions=commands.REGIONS,
            code=request.form.get("code", "")[:80], mistake=sentence(refusal),
        )  # fmt: skip
    return admit_staff(token, half=False)


def _read() -> commands.FirstSchool:
    fields = ("school", "protocol", "region", "name", "email", "passphrase")
    return commands.FirstSchool(**{name: request.form.get(name, "") for name in fields})
