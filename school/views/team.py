"""The staff of a school, for its administrators."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs
from school.commands import team as commands
from school.models import Staff
from school.queries import team as queries
from school.views.blueprints import team
from school.views.welcome import sentence


@team.route("/beheer/team", methods=["GET", "POST"])
@needs("staff.manage")
def everybody() -> Response:
    """Everybody, and the form to invite one more."""
    if request.method != "POST":
        return _page()
    visitor = current()
    try:
        invited = commands.invite(
            db.session, school_id=visitor.school_id, name=request.form.get("name", ""),
            email=request.form.get("email", ""), role=request.form.get("role", ""), actor=visitor.actor, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(refusal)
    return render("school/handed_code.html", invited=invited, days=14)


@team.post("/beheer/team/<staff_key>/code")
@needs("staff.manage")
def new_code(staff_key: str) -> Response:
    """Take passphrase and second step away and hand out a code to begin again."""
    try:
        invited = commands.reset(db.session, _member(staff_key), actor=current().actor, at=now())
    except Refusal as refusal:
        return _page(refusal)
    return render("school/handed_code.html", invited=invited, days=3)


@team.post("/beheer/team/<staff_key>/rol")
@needs("staff.manage")
def role(staff_key: str) -> Response:
    """Make somebody teacher or administrator."""
    try:
        wished = request.form.get("role", "")
        commands.change_role(db.session, _member(staff_key), wished, actor=current().actor, at=now())
    except Refusal as refusal:
        return _page(refusal)
    return redirect(url_for("team.everybody"), 303)


@team.post("/beheer/team/<staff_key>/toegang")
@needs("staff.manage")
def access(staff_key: str) -> Response:
    """End an account or bring it back."""
    act = commands.enable if request.form.get("state") == "active" else commands.disable
    try:
        act(db.session, _member(staff_key), actor=current().actor, at=now())
    except Refusal as refusal:
        return _page(refusal)
    return redirect(url_for("team.everybody"), 303)


def _member(key: str) -> Staff:
    found = queries.member(db.session, current().school_id, key)
    if found is None:
        abort(404)
    return found


def _page(refusal: Refusal | None = None) -> Response:
    return render(
        "school/team.html", refusal.status if refusal else 200, mistake=sentence(refusal) if refusal else "",
        members=queries.members(db.session, current().school_id), typed=request.form,
        me=db.session.get_one(Staff, current().staff_id).key,
    )  # fmt: skip
