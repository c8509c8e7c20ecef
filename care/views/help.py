"""Help for a child: the card that every page leads to, and writing to an adult whom the school named."""

from __future__ import annotations

import secrets

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from care.commands import help as commands
from care.queries import help as queries
from care.rules.help import LONGEST, REPLIES
from care.views.own import care
from core.clock import now
from core.database import db
from core.languages import language
from core.refusal import Refusal
from core.web import own_path, render
from school.access import current, needs


@care.get("/hulp")
@needs("public")
def help_card() -> Response:
    """Where to go with something that bothers you. A pupil also sees own messages, where the school named adults."""
    visitor = current()
    pupil = visitor.role == "pupil"
    return render(
        "care/help.html", adults=queries.adults_of(db.session, visitor.school_id) if pupil else [],
        letters=queries.letters_of(db.session, visitor.pupil_id) if pupil else [], replies=REPLIES,
        back=own_path(request.args.get("terug"), "/"),
    )  # fmt: skip


@care.route("/hulp/bericht", methods=["GET", "POST"])
@needs("own.see")
def write_help() -> Response:
    """Write to an adult; without a named one this page does not exist."""
    visitor = current()
    adults = queries.adults_of(db.session, visitor.school_id)
    if not adults:
        abort(404)
    if request.method != "POST":
        return _form(adults)
    try:
        commands.send(
            db.session, pupil_id=visitor.pupil_id, adult_key=request.form.get("adult", ""),
            words=request.form.get("words", ""), language=language(),
            token=request.form.get("once", "")[:64] or secrets.token_urlsafe(12), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _form(adults, refusal)
    flash(_("Je bericht is verstuurd. Hier zie je of het gelezen is."), "goed")
    return redirect(url_for("care.help_card"), 303)


@care.post("/hulp/bericht/<message_key>/weg")
@needs("own.see")
def take_back_help(message_key: str) -> Response:
    """Take an unread message back."""
    if commands.take_back(db.session, pupil_id=current().pupil_id, message_key=message_key, at=now()):
        flash(_("Je bericht is weg. Niemand heeft het gelezen."), "goed")
    else:
        flash(_("Dit bericht is al gelezen. Je kunt er nog wel over praten."), "let-op")
    return redirect(url_for("care.help_card"), 303)


@care.get("/berichten")
@needs("help.read")
def help_letters() -> Response:
    """What children wrote to this adult, without their words."""
    visitor = current()
    return render(
        "care/letters.html", letters=queries.letters_to(db.session, visitor.school_id, visitor.staff_id),
        named=queries.has_post(db.session, visitor.staff_id),
    )  # fmt: skip


@care.route("/berichten/<message_key>", methods=["GET", "POST"])
@needs("help.read")
def help_letter(message_key: str) -> Response:
    """One message: opened with the button, so that the child knows it was read; then answered."""
    letter = _letter(message_key)
    step = request.form.get("step", "")
    if request.method != "POST":
        if letter.message.read_at is None:
            return redirect(url_for("care.help_letters"), 303)
        return render("care/letter.html", letter=letter, replies=REPLIES)
    staff_id, at = current().staff_id, now()
    if step == "talked":
        commands.talked(db.session, letter.message, staff_id=staff_id, at=at)
    elif step == "answer":
        reply = request.form.get("reply", "")
        try:
            commands.answer(db.session, letter.message, reply=reply, staff_id=staff_id, at=at)
        except Refusal as refusal:
            return render("care/letter.html", refusal.status, letter=letter, replies=REPLIES, mistake=refusal.sentence)
        flash(_("Je antwoord is verstuurd."), "goed")
    else:
        commands.read(db.session, letter.message, staff_id=staff_id, at=at)
    return redirect(url_for("care.help_letter", message_key=message_key), 303)


@care.route("/beheer/hulp", methods=["GET", "POST"])
@needs("staff.manage")
def help_adults() -> Response:
    """To whom children of the school may write; nobody until somebody is named."""
    visitor = current()
    if request.method != "POST":
        return _adults()
    try:
        commands.name_adult(
            db.session, school_id=visitor.school_id, staff_key=request.form.get("staff", ""),
            task=request.form.get("task", ""), by=visitor.staff_id, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _adults(refusal)
    flash(_("Kinderen kunnen nu schrijven. Vertel het ze in de klas."), "goed")
    return redirect(url_for("care.help_adults"), 303)


@care.post("/beheer/hulp/<adult_key>/weg")
@needs("staff.manage")
def no_help_adult(adult_key: str) -> Response:
    """Nobody writes to this adult any more; what was written stays with them."""
    visitor = current()
    if not commands.unname_adult(
        db.session, school_id=visitor.school_id, adult_key=adult_key, by=visitor.staff_id, at=now()
    ):
        abort(404)
    return redirect(url_for("care.help_adults"), 303)


def help_post() -> int | None:
    """Unread messages of this member of staff, for the bar of every staff page; None when nobody can write to them."""
    visitor = current()
    if not visitor.is_staff or not queries.has_post(db.session, visitor.staff_id):
        return None
    return queries.waiting_for(db.session, visitor.staff_id)


def _letter(key: str) -> queries.Letter:
    visitor = current()
    found = queries.letter_to(db.session, visitor.school_id, visitor.staff_id, key)
    if found is None:
        abort(404)
    return found


def _form(adults: list[queries.Adult], refusal: Refusal | None = None) -> Response:
    return render(
        "care/write_help.html", refusal.status if refusal else 200, adults=adults, longest=LONGEST,
        mistake=_(refusal.sentence, **refusal.facts) if refusal else "", typed=request.form.get("words", "")[:LONGEST],
        chosen=request.form.get("adult", ""), once=request.form.get("once") or secrets.token_urlsafe(12),
    )  # fmt: skip


def _adults(refusal: Refusal | None = None) -> Response:
    school_id = current().school_id
    return render(
        "care/help_adults.html", refusal.status if refusal else 200,
        mistake=_(refusal.sentence, **refusal.facts) if refusal else "",
        adults=queries.adults_of(db.session, school_id), everybody=queries.colleagues(db.session, school_id),
        typed=request.form.get("task", ""),
    )  # fmt: skip
