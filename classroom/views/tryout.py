"""Looking around without an account: lessons as a pupil, a made-up class as its teacher, guides on paper.

Nothing of a school is read and nothing is written: the lessons are the preview that staff have, with the words of the
shared base, and the class is made in memory.
"""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from classroom import catalog
from classroom.example import example
from classroom.reports import REPORTS
from classroom.reports.klas import Data
from classroom.views.advice import advice
from classroom.views.cells import share, words_of
from classroom.views.guide import family_page, guide_page
from classroom.views.page import topic
from core.clock import now
from core.web import render
from lessons.views import preview
from school.access import needs

tryout = Blueprint("tryout", __name__, url_prefix="/kijken")


@tryout.get("")
@needs("public")
def index() -> Response:
    """What there is to look at."""
    return render("classroom/tryout.html", modules=catalog.modules())


@tryout.get("/klas")
@needs("public")
def made_up_class() -> Response:
    """What a teacher sees, of a class that does not exist."""
    found = example(now())
    rows = {pupil.id: pupil for pupil in found.known.pupils}
    shown = [module for module in found.modules if found.known.begun(module.slug)]
    return render(
        "classroom/tryout_class.html", found=found, rows=rows, live=found.modules[-1], shown=shown,
        advice=advice(found.actions[0], "voorbeeld", rows),
        shares=[(topic(module), found.known.promise_share(module.slug)) for module in shown],
        sheet=REPORTS["klas"].build(Data(found.known, shown), False)[0], words_of=words_of, share=share,
    )  # fmt: skip


@tryout.get("/lessen/<slug>")
@needs("public")
def start(slug: str) -> Response:
    """The start of a lesson, as a pupil sees it."""
    return preview.start(slug)


@tryout.route("/lessen/<slug>/stap/<step_id>", methods=["GET", "POST"])
@needs("public")
def step(slug: str, step_id: str) -> Response:
    """A step as a pupil sees it; an answer is judged and forgotten."""
    return preview.step(slug, step_id)


@tryout.get("/lesgids/<slug>")
@needs("public")
def guide(slug: str) -> Response:
    """The guide of a lesson, for a school that follows the shared base."""
    return guide_page(slug)


@tryout.get("/lesgids/<slug>/thuis")
@needs("public")
def family(slug: str) -> Response:
    """The page for at home."""
    return family_page(slug)
