"""Answers that could not be kept: one that came in after its session had ended is offered again once the same child is
back, one that the database had no room or time for can be sent again from the page that says so."""

from __future__ import annotations

import re

from flask import Flask, current_app, g, redirect, request
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from core.clock import now
from core.database import db
from core.errors import Unsent, error_page
from core.web import own_path, render
from school.access import Visitor, current, needs
from school.commands.kept import drop_kept, keep_answer
from school.homes import home
from school.queries.kept import kept_answers
from school.views.blueprints import entrance

MARK = "bewaard"
"""In the address of a form that is sent again: the number of the kept answer."""

PUPILS_WORK = frozenset({"lesson.do", "quiz.do", "pledge.do", "own.see"})
"""Permissions of the views to which a pupil sends work of its own: an answer counts once, however often it comes."""
STAFFS_WORK = frozenset(
    {"class.see", "class.make", "class.manage", "school.manage", "agreements.manage", "pledge.countersign", "help.read"}
)
"""Permissions of the views to which staff send what they typed or chose. Accounts are not among them: secrets are typed
there, and no page may hold those."""


def unsent() -> Unsent | None:
    """The form that somebody sent just now, so that a button can send it again; a pupil's page does it by itself.

    None where secrets are typed or a file came along, and for what did not come from a form of ours.
    """
    if request.method != "POST" or _has_files() or not offers_again(current_app, request.endpoint or ""):
        return None
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return Unsent(fields, by_itself=_needed(current_app, request.endpoint or "") in PUPILS_WORK)


def offers_again(app: Flask, endpoint: str) -> bool:
    """Whether the page that says a form could not be kept offers what was sent to ``endpoint``: never a secret."""
    return _needed(app, endpoint) in PUPILS_WORK | STAFFS_WORK and endpoint.partition(".")[0] != entrance.name


def _needed(app: Flask, endpoint: str) -> str:
    return getattr(app.view_functions.get(endpoint), "needs", "")


def _has_files() -> bool:
    """Whether a file came along; a field for a file that was left open is none."""
    return any(file.filename for file in request.files.values())


def keep_after_end(ended: Visitor) -> Response | None:
    """Keep the form that a pupil sent after the session had ended; the gate has seen that it was theirs to send.

    None when there was nothing to keep.
    """
    if not ended.pupil_id or request.method != "POST" or _has_files():
        return None
    form = {key: values for key, values in request.form.lists() if key != "csrf_token"}
    if not form or not keep_answer(db.session, pupil_id=ended.pupil_id, path=request.path, form=form, at=now()):
        return None
    words = _("Je was even weg, daarom ben je uitgelogd. Je antwoord is bewaard.")
    return error_page(401, f"{words} {_('Log binnen een half uur weer in, dan kun je het alsnog versturen.')}")


def init_kept(app: Flask) -> None:
    """Hang this on the gate, and forget a kept answer as soon as it was sent well."""
    app.extensions["keep_after_end"] = keep_after_end
    app.extensions["unsent"] = unsent

    def forget(response: Response) -> Response:
        sent_well = request.method == "POST" and response.status_code < 400
        pupil_id = g.visitor.pupil_id if "visitor" in g else 0
        number = request.args.get(MARK, "")
        if sent_well and pupil_id and re.fullmatch("[0-9]{1,18}", number):
            drop_kept(db.session, pupil_id=pupil_id, kept_id=int(number))
        return response

    app.after_request(forget)


@entrance.route("/bewaard", methods=["GET", "POST"])
@needs("own.see")
def kept() -> Response:
    """Offer what was kept: send it now, or leave it."""
    pupil_id = current().pupil_id
    if request.method == "POST":
        drop_kept(db.session, pupil_id=pupil_id)
        return redirect(own_path(request.form.get("next"), home("pupil")), 303)
    answers = kept_answers(db.session, pupil_id, now())
    if not answers:
        return redirect(home("pupil"))
    return render("entrance/kept.html", answer=answers[0], action=f"{answers[0].path}?{MARK}={answers[0].id}")
