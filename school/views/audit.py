"""The audit for administrators: who saw or changed what, as sentences, by child, person and period."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.audit import note_read
from core.clock import now
from core.database import db
from core.web import render
from school.access import current, needs
from school.audit_words import sentence_of
from school.models import School
from school.queries import audit as queries
from school.views.blueprints import team

LAST_PAGE = 100_000


@team.get("/beheer/logboek")
@needs("audit.see")
def audit() -> Response:
    """One page of it. What was asked for stands in the address, by keys and without a name."""
    visitor, asked = current(), _asked()
    school = db.session.get_one(School, visitor.school_id)
    note_read(
        db.session, school_id=school.id, actor=visitor.actor, kind="audit", subject=f"school:{school.key}", at=now()
    )
    page = queries.page_of(db.session, school.id, asked)
    kept = {
        name: value for name, value in request.args.items() if name in ("soort", "kind", "wie", "van", "tot") and value
    }
    return render(
        "school/audit.html", lines=[(line, _sentence(line, asked.read)) for line in page.lines], more=page.more,
        asked=asked, kept=kept, children=queries.children(db.session, school.id), here="office",
        people=queries.people(db.session, school.id),
    )  # fmt: skip


def _asked() -> queries.Asked:
    given = request.args
    page = given.get("blad", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return queries.Asked(
        read=given.get("soort") == "gezien", child=given.get("kind", "")[:12], person=given.get("wie", "")[:12],
        first=_day(given.get("van", "")), last=_day(given.get("tot", "")), page=min(max(number, 1), LAST_PAGE),
    )  # fmt: skip


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None


def _sentence(line: queries.Line, read: bool) -> str:
    words: str = _(sentence_of(line.kind, read=read), who=_named(*line.who), what=_named(*line.what))
    return words[:1].upper() + words[1:]


def _named(kind: str, name: str) -> str:
    if name:
        return name
    gone = {
        "pupil": _("een leerling die er niet meer is"), "class": _("een klas die er niet meer is"),
        "staff": _("een collega die er niet meer is"), "operator": _("wie de site beheert"),
        "system": _("de site zelf"),
        "home": _("iemand thuis"), "school": _("de school"), "anonymous": _("een bezoeker"),
    }  # fmt: skip
    words: str = gone.get(kind) or _("iets van de school")
    return words
