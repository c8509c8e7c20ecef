"""Where an administrator begins: the list for August, and every page of the school in one place."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from core.clock import local_day, now, school_year, year_label
from core.database import db
from core.web import render
from school.access import current, needs
from school.queries.august import august
from school.views.blueprints import team


@team.get("/beheer")
@needs("school.see")
def office() -> Response:
    """What is done, what is still to do, each with its page."""
    visitor, at = current(), now()
    steps = august(db.session, visitor, at)
    steps += [check(db.session, visitor.school_id, at) for check in current_app.extensions.get("august", [])]
    todo = [step for step in steps if step.done is False]
    return render(
        "school/office.html", steps=steps, todo=todo, here="office", year=year_label(school_year(local_day(at)))
    )
