"""The teacher's page of a class: totals, the talk list, signing along, paper, and the signing moment on the board."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from agreements.contract import Contract, Promise
from core.audit import note_read
from core.clock import local_day, now
from core.database import db
from core.languages import language
from core.refusal import Refusal
from core.web import render
from pledges import forms
from pledges.commands.choosing import confirm_understood, talked
from pledges.commands.class_promise import agree
from pledges.commands.teaching import (
    NoChildChosen,
    NoPromiseChosen,
    Teacher,
    WrongDay,
    countersign,
    record_paper,
    record_parent_line,
)
from pledges.queries.contract import contract_of_class
from pledges.queries.of_class import class_pledges, class_totals, per_promise, pupils_of
from pledges.queries.own import child_of
from pledges.queries.teachers import class_teachers, teacher_words
from pledges.rules.child import Child
from pledges.views.blueprint import pledges, said, seals
from school.access import current, needs
from school.models import SchoolClass


@pledges.get("/klas/<class_key>/beloftes")
@needs("pledge.countersign")
def of_class(class_key: str) -> Response:
    """Totals, who would like to talk, and what the teacher can sign. Never who has not signed."""
    visitor = current()
    note_read(
        db.session, school_id=visitor.school_id, actor=visitor.actor, kind="pledges", subject=f"class:{class_key}",
        at=now(),
    )  # fmt: skip
    return _page()


@pledges.get("/klas/<class_key>/beloftes/moment")
@needs("pledge.countersign")
def moment(class_key: str) -> Response:
    """The class signing moment for the digibord: promises and a total, no names."""
    pupils, signers = class_totals(db.session, _group().id, now())
    if request.headers.get("X-Partial"):
        return render("pledges/moment_total.html", pupils=pupils, signers=signers)
    words = teacher_words(db.session, _group().id, now()) or _usual_words()
    signed = per_promise(db.session, _contract(), _group().id, now())
    return render(
        "pledges/moment.html", group=_group(), contract=_contract(), pupils=pupils, signers=signers, words=words,
        teachers=class_teachers(db.session, _group().id, now()), signed=signed,
    )  # fmt: skip


@pledges.post("/klas/<class_key>/beloftes/handtekening")
@needs("pledge.countersign")
def sign_along(class_key: str) -> Response:
    """The teacher signs along with everything that waits, with an own promise."""
    try:
        number = countersign(
            db.session, seals(), teacher=_teacher(), class_id=_group().id, words=forms.text("woorden"), at=now()
        )
    except Refusal as refusal:
        return _page(said(refusal), refusal.status)
    flash(ngettext("Je hebt %(num)s belofte meegetekend.", "Je hebt %(num)s beloftes meegetekend.", number), "goed")
    return redirect(url_for(".of_class", class_key=class_key), 303)


@pledges.post("/klas/<class_key>/beloftes/<pupil_key>/<promise_id>/begrip")
@needs("pledge.countersign")
def confirm(class_key: str, pupil_key: str, promise_id: str) -> Response:
    """Teacher and pupil talked it through: understood."""
    confirm_understood(db.session, child=_child(), promise=_promise(promise_id), staff_id=current().staff_id, at=now())
    flash(_("Genoteerd: samen besproken en begrepen."), "goed")
    return redirect(url_for(".of_class", class_key=class_key), 303)


@pledges.post("/klas/<class_key>/beloftes/<pupil_key>/<promise_id>/gesprek")
@needs("pledge.countersign")
def had_talk(class_key: str, pupil_key: str, promise_id: str) -> Response:
    """Teacher and pupil talked."""
    talked(db.session, child=_child(), promise=_promise(promise_id), staff_id=current().staff_id, at=now())
    flash(_("Genoteerd: jullie hebben erover gepraat."), "goed")
    return redirect(url_for(".of_class", class_key=class_key), 303)


@pledges.post("/klas/<class_key>/beloftes/papier")
@needs("pledge.countersign")
def on_paper(class_key: str) -> Response:
    """A child signed on paper: which promises, and the date on it."""
    child, day = _chosen_child(), forms.day()
    try:
        if child is None:
            raise NoChildChosen
        if day is None:
            raise WrongDay
        record_paper(
            db.session, seals(), teacher=_teacher(), child=child, promise_ids=forms.chosen_promises(),
            words=forms.text("woorden"), day=day, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(said(refusal), refusal.status)
    flash(_("De handtekening op papier is vastgelegd."), "goed")
    return redirect(url_for(".of_class", class_key=class_key), 303)


@pledges.post("/klas/<class_key>/beloftes/thuis")
@needs("pledge.countersign")
def parent_on_paper(class_key: str) -> Response:
    """Somebody at home signed on paper: that it happened, never who."""
    child = _chosen_child()
    try:
        if child is None:
            raise NoChildChosen
        record_parent_line(db.session, seals(), child=child, way="paper", actor=current().actor, at=now())
    except Refusal as refusal:
        return _page(said(refusal), refusal.status)
    flash(_("De handtekening van thuis is vastgelegd, zonder naam."), "goed")
    return redirect(url_for(".of_class", class_key=class_key), 303)


@pledges.post("/klas/<class_key>/beloftes/klas")
@needs("pledge.countersign")
def class_promise(class_key: str) -> Response:
    """The class carried a promise of its own."""
    try:
        agree(
            db.session, teacher=_teacher(), class_id=_group().id, words=forms.text("klaswoorden"),
            in_favour=forms.number("voor"), cast=forms.number("stemmen"), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(said(refusal), refusal.status)
    flash(_("De belofte van de klas staat erbij."), "goed")
    return redirect(url_for(".of_class", class_key=class_key), 303)


def _page(fault: str = "", status: int = 200) -> Response:
    contract, group, at = _contract(), _group(), now()
    g.language_path = url_for(".of_class", class_key=group.key)
    return render(
        "pledges/of_class.html", status, group=group, contract=contract,
        found=class_pledges(db.session, contract, group.id, at), pupils=pupils_of(db.session, group.id),
        words=forms.text("woorden") or teacher_words(db.session, group.id, at) or _usual_words(),
        today=local_day(at), fault=fault, form=request.form, place="beloftes",
        teachers=class_teachers(db.session, group.id, at),
    )  # fmt: skip


def _usual_words() -> str:
    return str(_("Ik beloof dat ik luister als je me iets vertelt."))


def _group() -> SchoolClass:
    found: SchoolClass = g.school_class
    return found


def _contract() -> Contract:
    return contract_of_class(db.session, current().school_id, _group().id)


def _promise(promise_id: str) -> Promise:
    found = _contract().promise(promise_id)
    if found is None:
        raise NoPromiseChosen
    return found


def _teacher() -> Teacher:
    visitor = current()
    return Teacher(visitor.school_id, visitor.staff_id, visitor.name)


def _child() -> Child:
    return child_of(db.session, g.pupil.id, language())


def _chosen_child() -> Child | None:
    """The pupil chosen in the form, if of this class."""
    key = request.form.get("leerling", "")
    row = next((row for row in pupils_of(db.session, _group().id) if row.key == key), None)
    return child_of(db.session, row.id, language()) if row else None
