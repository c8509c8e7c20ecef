"""A school's own protocol: the overview, a draft with its clauses, cutting a document, settings as plain questions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from agreements import catalog
from agreements.commands import clauses as clause_commands
from agreements.commands import drafts as commands
from agreements.commands.refusals import ChangedMeanwhile, DocumentEmpty, DocumentTooLong, UnreadableDocument
from agreements.drafting import live, problems
from agreements.forms import read_revision, read_settings, read_upload
from agreements.models import ProtocolDraft
from agreements.queries import drafts as queries
from agreements.views.words import PROBLEMS
from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs

own = Blueprint("protocol", __name__, url_prefix="/beheer/protocol")


@own.get("")
@needs("agreements.manage")
def overview() -> Response:
    """The protocol that holds now, drafts, versions, and where to begin."""
    found = queries.overview(db.session, current().school_id, now())
    return render("agreements/overview.html", overview=found)


@own.post("")
@needs("agreements.manage")
def start() -> Response:
    """A new draft."""
    visitor = current()
    draft = commands.start_draft(
        db.session,
        school_id=visitor.school_id,
        staff_id=visitor.staff_id,
        start=request.form.get("start", ""),
        at=now(),
    )
    return _to_draft(draft.key)


@own.get("/concept/<draft_key>")
@needs("agreements.manage")
def draft(draft_key: str) -> Response:
    """A draft: its clauses, what is missing, and a place to paste a document."""
    return _draft_page(commands.open_draft(db.session, current().school_id, draft_key))


@own.post("/concept/<draft_key>/tekst")
@needs("agreements.manage")
def paste(draft_key: str) -> Response:
    """Cut a pasted or uploaded document into clauses."""
    visitor = current()
    try:
        document = read_upload(request.form, request.files.get("file"))
        count = clause_commands.paste(
            db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, document=document,
            at=now(),
        )  # fmt: skip
    except (DocumentEmpty, DocumentTooLong, UnreadableDocument) as refusal:
        row = commands.open_draft(db.session, visitor.school_id, draft_key)
        return _draft_page(row, refusal, request.form.get("document", ""))
    flash(ngettext("%(num)s bepaling erbij. Kijk ze na.", "%(num)s bepalingen erbij. Kijk ze na.", count), "goed")
    return _to_draft(draft_key)


@own.route("/concept/<draft_key>/instellingen", methods=["GET", "POST"])
@needs("agreements.manage")
def settings(draft_key: str) -> Response:
    """The 36 settings as plain questions."""
    visitor = current()
    row = commands.open_draft(db.session, visitor.school_id, draft_key)
    answers, revision = row.settings, row.revision
    titles, mistake, status = (row.title_nl, row.title_en), "", 200
    if request.method == "POST":
        answers, titles = (
            read_settings(request.form),
            (request.form.get("title_nl", ""), request.form.get("title_en", "")),
        )
        try:
            commands.save_settings(
                db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key,
                revision=read_revision(request.form), title_nl=titles[0], title_en=titles[1], settings=answers,
                at=now(),
            )  # fmt: skip
        except ChangedMeanwhile as refusal:
            mistake, status = _(refusal.sentence), refusal.status
            revision = row.revision
        else:
            flash(_("Bewaard."), "goed")
            return _to_draft(draft_key)
    return render(
        "agreements/questions.html", status, draft=row, answers=answers, revision=revision, titles=titles,
        mistake=mistake, settings=catalog.shelf().settings.settings, kept=row.settings if mistake else None,
    )  # fmt: skip


@own.post("/concept/<draft_key>/weg")
@needs("agreements.manage")
def discard(draft_key: str) -> Response:
    """Throw the draft away, for 30 days."""
    visitor = current()
    commands.discard_draft(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, at=now()
    )
    flash(_("Het concept is weg. Je kunt het 30 dagen lang terughalen."), "goed")
    return redirect(url_for("protocol.overview"), 303)


@own.post("/concept/<draft_key>/terug")
@needs("agreements.manage")
def restore(draft_key: str) -> Response:
    """Bring the draft back."""
    visitor = current()
    commands.restore_draft(
        db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key, at=now()
    )
    return _to_draft(draft_key)


def _draft_page(row: ProtocolDraft, refusal: Refusal | None = None, typed: str = "") -> Response:
    visitor = current()
    protocol = catalog.protocol_of(db.session, visitor.school_id)
    missing: dict[str, list[object]] = {}
    for problem in problems(row, protocol):
        missing.setdefault(problem.clause, []).append(PROBLEMS[problem.code])
    return render(
        "agreements/draft.html",
        refusal.status if refusal else 200,
        draft=row,
        clauses=live(row),
        removed=queries.removed_clauses(row, now()),
        missing=missing,
        names=queries.staff_names(db.session, visitor.school_id),
        topics={topic.id: topic.title for topic in catalog.shelf().topics},
        mistake=_(refusal.sentence) if refusal else "",
        typed=typed,
    )


def _to_draft(key: str) -> Response:
    return redirect(url_for("protocol.draft", draft_key=key), 303)
