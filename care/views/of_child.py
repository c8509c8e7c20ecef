"""One child's data, for the administrator: see what there is, take it along, erase it."""

from __future__ import annotations

import json

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from care.commands.erase import erase
from care.export import counts, export
from care.readable import readable
from care.views.own import care
from core.audit import note, note_read
from core.clock import now
from core.database import db, writing
from core.web import render
from pledges.commands.erasing import ErasedList
from school.access import current, needs


@care.get("/beheer/leerling/<pupil_key>/gegevens")
@needs("child.export")
def of_child(pupil_key: str) -> Response:
    """What is kept about a child, with the ways to export and erase it."""
    _seen("data")
    return render("care/of_child.html", pupil=g.pupil, counts=counts(db.session, g.pupil))


@care.post("/beheer/leerling/<pupil_key>/gegevens/lezen")
@needs("child.export")
def readable_copy(pupil_key: str) -> Response:
    """Everything about a child on one page in words, to read with the parents or to print."""
    data = export(db.session, g.pupil)
    _given_out(pupil_key)
    return render("care/readable.html", pupil=g.pupil, sections=readable(data), day=now())


@care.post("/beheer/leerling/<pupil_key>/gegevens/kopie")
@needs("child.export")
def copy(pupil_key: str) -> Response:
    """Everything about a child as a JSON file."""
    data = export(db.session, g.pupil)
    _given_out(pupil_key)
    answer = Response(json.dumps(data, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="leerling-{pupil_key}.json"'
    return answer


@care.route("/beheer/leerling/<pupil_key>/gegevens/wissen", methods=["GET", "POST"])
@needs("child.erase")
def erasure(pupil_key: str) -> Response:
    """Erase a child for good, after the first name was typed over."""
    typed = request.form.get("name", "").strip()
    if request.method != "POST" or typed.casefold() != g.pupil.first_name.casefold():
        problem = _("Typ de voornaam precies over. Er is nog niets gewist.") if request.method == "POST" else ""
        return render("care/erasure.html", 422 if problem else 200, pupil=g.pupil, problem=problem)
    group = g.pupil.school_class.key
    settings = current_app.extensions["settings"]
    erased = ErasedList(settings.instance_path / "erased.jsonl")
    erase(db.session, current_app.extensions["seals"], erased, pupil_id=g.pupil.id, actor=current().actor, at=now())
    return redirect(url_for("people.roster", class_key=group), 303)


def _given_out(pupil_key: str) -> None:
    visitor = current()
    with writing(db.session):
        note(
            db.session, school_id=visitor.school_id, actor=visitor.actor, action="child.export",
            subject=f"pupil:{pupil_key}", at=now(),
        )  # fmt: skip


def _seen(kind: str) -> None:
    visitor = current()
    note_read(
        db.session, school_id=visitor.school_id, actor=visitor.actor, kind=kind, subject=f"pupil:{g.pupil.key}",
        at=now(),
    )  # fmt: skip
