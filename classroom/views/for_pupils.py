"""What the pages of pupils ask the classroom: is there a vote, are there questions of the own teacher?"""

from __future__ import annotations

from classroom.queries.board import open_vote_id
from classroom.queries.own import own_content
from core.database import db
from school.access import current


def vote_open() -> bool:
    """True when the class of this pupil can vote on what is on the board."""
    class_id = current().class_id
    return bool(class_id) and bool(open_vote_id(db.session, class_id))


def own_questions() -> bool:
    """True when the teacher of this pupil's class added questions to practise."""
    class_id = current().class_id
    return bool(class_id) and bool(own_content(db.session, class_id, kind="item"))
