"""What the pages of pupils ask the floors above the lessons: a vote, the teacher's own questions, the own promises."""

from __future__ import annotations

from flask import url_for

from classroom.queries.board import open_vote_id
from classroom.queries.own import own_content
from core.clock import now
from core.database import db
from lessons.queries import arranged
from pledges.queries.home import SignedText, signed_texts
from school.access import current


def vote_open() -> bool:
    """True when the class of this pupil can vote on what is on the board."""
    class_id = current().class_id
    return bool(class_id) and bool(open_vote_id(db.session, class_id))


def live_address(slug: str) -> str:
    """Where a page asks what the teacher arranged, while the class does this module together; else empty."""
    visitor = current()
    until = arranged(db.session, visitor.class_id, slug).live_until if visitor.class_id and slug else None
    return url_for("lessons.live", slug=slug) if until is not None and until > now() else ""


def own_questions() -> bool:
    """True when the teacher of this pupil's class added questions to practise."""
    class_id = current().class_id
    return bool(class_id) and bool(own_content(db.session, class_id, kind="item"))


def my_promises() -> list[SignedText]:
    """The promises of this pupil that stand this school year, in the words that were signed; one statement."""
    pupil_id = current().pupil_id
    return signed_texts(db.session, pupil_id, now()) if pupil_id else []
