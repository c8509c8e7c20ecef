"""Where a teacher begins: the classes, and one class at a glance."""

from __future__ import annotations

from datetime import date, datetime

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from classroom.commands.suggestions import leave_aside
from classroom.constants import CLASS_CARD_SHARE, READ_WITHIN, SMALL_GAIN, STUCK_AFTER, STUCK_TRIES
from classroom.queries import people
from classroom.queries.situation import read_before, situations
from classroom.queries.suggestions import suggestions
from classroom.views.advice import advice
from classroom.views.blueprint import classroom
from classroom.views.page import class_page, group, group_row, seen
from classroom.views.words import percent
from core.clock import local_day, now
from core.database import db
from core.web import render
from progress.queries import school_calendar
from school.access import current, needs

ALSO_SHOWN = 2
"""Suggestions shown under the first."""


@classroom.get("/klassen")
@needs("class.see")
def home() -> Response:
    """The classes of the visitor, with what needs attention in each."""
    visitor, at = current(), now()
    classes = people.classes_of(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id,
        everything=visitor.role == "administrator", at=at,
    )  # fmt: skip
    found = situations(db.session, classes, staff_id=visitor.staff_id, at=at)
    return render("classroom/home.html", situations=found, day=local_day(at))


@classroom.get("/klas/<class_key>")
@needs("class.see")
def glance(class_key: str) -> Response:
    """One class: who needs what, the most needed first, and what to do now with its reason."""
    visitor, at = current(), now()
    situation = situations(db.session, [group_row()], staff_id=visitor.staff_id, at=at)[0]
    everybody = [*situation.with_signal, *situation.without]
    if not everybody:
        return class_page("classroom/empty.html", "klas")
    rows = {one.pupil.id: one.pupil for one in everybody}
    found = suggestions(db.session, group().id, list(rows), at)
    seen("class")
    return class_page(
        "classroom/glance.html", "klas", situation=situation, day=local_day(at), aside=found.aside,
        advices=[advice(action, class_key, rows) for action in found.actions[: 1 + ALSO_SHOWN]],
        read_until=_read_until(situation.oldest_unread),
    )  # fmt: skip


@classroom.post("/klas/<class_key>/voorstel")
@needs("class.see")
def not_today(class_key: str) -> Response:
    """Leave a suggestion aside until tomorrow."""
    row = group()
    leave_aside(
        db.session, school_id=row.school_id, class_id=row.id, suggestion=request.form.get("suggestion", ""),
        day=local_day(now()),
    )  # fmt: skip
    return redirect(url_for("classroom.glance", class_key=class_key), 303)


@classroom.get("/hoe-we-kiezen")
@needs("class.see")
def how_we_choose() -> Response:
    """The rules behind signals and suggestions, in words."""
    limits = {
        "minutes": int(STUCK_AFTER.total_seconds() // 60), "tries": STUCK_TRIES, "share": percent(CLASS_CARD_SHARE),
        "gain": round(SMALL_GAIN * 100),
    }  # fmt: skip
    return render("classroom/how_we_choose.html", limits=limits)


def _read_until(oldest: datetime | None) -> date | None:
    if oldest is None:
        return None
    school = group().school
    return read_before(oldest, READ_WITHIN, school_calendar(db.session, school.id, school.region))
