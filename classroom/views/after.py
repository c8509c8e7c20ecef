"""After the lesson: what was misunderstood, missed and chosen, who catches up, and the texts to read."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from classroom import catalog
from classroom.constants import READ_WITHIN, VOTES_SHOWN
from classroom.queries.after import card_of, map_rows, votes_in
from classroom.queries.answers import most_missed, tallies
from classroom.queries.catching_up import missed_by
from classroom.queries.division import answers_in
from classroom.queries.practised import practised_in
from classroom.queries.pupil import tellings_of
from classroom.queries.situation import read_before
from classroom.queries.suggestions import suggestions
from classroom.queries.thoughts import answered_on, thoughts_of
from classroom.views.advice import advice
from classroom.views.blueprint import classroom
from classroom.views.page import class_page, group, mastery, pupils, seen
from core.clock import local_day, now, school_year
from core.database import db
from core.web import school_settings
from lessons.commands.arranging import REPLIES, hide_telling, read_telling
from lessons.models import TeachBack
from lessons.views.stepping import reply_words
from quizzes.queries.refreshers import calendar_of, class_due
from school.access import current, needs

MISSED_FROM = 3
"""A question takes part in "most missed" from as many answers."""

MISSED_SHOWN = 5


@classroom.get("/klas/<class_key>/na/<slug>")
@needs("class.see")
def after(class_key: str, slug: str) -> Response:
    """What a module showed in this class so far."""
    module = catalog.at_school(slug, school_settings())
    if module is None:
        abort(404)
    seen("mastery")
    at = now()
    known, year = mastery(), school_year(local_day(at))
    rows = {one.id: one for one in known.pupils}
    thoughts = [one for one in thoughts_of(db.session, rows) if one.module == slug]
    answered = {ref[1]: number for ref, number in answered_on(db.session, rows).items() if ref[0] == slug}
    answers = answers_in(db.session, rows, slug, year, school_settings())
    counted = tallies(db.session, rows, slug, year, school_settings())
    found = [one for one in suggestions(db.session, group().id, rows, at).actions if one.module == slug]
    due = class_due(db.session, group().school_id, rows, at)
    missed = missed_by(db.session, {group().id: known.pupils}, at)
    return class_page(
        "classroom/after.html", "les", module=module, known=known, share=known.promise_share(slug), rows=rows,
        advice=advice(found[0], class_key, rows) if found else None,
        map=map_rows(thoughts, answered), cards=[card_of(one, answers) for one in thoughts],
        missed=most_missed(counted.values(), at_least=MISSED_FROM, how_many=MISSED_SHOWN),
        practised=practised_in(db.session, rows, module, year), shown_from=VOTES_SHOWN,
        votes=votes_in(db.session, group().id, module),
        due=sum(any(part.module == slug for part in parts) for parts in due.values()),
        catching_up=[(rows[pupil_id], one) for pupil_id, ones in missed.items() for one in ones if one.module == slug],
    )  # fmt: skip


@classroom.get("/klas/<class_key>/teksten")
@needs("class.see")
def tellings(class_key: str) -> Response:
    """What pupils explained in their own words, unread ones first."""
    seen("tellings")
    rows = {one.id: one for one in pupils()}
    found = tellings_of(db.session, rows, current().staff_id, school_year(local_day(now())))
    calendar = calendar_of(db.session, group().school_id)
    waiting = [row for row in found if not row.read_at]
    return class_page(
        "classroom/tellings.html", "les", waiting=waiting, seen=[row for row in found if row.read_at], rows=rows,
        open=not waiting or "gelezen" in request.args, replies=reply_words(),
        read_until={row.id: read_before(row.written_at, READ_WITHIN, calendar) for row in waiting},
        modules={module.slug: module for module in catalog.modules()},
    )  # fmt: skip


@classroom.post("/klas/<class_key>/teksten/<telling_key>")
@needs("class.see")
def read(class_key: str, telling_key: str) -> Response:
    """Mark a text as read, with or without one of the fixed replies, or hide it from colleagues.

    After reading one the next that waits is in sight.
    """
    row = _telling(telling_key)
    act, staff_id, was_read = request.form.get("act", ""), current().staff_id, row.read_at is not None
    onward: str | None = row.key
    if act == "hide" or act == "show":
        hide_telling(db.session, telling_id=row.id, staff_id=staff_id, hidden=act == "hide")
    else:
        if not was_read:
            onward = _next_waiting(row)
        reply = request.form.get("reply", "")
        read_telling(
            db.session, telling_id=row.id, staff_id=staff_id, reply=reply if reply in REPLIES else "", at=now()
        )
    anchor, opened = f"t-{onward}" if onward else None, "1" if was_read else None
    return redirect(url_for("classroom.tellings", class_key=class_key, gelezen=opened, _anchor=anchor), 303)


def _next_waiting(row: TeachBack) -> str | None:
    """The key of the text that is read after ``row``: the next of the list, or its first; None if it is the last."""
    found = tellings_of(db.session, [one.id for one in pupils()], current().staff_id, row.year)
    keys = [one.key for one in found if not one.read_at]
    place = keys.index(row.key) if row.key in keys else len(keys)
    return next(iter(keys[place + 1 :] + keys[:place]), None)


def _telling(key: str) -> TeachBack:
    """The text with this key if it was written in this class and no colleague hid it; else 404."""
    here = [one.id for one in pupils()]
    row = db.session.query(TeachBack).filter(TeachBack.key == key, TeachBack.pupil_id.in_(here)).first()
    if row is None or row.hidden_by not in (None, current().staff_id):
        abort(404)
    return row
