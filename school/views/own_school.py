"""The school itself, for its administrators."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs
from school.choices import choice
from school.commands.first_run import REGIONS
from school.commands.school import SWITCHES, change_school
from school.models import School
from school.views.blueprints import team
from school.views.welcome import sentence


@team.route("/beheer/school", methods=["GET", "POST"])
@needs("school.manage")
def own_school() -> Response:
    """Name, holiday region, and what certificates and strangers may show and see."""
    if request.method != "POST":
        return _page()
    school = db.session.get_one(School, current().school_id)
    try:
        change_school(
            db.session, school, name=request.form.get("name", ""), region=request.form.get("region", ""),
            on=request.form.getlist("on"), actor=current().actor, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Bewaard."), "goed")
    return redirect(url_for("team.own_school"), 303)


def _page(refusal: Refusal | None = None) -> Response:
    school_id = current().school_id
    return render(
        "school/own_school.html", refusal.status if refusal else 200, mistake=sentence(refusal) if refusal else "",
        school=db.session.get_one(School, school_id), regions=REGIONS,
        on=[switch for switch in SWITCHES if choice(db.session, school_id, switch)],
    )  # fmt: skip
