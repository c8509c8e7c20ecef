"""Joining the staff, or coming back, with a one-time code that an administrator handed over."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import needs
from school.catalog import dutch_words
from school.commands.invitations import join as use_code
from school.views.blueprints import entrance
from school.views.welcome import admit_staff, sentence


@entrance.route("/toegang", methods=["GET", "POST"], defaults={"code": ""})
@entrance.route("/toegang/<code>", methods=["GET", "POST"])
@needs("public")
def join(code: str) -> Response:
    """The code and the passphrase it sets."""
    if request.method != "POST":
        return render("entrance/join.html", code=code[:40])
    typed = request.form.get("code", "")[:80]
    try:
        token = use_code(
            db.session, code=typed, passphrase=request.form.get("passphrase", ""), dutch=dutch_words(), at=now()
        )
    except Refusal as refusal:
        return render("entrance/join.html", refusal.status, code=typed, mistake=sentence(refusal))
    return admit_staff(token, half=False)
