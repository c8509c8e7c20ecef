"""The school's holidays, for its administrator: school weeks and refreshers follow them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.clock import local_day, now, school_year
from core.database import db
from core.refusal import Refusal
from core.web import render
from progress import forms, queries, school_holidays
from progress.holidays import REGIONS
from school.access import current, needs
from school.models import School

holidays = Blueprint("holidays", __name__, url_prefix="/beheer/vakanties")

AHEAD = 3
BLANK_ROWS = 2
NAMES = {
    "herfst": _l("Herfstvakantie"),
    "kerst": _l("Kerstvakantie"),
    "voorjaar": _l("Voorjaarsvakantie"),
    "mei": _l("Meivakantie"),
    "zomer": _l("Zomervakantie"),
}


@holidays.get("")
@needs("school.manage")
def page() -> Response:
    return _page()


@holidays.post("")
@needs("school.manage")
def region() -> Response:
    """Follow the dates of another region."""
    visitor = current()
    chosen = request.form.get("region", "")
    try:
        school_holidays.choose_region(
            db.session, school_id=visitor.school_id, region=chosen, actor=visitor.actor, at=now()
        )
    except Refusal as refusal:
        return _page(refusal)
    flash(_("De school volgt nu de vakanties van regio %(region)s.", region=chosen), "goed")
    return redirect(url_for(".page"), 303)


@holidays.post("/<int:year>")
@needs("school.manage")
def keep(year: int) -> Response:
    """Write the own holidays of a school year; ``published`` goes back to the published ones."""
    if year not in _years():
        abort(404)
    visitor = current()
    try:
        breaks = [] if "published" in request.form else forms.breaks_in(request.form)
        school_holidays.keep_breaks(
            db.session, school_id=visitor.school_id, year=year, breaks=breaks, actor=visitor.actor, at=now()
        )
    except Refusal as refusal:
        return _page(refusal, year)
    flash(_("De vakanties van %(year)s-%(next)s zijn bewaard.", year=year, next=year + 1), "goed")
    return redirect(url_for(".page"), 303)


def _years() -> range:
    this = school_year(local_day(now()))
    return range(this, this + AHEAD)


def _page(refusal: Refusal | None = None, wrong_year: int = 0) -> Response:
    school_id = current().school_id
    followed = db.session.scalar(select(School.region).where(School.id == school_id)) or REGIONS[0]
    years = [(year, *queries.breaks_of_year(db.session, school_id, followed, year)) for year in _years()]
    return render(
        "progress/holidays.html",
        refusal.status if refusal else 200,
        years=years,
        regions=REGIONS,
        region=followed,
        names=NAMES,
        blank=BLANK_ROWS,
        mistake=_(refusal.sentence, **refusal.facts) if refusal else "",
        typed=request.form if refusal else {},
        wrong_year=wrong_year,
    )
