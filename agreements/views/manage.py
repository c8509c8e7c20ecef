"""The administrator's overviews: what the protocol says on every setting, and where every clause has its place."""

from __future__ import annotations

from typing import get_args

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from agreements import catalog
from agreements.commands.choices import choose
from agreements.commands.clauses import set_wording
from agreements.commands.flags import decide
from agreements.commands.refusals import ChangedMeanwhile, TooLongToKeep
from agreements.coverage import Course, places
from agreements.forms import read_revision
from agreements.queries import pages as queries
from agreements.schema import AUDIENCES, Topic
from agreements.views.pages import NAMES
from core.clock import now
from core.database import db
from core.web import render
from school.access import current, needs
from school.choices import choice
from school.models import School

manage = Blueprint("agreements_manage", __name__, url_prefix="/beheer")


@manage.get("/instellingen")
@needs("agreements.manage")
def settings() -> Response:
    """The 36 settings with this school's variant, and the flags that ask a decision."""
    school_id = current().school_id
    protocol = catalog.protocol_of(db.session, school_id)
    contract = catalog.contract_of(protocol)
    return render(
        "agreements/settings.html",
        protocol=protocol,
        school=db.session.get_one(School, school_id),
        public=choice(db.session, school_id, "agreements_public"),
        off=choice(db.session, school_id, "promises_off"),
        silent=[promise for promise in contract.promises if promise.from_course],
        stated=queries.settings_page(protocol),
        flags=queries.open_flags(protocol),
        decisions=queries.decisions(db.session, school_id),
        audiences=NAMES,
    )


@manage.post("/instellingen/<flag_id>")
@needs("agreements.manage")
def decide_flag(flag_id: str) -> Response:
    """Accept the advice, rewrite the clause or keep it."""
    visitor = current()
    decision = request.form.get("decision", "")
    decide(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, flag_id=flag_id, decision=decision, at=now()
    )
    flash(_("Het besluit is bewaard."), "goed")
    return redirect(url_for("agreements_manage.settings", _anchor=f"f-{flag_id}"), 303)


@manage.post("/keuzes")
@needs("agreements.manage")
def choices() -> Response:
    """Public or not, and which promises without a clause stay."""
    visitor = current()
    choose(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, public=request.form.get("public") == "yes",
        promises_on=request.form.getlist("promise"), at=now(),
    )  # fmt: skip
    flash(_("Bewaard."), "goed")
    return redirect(url_for("agreements_manage.settings", _anchor="keuzes"), 303)


@manage.route("/bepaling/<clause_id>", methods=["GET", "POST"])
@needs("agreements.manage")
def wording(clause_id: str) -> Response:
    """The school's official words beside one clause of a shipped protocol."""
    visitor = current()
    clause = catalog.protocol_of(db.session, visitor.school_id).by_id.get(clause_id)
    if clause is None:
        abort(404)
    kept = queries.official_words(db.session, visitor.school_id, clause_id)
    source, mistake, status = kept.source if kept else "", "", 200
    if request.method == "POST":
        source = request.form.get("source", "")
        try:
            set_wording(
                db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, clause_id=clause_id, source=source,
                revision=read_revision(request.form), at=now(),
            )  # fmt: skip
        except (ChangedMeanwhile, TooLongToKeep) as refusal:
            mistake, status = _(refusal.sentence), refusal.status
        else:
            flash(_("Bewaard."), "goed")
            return redirect(url_for("agreements.own", place="team", _anchor=clause_id), 303)
    kept = queries.official_words(db.session, visitor.school_id, clause_id)
    return render(
        "agreements/wording.html", status, clause=clause, source=source, mistake=mistake,
        theirs=kept.source if kept and mistake else "", revision=kept.revision if kept else 0,
    )  # fmt: skip


@manage.get("/dekking")
@needs("agreements.manage")
def coverage() -> Response:
    """Every clause of the own protocol with the lessons, questions, promise and pages that carry it."""
    topic, audience = request.args.get("onderwerp", ""), request.args.get("voor", "")
    course: Course = current_app.extensions["course"]()
    protocol = catalog.protocol_of(db.session, current().school_id)
    found = places(protocol, course, catalog.shelf().contract)
    shown = [
        place
        for place in found
        if topic in ("", place.clause.topic) and (audience == "" or audience in place.clause.audience)
    ]
    return render(
        "agreements/coverage.html",
        protocol=protocol,
        places=shown,
        total=len(found),
        waiting=sum(bool(place.waiting) for place in found),
        topics=[one for one in catalog.shelf().topics if one.id in get_args(Topic)],
        audiences=[(who, NAMES[who]) for who in AUDIENCES],
        topic=topic,
        audience=audience,
    )
