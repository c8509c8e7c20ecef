"""Preview, the exact consequences, publishing, and versions side by side."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from agreements import catalog
from agreements.commands import publish as commands
from agreements.commands.refusals import ListChanged, NewerVersion, NothingChanged, NotReady
from agreements.coverage import Course
from agreements.differences import compare, marked
from agreements.queries import drafts as queries
from agreements.queries.pages import settings_page
from agreements.rules import sections
from agreements.views.own import own
from agreements.views.words import FIELDS, PROBLEMS
from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs


@own.get("/concept/<draft_key>/voorbeeld")
@needs("agreements.manage")
def preview(draft_key: str) -> Response:
    """The draft as pupils would see it: agreements and contract."""
    shelf = catalog.shelf()
    found = commands.propose(db.session, current().school_id, draft_key, _course())
    return render(
        "agreements/preview.html",
        draft=found.draft,
        protocol=found.new,
        sections=sections(found.new, "pupil", shelf.topics, shelf.base),
        stated=settings_page(found.new, "pupil"),
        contract=catalog.contract_of(found.new),
    )


@own.get("/concept/<draft_key>/publiceren")
@needs("agreements.manage")
def consequences(draft_key: str) -> Response:
    """Exactly what publishing would touch."""
    return _consequences(draft_key)


@own.post("/concept/<draft_key>/publiceren")
@needs("agreements.manage")
def publish(draft_key: str) -> Response:
    """Make the version."""
    visitor = current()
    try:
        version = commands.publish(
            db.session, school_id=visitor.school_id, staff_id=visitor.staff_id, draft_key=draft_key,
            seen=request.form.get("seen", ""), course=_course(), pledges=_pledges(), at=now(),
        )  # fmt: skip
    except (NotReady, NewerVersion, NothingChanged, ListChanged) as refusal:
        return _consequences(draft_key, refusal)
    flash(_("Versie %(number)s is gepubliceerd en geldt nu.", number=version.number), "goed")
    return redirect(url_for("protocol.version", number=version.number), 303)


@own.get("/versie/<int:number>")
@needs("agreements.manage")
def version(number: int) -> Response:
    """One version, with its digest, beside the one before it or the one that is asked for."""
    school_id = current().school_id
    found = queries.version(db.session, school_id, number)
    if found is None:
        abort(404)
    asked = request.args.get("naast", type=int)
    other = queries.version(db.session, school_id, number - 1 if asked is None else asked)
    new = catalog.own_protocol(found)
    difference = compare(catalog.own_protocol(other), new) if other is not None else None
    return render(
        "agreements/version.html", version=found, other=other, protocol=new, difference=difference, marked=marked,
        fields=FIELDS, versions=queries.versions(db.session, school_id),
        names=queries.staff_names(db.session, school_id),
        settings={setting.id: setting for setting in catalog.shelf().settings.settings},
    )  # fmt: skip


def _consequences(draft_key: str, refusal: Refusal | None = None) -> Response:
    found = commands.propose(db.session, current().school_id, draft_key, _course())
    pledges = _pledges()
    keys = {row.key: row for row in found.draft.clauses}
    return render(
        "agreements/publish.html",
        refusal.status if refusal else 200,
        proposal=found,
        marked=marked,
        fields=FIELDS,
        problems=[(PROBLEMS[one.code], keys.get(one.clause)) for one in found.problems],
        promises=catalog.contract_of(found.new).promises,
        pledges=pledges,
        standing=sum(count for name, count in pledges.items() if name not in found.touched.asks_again),
        touched=sum(pledges.get(name, 0) for name in found.touched.asks_again),
        behind=found.draft.based_on != found.number - 1,
        mistake=_(refusal.sentence, **refusal.facts) if refusal else "",
        settings={setting.id: setting for setting in catalog.shelf().settings.settings},
    )


def _course() -> Course:
    found: Course = current_app.extensions["course"]()
    return found


def _pledges() -> dict[str, int]:
    """Promise id → pledges that hold now at this school; the pledges above this floor count them."""
    found: dict[str, int] = current_app.extensions["pledges_held"](current().school_id)
    return found
