"""What the site knows of me: the pupil's own page."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from care.export import counts
from core.database import db
from core.web import render
from school.access import current, needs
from school.models import Pupil

care = Blueprint("care", __name__)


@care.get("/wat-weet-deze-site")
@needs("own.see")
def own() -> Response:
    """Every kind of thing kept about this child, who sees it and until when, with the number of rows."""
    pupil = db.session.get_one(Pupil, current().pupil_id)
    return render("care/own.html", counts=counts(db.session, pupil))
