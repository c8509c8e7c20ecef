"""Which lessons a class sees, what its teacher adds, and the rules it made itself."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from classroom import catalog
from classroom.commands import own as commands
from classroom.forms.own import options_of, order_of_form
from classroom.models import OwnContent
from classroom.queries.live import given_before
from classroom.queries.own import class_rules, own_content
from classroom.views.blueprint import classroom
from classroom.views.page import class_page, group
from classroom.views.translate import translate as _
from core.clock import local_day, now, school_year
from core.database import db
from core.refusal import Refusal
from core.safe_html import stored
from core.web import render
from lessons.commands.arranging import arrange_modules, leave_out
from lessons.queries import arranged, shown_modules
from school.access import current, needs

MAY_BE_OFF = ("opener", "practice")
"""Phases of which a class may leave steps out."""


@classroom.get("/klas/<class_key>/lessen")
@needs("class.see")
def course_plan(class_key: str) -> Response:
    """The modules of a class: in which order, and which are hidden."""
    shown = shown_modules(db.session, group().id)
    hidden = [module for module in catalog.modules() if module not in shown]
    own = own_content(db.session, group().id)
    given = given_before(db.session, group().id, school_year(local_day(now())))
    return class_page(
        "classroom/plan.html", "les", shown=shown, hidden=hidden, had={(row.module, row.lesson) for row in given},
        added={module.slug: sum(row.module == module.slug for row in own) for module in catalog.modules()},
    )  # fmt: skip


@classroom.post("/klas/<class_key>/lessen")
@needs("class.manage")
def arrange(class_key: str) -> Response:
    """Keep order and hidden modules."""
    order, hidden = order_of_form([module.slug for module in catalog.modules()])
    arrange_modules(db.session, school_id=group().school_id, class_id=group().id, order=order, hidden=hidden)
    flash(_("De lessen staan zo klaar voor %(name)s.", name=group().name), "goed")
    return redirect(url_for("classroom.course_plan", class_key=class_key), 303)


@classroom.route("/klas/<class_key>/eigen/<slug>", methods=["GET", "POST"])
@needs("class.manage")
def own(class_key: str, slug: str) -> Response:
    """Own practice questions and talk questions in a module."""
    if catalog.module(slug) is None:
        abort(404)
    if request.method != "POST":
        return _own(slug)
    words, actor = request.form.get("words", ""), current().actor
    where = {"school_id": group().school_id, "class_id": group().id}
    try:
        if request.form.get("kind") == "talk":
            commands.add_talk(db.session, **where, actor=actor, module=slug, words=words, at=now())
        else:
            commands.add_item(
                db.session, **where, actor=actor, module=slug, words=words, options=options_of(), at=now()
            )
    except Refusal as refusal:
        return _own(slug, refusal)
    return redirect(url_for("classroom.own", class_key=class_key, slug=slug), 303)


@classroom.post("/klas/<class_key>/eigen/<slug>/stappen")
@needs("class.manage")
def leave_steps_out(class_key: str, slug: str) -> Response:
    """Which exercises this class leaves out; the talk, the exit check and the end stay."""
    module = catalog.module(slug)
    if module is None:
        abort(404)
    kept = [step.id for step in module.steps if step.phase in MAY_BE_OFF]
    steps = [step for step in request.form.getlist("off") if step in kept]
    leave_out(db.session, school_id=group().school_id, class_id=group().id, module=slug, steps=steps)
    flash(_("De les staat zo klaar voor %(name)s.", name=group().name), "goed")
    return redirect(url_for("classroom.own", class_key=class_key, slug=slug), 303)


@classroom.post("/klas/<class_key>/eigen/<slug>/<own_key>/weg")
@needs("class.manage")
def remove_own(class_key: str, slug: str, own_key: str) -> Response:
    """Take an own question away."""
    commands.remove(db.session, row=_row(own_key, group().id), actor=current().actor, at=now())
    return redirect(url_for("classroom.own", class_key=class_key, slug=slug), 303)


@classroom.route("/klas/<class_key>/regels", methods=["GET", "POST"])
@needs("class.manage")
def rules(class_key: str) -> Response:
    """The rules that the class made, and their poster."""
    if request.method == "POST":
        written = request.form.getlist("rule")
        try:
            commands.write_rules(db.session, school_id=group().school_id, class_id=group().id, rules=written)
        except Refusal as refusal:
            return class_page(
                "classroom/rules.html", "les", refusal.status, rules=written, most=commands.MOST_RULES,
                mistake=_(refusal.sentence, **refusal.facts),
            )  # fmt: skip
        return redirect(url_for("classroom.rules", class_key=class_key), 303)
    return class_page(
        "classroom/rules.html", "les", rules=class_rules(db.session, group().id), most=commands.MOST_RULES, mistake=""
    )


@classroom.get("/klas/<class_key>/regels/poster")
@needs("class.see")
def poster(class_key: str) -> Response:
    """The class rules on one page, to hang on the wall."""
    return class_page("classroom/poster.html", "les", rules=class_rules(db.session, group().id))


@classroom.get("/vragen-van-je-klas")
@needs("lesson.do")
def practice() -> Response:
    """For a pupil: the questions that the own teacher added. Nothing is kept of what is answered."""
    rows = own_content(db.session, current().class_id, kind="item")
    return render("classroom/practice.html", rows=rows, chosen=None, row=None, stored=stored)


@classroom.post("/vragen-van-je-klas/<own_key>")
@needs("lesson.do")
def practise(own_key: str) -> Response:
    """What a pupil chose, with the explanation; practice only, so nothing is written."""
    row = _row(own_key, current().class_id)
    answer = request.form.get("answer", "")
    options = dict(enumerate(row.options))
    chosen = options.get(int(answer)) if answer.isdecimal() else None
    rows = own_content(db.session, current().class_id, kind="item")
    return render("classroom/practice.html", 200 if chosen else 422, rows=rows, chosen=chosen, row=row, stored=stored)


def _own(slug: str, refusal: Refusal | None = None) -> Response:
    module = catalog.module(slug)
    return class_page(
        "classroom/own.html", "les", refusal.status if refusal else 200, module=module,
        steps=[step for step in module.steps if step.phase in MAY_BE_OFF] if module else [],
        off=arranged(db.session, group().id, slug).off,
        rows=own_content(db.session, group().id, slug), stored=stored, form=request.form,
        mistake=_(refusal.sentence, **refusal.facts) if refusal else "",
    )  # fmt: skip


def _row(key: str, class_id: int) -> OwnContent:
    """The own content with this key in this class, else 404."""
    row = db.session.query(OwnContent).filter(OwnContent.key == key, OwnContent.class_id == class_id).first()
    if row is None or row.deleted_at is not None:
        abort(404)
    return row
