"""What waits for a pupil beside the lessons, for the pupil's home page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from core.clock import now
from core.database import db
from quizzes.queries.measurement import measurement_state
from quizzes.queries.refreshers import refresher_state
from school.access import current


@dataclass(frozen=True)
class Invitation:
    """One thing to do: what it is called, a sentence, and where it is."""

    title: str
    words: str
    url: str


def invitations() -> list[Invitation]:
    """A measurement that is open and not done yet, and a refresher that is due; nothing for other visitors."""
    visitor = current()
    if not visitor.pupil_id:
        return []
    found = []
    if measurement_state(db.session, visitor.pupil_id, visitor.class_id, now()).waiting:
        title, words = _("Wat weet jij al?"), _("22 korte vragen, zonder cijfer.")
        found.append(Invitation(title, words, url_for("measurement.overview")))
    if refresher_state(db.session, visitor.school_id, visitor.pupil_id, now()).waiting:
        title, words = _("Opfrisser"), _("Een paar korte vragen over een les van eerder.")
        found.append(Invitation(title, words, url_for("refresher.overview")))
    return found
