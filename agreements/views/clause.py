"""One clause of a draft: edit, move, take out, bring back; and official words beside a clause of a shipped protocol."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from agreements import catalog
from agreements.commands import clauses as commands
from agreements.commands.clauses import Given
from agreements.commands.refusals import ChangedMeanwhile, TooLongToKeep
from agreements.drafting import problems
from agreements.forms import read_clause, read_revision
from agreements.models import DraftClause
from agreements.queries import drafts as queries
from agreements.schema import AUDIENCES
from agreements.views.own import own
from agreements.views.pages import NAMES
from agreements.views.words import KINDS, PROBLEMS
from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs


@own.post("/concept/<draft_key>/bepaling")
@needs("agreements.manage")
def add(draft_key: str) -> Response:
    """An empty clause."""
    visitor = current()
    row = commands.add_clause(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, at=now()
    )
    return _to_clause(draft_key, row.key)


@own.route("/concept/<draft_key>/bepaling/<clause_key>", methods=["GET", "POST"])
@needs("agreements.manage")
def edit(draft_key: str, clause_key: str) -> Response:
    """Topic, audience, words for adults and for pupils, the promise it supports, and the kind of change."""
    visitor = current()
    row = commands.find_clause(db.session, visitor.school_id, draft_key, clause_key)
    if request.method != "POST":
        return _form(row, _given(row))
    given = read_clause(request.form)
    try:
        row = commands.save_clause(
            db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key,
            clause_key=clause_key, revision=read_revision(request.form), given=given, at=now(),
        )  # fmt: skip
    except (ChangedMeanwhile, TooLongToKeep) as refusal:
        return _form(row, given, refusal)
    flash(_("Bewaard."), "goed")
    after = queries.neighbours(row)[1]
    if request.form.get("then") == "next" and after is not None:
        return _to_clause(draft_key, after.key)
    return redirect(url_for("protocol.draft", draft_key=draft_key, _anchor=row.key), 303)


@own.post("/concept/<draft_key>/bepaling/<clause_key>/plaats")
@needs("agreements.manage")
def move(draft_key: str, clause_key: str) -> Response:
    """One place up or down."""
    visitor = current()
    commands.move_clause(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, clause_key=clause_key,
        down=request.form.get("to") == "down", at=now(),
    )  # fmt: skip
    return redirect(url_for("protocol.draft", draft_key=draft_key, _anchor=clause_key), 303)


@own.post("/concept/<draft_key>/bepaling/<clause_key>/weg")
@needs("agreements.manage")
def remove(draft_key: str, clause_key: str) -> Response:
    """Take it out, for 30 days."""
    visitor = current()
    row = commands.remove_clause(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, clause_key=clause_key,
        at=now(),
    )  # fmt: skip
    protocol = catalog.protocol_of(db.session, visitor.school_id)
    before = protocol.by_id.get(row.clause_id)
    promise = catalog.shelf().contract.promise_of(before) if before else None
    flash(_("De bepaling is weg. Je kunt haar 30 dagen lang terughalen."), "goed")
    if promise:
        number = int(promise[1:])
        words = _("Op deze bepaling rust belofte %(number)s. Na publiceren wordt die opnieuw gevraagd.", number=number)
        flash(words, "let-op")
    return redirect(url_for("protocol.draft", draft_key=draft_key), 303)


@own.post("/concept/<draft_key>/bepaling/<clause_key>/terug")
@needs("agreements.manage")
def bring_back(draft_key: str, clause_key: str) -> Response:
    """Bring it back."""
    visitor = current()
    commands.restore_clause(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, clause_key=clause_key,
        at=now(),
    )  # fmt: skip
    return redirect(url_for("protocol.draft", draft_key=draft_key, _anchor=clause_key), 303)


def _form(row: DraftClause, given: Given, refusal: Refusal | None = None) -> Response:
    """The form with what was typed; after a colleague's save also what stands there now."""
    db.session.refresh(row)
    protocol = catalog.protocol_of(db.session, current().school_id)
    shelf = catalog.shelf()
    before, after = queries.neighbours(row)
    return render(
        "agreements/clause.html",
        refusal.status if refusal else 200,
        row=row,
        draft=row.draft,
        given=given,
        theirs=_given(row) if isinstance(refusal, ChangedMeanwhile) else None,
        mistake=_(refusal.sentence) if refusal else "",
        missing=[PROBLEMS[one.code] for one in problems(row.draft, protocol) if one.clause == row.key],
        earlier=protocol.by_id.get(row.clause_id),
        before=before,
        after=after,
        who=queries.staff_names(db.session, row.school_id).get(row.updated_by or 0, ""),
        kinds=KINDS,
        audiences=[(who, NAMES[who]) for who in AUDIENCES],
        topics=shelf.topics,
        promises=shelf.contract.promises,
        base=shelf.base.clauses,
        like=[catalog.clause(name) for name in given.like],
    )


def _given(row: DraftClause) -> Given:
    return Given(
        row.section, row.number, row.source, tuple(row.audience), row.kind, row.topic, row.summary_nl, row.summary_en,
        row.pupil_nl, row.pupil_en, row.pledge, row.promise, tuple(row.like), row.change,
    )  # fmt: skip


def _to_clause(draft_key: str, clause_key: str) -> Response:
    return redirect(url_for("protocol.edit", draft_key=draft_key, clause_key=clause_key), 303)
