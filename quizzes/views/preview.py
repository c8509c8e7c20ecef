"""Preview of questions for teachers, administrators and authors: any item, in each language and school variant.
Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from werkzeug.wrappers import Response

from agreements import catalog as protocols
from core.refusal import Refusal
from core.web import render, school_settings
from quizzes import catalog
from quizzes.commands.attempts import parse
from quizzes.forms import sent
from quizzes.sheet import Sheet
from quizzes.types.base import Item
from quizzes.views.asking import react, said
from school.access import needs

preview = Blueprint("quiz_preview", __name__, url_prefix="/voorbeeld/vragen")

SEED = "preview"
"""One order for everybody; there is nothing to hide from who may see the whole bank."""


@preview.get("")
@needs("preview.see")
def index() -> Response:
    """Every bank and form with its items."""
    _use_variant()
    shelf = catalog.shelf()
    banks = [(facts.title, _sheets(shelf.banks[facts.slug].items)) for facts in catalog.modules()]
    forms = {name: _sheets(form.items) for name, form in sorted(shelf.forms.items())}
    return render("quizzes/preview_index.html", banks=banks, forms=forms, **_choices())


@preview.route("/<item_key>", methods=["GET", "POST"])
@needs("preview.see")
def item(item_key: str) -> Response:
    """One item as a pupil sees it; an answer is judged and forgotten."""
    _use_variant()
    try:
        entry = catalog.entry(item_key)
    except catalog.NoSuchItem:
        abort(404)
    sheet = Sheet.of(entry, school_settings(), SEED)
    facts = {"sheet": sheet, "module": catalog.shelf().facts.get(entry.module), **_choices()}
    if request.method == "GET":
        return render("quizzes/preview.html", form={}, fault="", reaction=None, **facts)
    g.language_path = url_for(".item", item_key=item_key)
    form = sent()
    try:
        answer = parse(sheet, form)
    except Refusal as refusal:
        return render("quizzes/preview.html", refusal.status, form=form, fault=said(refusal), reaction=None, **facts)
    reaction = react(sheet, answer, right=sheet.grade(answer).right)
    return render("quizzes/preview.html", form=form, fault="", reaction=reaction, **facts)


def _sheets(items: Sequence[Item]) -> list[Sheet]:
    return [Sheet.of(catalog.entry(one.id), school_settings(), SEED) for one in items]


def _use_variant() -> None:
    """Show the words of another school's protocol where the address asks for one."""
    asked = request.args.get("protocol")
    if asked in protocols.shelf().everything:
        g.school_settings = protocols.settings_of(str(asked))


def _choices() -> dict[str, Any]:
    return {
        "protocols": sorted(protocols.shelf().everything.values(), key=lambda protocol: protocol.name),
        "protocol": request.args.get("protocol", ""),
    }
