"""The page of one pupil, for a talk with the child and the parents."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from classroom import catalog
from classroom.queries.catching_up import missed_by
from classroom.queries.mastery import mastery_of
from classroom.queries.people import pupil_row
from classroom.queries.pupil import first_states, tellings_of
from classroom.queries.situation import talks_of
from classroom.queries.suggestions import suggestions
from classroom.views.advice import advice
from classroom.views.blueprint import classroom
from classroom.views.page import class_page, group, pupil, pupils, seen
from core.clock import local_day, now, school_year
from core.database import db
from lessons.schema import Agreement, Module
from school.access import current, needs

TALK_QUESTIONS = 3


@dataclass(frozen=True)
class Line:
    """One agreement of one pupil: its state at first and now."""

    module: Module
    agreement: Agreement
    number: int
    then: str
    now: str


@classroom.get("/klas/<class_key>/leerling/<pupil_key>")
@needs("class.see")
def pupil_page(class_key: str, pupil_key: str) -> Response:
    """What one pupil can do and practises, with questions to talk about; no mark and no comparison."""
    row, visitor, at = pupil(), current(), now()
    seen("pupil", f"pupil:{row.key}")
    me = pupil_row(row)
    year = school_year(local_day(at))
    known = mastery_of(db.session, [me], year)
    first = first_states(db.session, row.id)
    begun = [module for module in catalog.modules() if known.begun(module.slug)]
    lines = []
    for module in begun:
        for number, agreement in enumerate(module.agreements, 1):
            ref = (module.slug, agreement.id)
            then = first[ref].state if ref in first else "leeg"
            lines.append(Line(module, agreement, number, then, known.mark(row.id, ref)))
    rows = {one.id: one for one in pupils()}
    private = [one for one in suggestions(db.session, group().id, list(rows), at).actions if row.id in one.pupils]
    return class_page(
        "classroom/pupil.html", "leerlingen", me=me, lines=lines, begun=begun,
        can=[line for line in lines if line.now == "kan"], learns=[line for line in lines if line.now == "leert"],
        questions=begun[-1].teacher.home[:TALK_QUESTIONS] if begun else (),
        advices=[advice(one, class_key, rows) for one in private],
        talks=talks_of(db.session, [row.id], year).get(row.id, ()),
        unread=sum(not one.read_at for one in tellings_of(db.session, [row.id], visitor.staff_id, year)),
        missed=missed_by(db.session, {group().id: [me]}, at).get(row.id, []), day=local_day(at),
    )  # fmt: skip
