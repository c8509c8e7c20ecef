"""A pupil goes through a module: start page, steps, word list, closing."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from agreements.catalog import contract_for
from core.clock import now
from core.database import db
from core.languages import language
from core.refusal import Refusal
from core.text import Text
from core.web import own_path, render, school_settings
from lessons import catalog, forms, queries
from lessons.commands import answering as commands
from lessons.commands.answering import Doer, NotReached, Paused, StepOff, year_of
from lessons.queries import Walk
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.flitsronde import Flitsronde
from lessons.steps.klassengesprek import Klassengesprek
from lessons.steps.play import Form
from lessons.steps.terugvertellen import Terugvertellen
from lessons.views.stepping import Place, agreement_cards, said, step_page
from progress.queries import pupil_modules
from quizzes import catalog as banks
from school.access import current, needs

lessons = Blueprint("lessons", __name__)


def me() -> Doer:
    """The pupil who is asking."""
    visitor = current()
    return Doer(visitor.pupil_id, visitor.school_id, visitor.class_id, visitor.route, language())


def together() -> list[Doer]:
    """The pupil who is asking, and the other one where two work at one device: practice counts for both."""
    visitor, partner = current(), current().partner
    if partner is None:
        return [me()]
    return [me(), Doer(partner.pupil_id, visitor.school_id, visitor.class_id, partner.route, language())]


def module_of(slug: str) -> Module:
    """The module in the address as the visitor's school sees it, or 404."""
    try:
        return catalog.module(slug, school_settings())
    except catalog.NoSuchModule:
        abort(404)


def walk_of(module: Module) -> Walk:
    """The pupil's way through the module this school year."""
    doer = me()
    return queries.walk(
        db.session, pupil_id=doer.pupil_id, class_id=doer.class_id, route=doer.route, module=module, year=year_of(now())
    )


@lessons.get("/les/<slug>")
@needs("lesson.do")
def start(slug: str) -> Response:
    module = module_of(slug)
    mastered = {name for name, view in pupil_modules(db.session, current().pupil_id).items() if view.mastered_at}
    closed = [catalog.module(name, school_settings()) for name in module.after if name not in mastered]
    cards = agreement_cards(module, [agreement.id for agreement in module.agreements])
    return render("lessons/start.html", module=module, walk=walk_of(module), closed_by=closed, cards=cards)


@lessons.post("/les/<slug>")
@needs("lesson.do")
def begin(slug: str) -> Response:
    module = module_of(slug)
    for doer in together():
        commands.begin(db.session, doer=doer, module=module, at=now())
    return redirect(_onward(walk_of(module)), 303)


@lessons.get("/les/<slug>/verder")
@needs("lesson.do")
def onward(slug: str) -> Response:
    """To where the pupil was."""
    return redirect(_onward(walk_of(module_of(slug))))


@lessons.get("/les/<slug>/stap/<step_id>")
@needs("lesson.do")
def step(slug: str, step_id: str) -> Response:
    walk = walk_of(module_of(slug))
    here = _step(walk, step_id)
    if not walk.started:
        return redirect(url_for(".start", slug=slug))
    if walk.arranged.paused:
        return _quiet(walk)
    if not walk.reached(step_id):
        return redirect(_onward(walk))
    return _page(walk, here, focus=request.args.get("deel"), helped="hulp" in request.args)


@lessons.post("/les/<slug>/stap/<step_id>")
@needs("lesson.do")
def answer(slug: str, step_id: str) -> Response:
    module = module_of(slug)
    form = forms.sent()
    try:
        outcome = commands.answer_together(
            db.session, doers=together(), module=module, step_id=step_id, form=form, once=forms.once(), at=now()
        )
    except (StepOff, NotReached, Paused):
        raise
    except Refusal as refusal:
        g.language_path = url_for(".step", slug=slug, step_id=step_id)
        walk = walk_of(module)
        return _page(walk, _step(walk, step_id), filled=form, fault=said(refusal), status=refusal.status)
    place = played(catalog.step_of(module.steps, step_id)).answer_place
    return redirect(url_for(".step", slug=slug, step_id=step_id, deel=outcome.part or None, _anchor=place), 303)


@lessons.post("/les/<slug>/stap/<step_id>/hulp")
@needs("lesson.do")
def help_asked(slug: str, step_id: str) -> Response:
    """*Ik snap het niet*: the teacher sees it, the pupil gets a hint."""
    commands.ask_help(db.session, doer=me(), module=module_of(slug), step_id=step_id, at=now())
    return redirect(url_for(".step", slug=slug, step_id=step_id, hulp=1, _anchor="hint"), 303)


@lessons.post("/les/<slug>/stap/<step_id>/concept")
@needs("lesson.do")
def draft(slug: str, step_id: str) -> Response:
    """Keep what is being written."""
    module = module_of(slug)
    here = next((step for step in module.steps if step.id == step_id), None)
    field, words = request.form.get("field", ""), request.form.get("words", "")
    if not isinstance(here, Terugvertellen) or field not in ("text", "own"):
        abort(404)
    commands.keep_draft(db.session, doer=me(), module=slug, step_id=step_id, field=field, words=words, at=now())
    return Response(status=204)


@lessons.get("/les/<slug>/nu")
@needs("lesson.do")
def live(slug: str) -> Response:
    """What the teacher arranged just now: asked for by every page of the class every few seconds, so one statement."""
    if slug not in catalog.course().modules:
        abort(404)
    arranged = queries.arranged(db.session, current().class_id, slug)
    response = render("lessons/live.html", arranged=arranged, slug=slug, here=request.args.get("stap", ""))
    response.add_etag()
    return response.make_conditional(request)


@lessons.get("/les/<slug>/woorden")
@needs("lesson.do")
def words(slug: str) -> Response:
    module = module_of(slug)
    return render("lessons/words.html", module=module, back=own_path(request.args.get("terug"), f"/les/{slug}"))


@lessons.get("/les/<slug>/klaar")
@needs("lesson.do")
def closing(slug: str) -> Response:
    module = module_of(slug)
    walk = walk_of(module)
    if walk.current is not None:
        return redirect(_onward(walk) if walk.started else url_for(".start", slug=slug))
    plan = queries.plan_of(db.session, current().pupil_id, slug)
    return render(
        "lessons/closing.html",
        module=module,
        walk=walk,
        plan=plan,
        promise=promise_of(module),
        mastered=_mastered(slug),
        quiz=_quiz(slug),
        back=url_for(".step", slug=slug, step_id=walk.steps[-1].id),
        home=url_for("home.page"),
        cards=agreement_cards(module, [agreement.id for agreement in module.agreements]),
    )


def promise_of(module: Module) -> Text | None:
    """The promise of the module in the contract of the visitor's school; None where the school switched it off."""
    promise = contract_for(db.session, current().school_id).promise(module.closing.promise)
    return promise.text if promise else None


def _step(walk: Walk, step_id: str) -> AnyStep:
    try:
        return catalog.step_of(walk.steps, step_id)
    except catalog.NoSuchStep:
        abort(404)


def _onward(walk: Walk) -> str:
    slug = walk.module.slug
    if walk.current is None:
        return url_for(".closing", slug=slug) if _mastered(slug) else _quiz(slug) or url_for(".closing", slug=slug)
    return url_for(".step", slug=slug, step_id=walk.current.id)


def _mastered(slug: str) -> bool:
    view = pupil_modules(db.session, current().pupil_id).get(slug)
    return view is not None and view.mastered_at is not None


def _quiz(slug: str) -> str:
    """Address of the module's questions; empty where it has none."""
    return url_for("quiz.overview", slug=slug) if slug in banks.shelf().banks else ""


def _page(
    walk: Walk,
    step: AnyStep,
    *,
    focus: str | None = None,
    filled: Form | None = None,
    fault: str = "",
    status: int = 200,
    helped: bool = False,
) -> Response:
    slug, doer = walk.module.slug, me()
    more: dict[str, object] = {}
    if isinstance(step, Terugvertellen):
        more["telling"] = queries.telling(db.session, doer.pupil_id, slug, year_of(now()), step.id)
        more["draft"] = queries.draft(db.session, doer.pupil_id, slug, step.id)
    if isinstance(step, Flitsronde):
        more["round"] = queries.last_flash(db.session, doer.pupil_id, year_of(now()))
    if isinstance(step, Klassengesprek):
        more["votes"] = queries.votes(db.session, doer.class_id, slug, step.id)
    return step_page(
        walk=walk, step=step, place=_place(walk, step), focus=focus, filled=filled, fault=fault, status=status,
        helped=helped, more=more,
    )  # fmt: skip


def _place(walk: Walk, step: AnyStep) -> Place:
    slug, here = walk.module.slug, url_for(".step", slug=walk.module.slug, step_id=step.id)
    before, after = walk.neighbours(step.id)
    ends_lesson = step.lesson == 1 and after is not None and after.lesson != step.lesson
    live_now = walk.arranged.live_until is not None and walk.arranged.live_until > now()
    return Place(
        here=here,
        send=here,
        help=url_for(".help_asked", slug=slug, step_id=step.id),
        stop=url_for("home.stop", terug=here),
        draft=url_for(".draft", slug=slug, step_id=step.id),
        before=url_for(".step", slug=slug, step_id=before.id) if before else url_for(".start", slug=slug),
        after=url_for(".step", slug=slug, step_id=after.id) if after else url_for(".onward", slug=slug),
        words=url_for(".words", slug=slug, terug=here),
        quiz=_quiz(slug) if ends_lesson else "",
        flash=url_for("flash.begin", slug=slug, step_id=step.id) if isinstance(step, Flitsronde) else "",
        ends_lesson=ends_lesson,
        live=url_for(".live", slug=slug, stap=step.id) if live_now else "",
    )


def _quiet(walk: Walk) -> Response:
    """*Even luisteren*: nothing to do now, nothing is lost."""
    return render("lessons/quiet.html", walk=walk, live=url_for(".live", slug=walk.module.slug))
