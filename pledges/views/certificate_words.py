"""The words on the certificate's PDF, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from core.clock import year_label
from core.database import db
from core.languages import language
from core.refusal import Refusal
from pledges.paper.pdf import Line, Words, set_certificate
from pledges.paper.seal import SealMissing, seal_pdf
from pledges.queries.certificate import Paper
from pledges.rules.writing import path_of
from pledges.views.blueprint import full_address
from school.models import School


class NoSealNow(Refusal):
    status = 503
    sentence = "De akte als PDF kan nu even niet. Afdrukken vanaf de pagina kan wel."


def sealed_pdf(paper: Paper, school_id: int, at: datetime) -> bytes:
    """The certificate as a PDF with the school's seal. Raises NoSealNow."""
    school = db.session.get_one(School, school_id)
    folder = current_app.extensions["settings"].instance_path / "keys" / "certificates"
    try:
        return seal_pdf(set_certificate(words_of(paper), at=at), folder, school.key, school.name, at=at)
    except SealMissing:
        raise NoSealNow from None


def words_of(paper: Paper) -> Words:
    """Everything that is printed, and no more than the certificate page shows."""
    year = _("schooljaar %(year)s", year=year_label(paper.year).replace("-", "–"))
    return Words(
        lang=language(),
        title=_("Mijn belofte"),
        of=_("van"),
        name=paper.first_name,
        place=" · ".join(filter(None, (paper.class_name, year, paper.school_name))),
        school=paper.school_name or "Netjes",
        promises=[Line(promise.text, promise.language, promise.own) for promise in paper.promises],
        way=paper.way,
        signed=f"{paper.first_name}, {_day(paper.paper_day or paper.signed_on)}",
        teacher=paper.teacher,
        countersigned=_countersigned(paper),
        signature_alt=_("Handtekening van %(name)s", name=paper.first_name),
        stamp_alt=_("Stempel van Turbo"),
        seal=", ".join(paper.seal),
        small=_small(paper),
        strokes=path_of(paper.strokes),
    )


def _countersigned(paper: Paper) -> str:
    if not paper.teacher:
        return str(_("Je juf of meester tekent nog mee."))
    return str(_("%(name)s: “%(words)s”", name=paper.teacher, words=paper.teacher_words))


def _small(paper: Paper) -> list[str]:
    lines = [_("Geldig tot en met %(day)s.", day=_day(paper.valid_until))]
    if paper.code:
        lines += [_("Controleren kan op %(address)s met deze code:", address=full_address(".check")), paper.code]
    seal = ", ".join(paper.seal)
    return [*lines, _("Een gewone elektronische handtekening met het zegel van school. Zegel: %(seal)s", seal=seal)]


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM yyyy"))
