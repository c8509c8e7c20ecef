"""Who teaches a class."""

from __future__ import annotations

from datetime import date

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs
from school.commands import colleagues as commands
from school.models import Staff
from school.queries import classes as queries
from school.queries.team import member
from school.views.blueprints import people
from school.views.classes import class_context
from school.views.welcome import sentence


class NoDay(Refusal):
    """A last day that is no date."""

    sentence = "Dit is geen datum. Schrijf hem als 2026-11-27, of laat het vak leeg."


@people.route("/klas/<class_key>/collegas", methods=["GET", "POST"])
@needs("class.manage")
def colleagues(class_key: str) -> Response:
    """Tie a colleague to the class, with a last day for a substitute, or end that."""
    if request.method != "POST":
        return _page()
    staff: Staff | None = member(db.session, current().school_id, request.form.get("staff", ""))
    try:
        if request.form.get("step") == "end":
            commands.untie(db.session, g.school_class, staff, actor=current().actor, at=now())
        else:
            commands.tie(db.session, g.school_class, staff, until=_until(), actor=current().actor, at=now())
    except Refusal as refusal:
        return _page(refusal)
    flash(_("De klas is bijgewerkt."), "goed")
    return redirect(url_for("people.colleagues", class_key=class_key), 303)


def _until() -> date | None:
    typed = request.form.get("until", "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise NoDay from None


def _page(refusal: Refusal | None = None) -> Response:
    return render(
        "school/colleagues.html", refusal.status if refusal else 200, mistake=sentence(refusal) if refusal else "",
        tied=queries.teachers(db.session, g.school_class.id, now()), me=current().staff_id,
        everybody=queries.colleagues(db.session, current().school_id), **class_context(),
    )  # fmt: skip
