"""A pupil votes again on what is on the board."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from classroom.commands.board import cast_vote
from classroom.queries.board import VoteView, has_voted, open_vote_id, open_vote_of
from classroom.queries.division import asked_in
from classroom.refusals import VoteClosed, VotedAlready
from classroom.views.blueprint import classroom
from classroom.views.page import asked_by_page, unchanged
from classroom.views.translate import translate as _
from core.database import db
from core.refusal import Refusal
from core.web import render, school_settings
from school.access import current, needs


@classroom.get("/stemmen")
@needs("lesson.do")
def vote() -> Response:
    """The open vote of the own class, or that there is none now."""
    return _page()


@classroom.get("/stemmen/nu")
@needs("lesson.do")
def vote_now() -> Response:
    """The part of the page that changes when a vote is opened or closed."""
    if not asked_by_page():
        return redirect(url_for("classroom.vote"))
    mark = open_vote_id(db.session, current().class_id)
    return unchanged(f"vote-{mark}", lambda: _page(template="classroom/_vote.html"))


@classroom.post("/stemmen")
@needs("lesson.do")
def cast() -> Response:
    """Count the vote of this pupil."""
    visitor = current()
    found = open_vote_of(db.session, visitor.class_id)
    try:
        if found is None or str(found.id) != request.form.get("vote"):
            raise VoteClosed
        asked = asked_in(found.module, school_settings())[found.name, found.part]
        cast_vote(
            db.session, vote_id=found.id, pupil_id=visitor.pupil_id, class_id=visitor.class_id,
            answer=request.form.get("answer", ""), among=[choice.id for choice in asked.choices],
        )  # fmt: skip
    except VotedAlready:
        pass  # the same form sent twice: it was counted, and the page says so
    except Refusal as refusal:
        return _page(_(refusal.sentence, **refusal.facts), refusal.status)
    return redirect(url_for("classroom.vote"), 303)


def _page(mistake: str = "", status: int = 200, template: str = "classroom/vote.html") -> Response:
    found: VoteView | None = open_vote_of(db.session, current().class_id)
    asked = asked_in(found.module, school_settings()).get((found.name, found.part)) if found else None
    voted = found is not None and has_voted(db.session, found.id, current().pupil_id)
    return render(template, status, vote=found if asked else None, asked=asked, voted=voted, mistake=mistake)
