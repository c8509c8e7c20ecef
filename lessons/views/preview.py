"""Preview for teachers, administrators and authors: any step as a generic pupil, in each language, route and school
variant. Nothing is written: what was answered so far travels in the page, signed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, g, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from agreements import catalog as protocols
from core.refusal import Refusal
from core.text import Settings
from core.web import render, school_settings
from lessons import catalog, forms
from lessons.queries import Arranged, Walk
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.play import FRESH, Form, Record, about, advance
from lessons.views.stepping import Place, agreement_cards, said, step_page
from school.access import needs

preview = Blueprint("lesson_preview", __name__, url_prefix="/voorbeeld/lessen")

SALT = "lesson-preview"
ROUTES = ("plus", "basis")


@preview.get("")
@needs("preview.see")
def index() -> Response:
    """Every module with its steps."""
    return render("lessons/preview_index.html", modules=[_module(one.slug) for one in catalog.modules()], **_choices())


@preview.get("/<slug>")
@needs("preview.see")
def start(slug: str) -> Response:
    module = _module(slug)
    walk = _walk(module, {})
    cards = agreement_cards(module, [agreement.id for agreement in module.agreements])
    bar = {**_choices(), "index": url_for(".index", **_kept()), "first": _step_url(module, walk.steps[0])}
    return render("lessons/start.html", module=module, walk=walk, closed_by=[], cards=cards, preview=bar)


@preview.route("/<slug>/stap/<step_id>", methods=["GET", "POST"])
@needs("preview.see")
def step(slug: str, step_id: str) -> Response:
    """A step as a pupil sees it; an answer is judged and forgotten."""
    module = _module(slug)
    records = _carried(module, request.values.get(forms.STATE, ""))
    here = next((one for one in _walk(module, {}).steps if one.id == step_id), None)
    if here is None:
        abort(404)
    if request.method != "POST":
        return _page(module, here, records, focus=request.args.get("deel"))
    g.language_path = _step_url(module, here)
    form = forms.sent()
    try:
        after, parsed, _facts = advance(played(here), here, records.get(step_id, FRESH), form)
    except Refusal as refusal:
        return _page(module, here, records, filled=form, fault=said(refusal), status=refusal.status)
    return _page(module, here, {**records, step_id: after}, focus=about(parsed.answer))


def _page(
    module: Module,
    step: AnyStep,
    records: dict[str, Record],
    *,
    focus: str | None = None,
    filled: Form | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    walk = _walk(module, records)
    before, after = walk.neighbours(step.id)
    state = _carry(records)
    send = _step_url(module, step)
    along: dict[str, Any] = {**_kept(), **({forms.STATE: state} if records else {})}
    here = url_for(".step", slug=module.slug, step_id=step.id, **along)
    start_page = url_for(".start", slug=module.slug, **_kept())
    place = Place(
        here=here,
        send=send,
        help="",
        stop=url_for("home.stop", terug=send),
        draft="",
        before=_step_url(module, before) if before else start_page,
        after=_step_url(module, after) if after else start_page,
        words=start_page,
    )
    bar = {**_choices(), "index": url_for(".index", **_kept()), "after": place.after}
    more: dict[str, Any] = {"preview": bar, "state": state, "telling": None, "draft": {}, "votes": {}}
    return step_page(
        walk=walk, step=step, place=place, focus=focus, filled=filled, fault=fault, status=status, more=more
    )


def _module(slug: str) -> Module:
    _use_variant()
    try:
        return catalog.module(slug, school_settings())
    except catalog.NoSuchModule:
        abort(404)


def _use_variant() -> None:
    """Show the words of another school's protocol where the address asks for one."""
    asked = request.args.get("protocol")
    if asked in protocols.shelf().everything:
        settings: Settings = protocols.settings_of(str(asked))
        g.school_settings = settings


def _walk(module: Module, records: dict[str, Record]) -> Walk:
    route = request.args.get("route", ROUTES[0])
    steps = tuple(catalog.steps_on(module, route if route in ROUTES else ROUTES[0]))
    return Walk(module, steps, records, Arranged(), started=True)


def _choices() -> dict[str, Any]:
    """The routes and school variants to choose from, and what is chosen."""
    return {
        "protocols": sorted(protocols.shelf().everything.values(), key=lambda protocol: protocol.name),
        "routes": ROUTES,
        "protocol": request.args.get("protocol", ""),
        "route": request.args.get("route", ROUTES[0]),
    }


def _kept() -> dict[str, Any]:
    """The variant and route of this address, for the next."""
    return {name: request.args[name] for name in ("protocol", "route") if name in request.args}


def _step_url(module: Module, step: AnyStep) -> str:
    return url_for(".step", slug=module.slug, step_id=step.id, **_kept())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=SALT)


def _carry(records: dict[str, Record]) -> str:
    plain = {step: [one.first, one.last, one.tries, one.done] for step, one in records.items()}
    return str(_signer().dumps(plain))


def _carried(module: Module, state: str) -> dict[str, Record]:
    """What a page or link carried; nothing when it is not ours."""
    try:
        plain = _signer().loads(state)
    except BadSignature:
        return {}
    return {step: Record(*parts) for step, parts in plain.items() if step in {one.id for one in module.steps}}
