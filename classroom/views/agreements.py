"""What a class knows: per promise, per agreement, and per article of the school's own protocol."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from agreements.catalog import agreement_sources, protocol_of
from classroom import catalog
from classroom.facts import Mastery, Share
from classroom.queries.articles import articles_of
from classroom.views.blueprint import classroom
from classroom.views.page import class_page, group, mastery, seen, topic
from classroom.views.translate import translate as _
from core.database import db
from lessons.schema import Module
from progress.rules import AgreementRef
from school.access import needs


@dataclass(frozen=True)
class Column:
    """One column of the matrix: a head, the state of each pupil (by id), what they are together, and a page."""

    head: str
    states: dict[int, str]
    share: Share
    to: str = ""


@classroom.get("/klas/<class_key>/afspraken")
@needs("class.see")
def agreements(class_key: str) -> Response:
    """Every module that the class began: shares per promise, and who knows what."""
    known = mastery()
    begun = [module for module in catalog.modules() if known.begun(module.slug)]
    columns = [_promise_column(known, module, class_key) for module in begun]
    order = sorted(columns, key=lambda column: column.share.kan)
    seen("mastery")
    return class_page(
        "classroom/agreements.html", "afspraken", known=known, columns=columns,
        rows=[(column.head, column.share) for column in columns],
        least=order[0] if order else None, most=order[-1] if len(order) > 1 else None,
    )  # fmt: skip


@classroom.get("/klas/<class_key>/afspraken/<slug>")
@needs("class.see")
def module_agreements(class_key: str, slug: str) -> Response:
    """One module: shares per agreement, and who knows what."""
    module = catalog.module(slug)
    if module is None:
        abort(404)
    known = mastery()
    protocol = protocol_of(db.session, group().school_id)
    columns = [
        _column(known, (slug, agreement.id), _("Afspraak %(number)s", number=number))
        for number, agreement in enumerate(module.agreements, 1)
    ]
    seen("mastery")
    return class_page(
        "classroom/module_agreements.html", "afspraken", known=known, module=module, columns=columns,
        rows=[(column.head, column.share) for column in columns], share=known.promise_share(slug),
        behind={one.id: agreement_sources(one.sources, protocol) for one in module.agreements},
    )  # fmt: skip


@classroom.get("/klas/<class_key>/artikelen")
@needs("class.see")
def articles(class_key: str) -> Response:
    """Every article of the school's own protocol that is for pupils, with how many know it."""
    known = mastery()
    protocol = protocol_of(db.session, group().school_id)
    found = articles_of(known, protocol)
    seen("mastery")
    return class_page("classroom/articles.html", "afspraken", articles=found, protocol=protocol, of=len(known.pupils))


def _promise_column(known: Mastery, module: Module, class_key: str) -> Column:
    states = {pupil.id: known.promise_mark(pupil.id, module.slug) for pupil in known.pupils}
    to = url_for("classroom.module_agreements", class_key=class_key, slug=module.slug)
    return Column(topic(module), states, known.promise_share(module.slug), to)


def _column(known: Mastery, ref: AgreementRef, head: str) -> Column:
    return Column(head, {pupil.id: known.mark(pupil.id, ref) for pupil in known.pupils}, known.share(ref))
