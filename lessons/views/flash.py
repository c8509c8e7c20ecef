"""The questions of a flitsronde, asked as every other question is."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from lessons import catalog
from lessons.commands.flash import begin_flash
from lessons.queries import FLASH_KIND, FLASH_PLACE
from lessons.steps.flitsronde import Flitsronde
from lessons.views.player import module_of
from quizzes.views.asking import Place, answered, draft_kept, help_wanted, me, onward, question_page
from school.access import needs

flash = Blueprint("flash", __name__, url_prefix="/les/<slug>/flitsronde/<step_id>")


@flash.get("")
@needs("lesson.do")
def overview(slug: str, step_id: str) -> Response:
    """Back to the step."""
    return redirect(url_for("lessons.step", slug=slug, step_id=step_id))


@flash.post("")
@needs("lesson.do")
def begin(slug: str, step_id: str) -> Response:
    step = _step(slug, step_id)
    attempt = begin_flash(db.session, person=me(), count=step.items, at=now(), rng=SystemRandom())
    return redirect(onward(_place(slug, step_id), attempt), 303)


@flash.get("/<item_key>")
@needs("lesson.do")
def question(slug: str, step_id: str, item_key: str) -> Response:
    return question_page(_place(slug, step_id), item_key)


@flash.post("/<item_key>")
@needs("lesson.do")
def answer(slug: str, step_id: str, item_key: str) -> Response:
    return answered(_place(slug, step_id), item_key)


@flash.post("/<item_key>/hulp")
@needs("lesson.do")
def help_asked(slug: str, step_id: str, item_key: str) -> Response:
    return help_wanted(_place(slug, step_id), item_key)


@flash.post("/<item_key>/concept")
@needs("lesson.do")
def draft(slug: str, step_id: str, item_key: str) -> Response:
    return draft_kept(_place(slug, step_id), item_key)


def _place(slug: str, step_id: str) -> Place:
    _step(slug, step_id)
    return Place(FLASH_KIND, "flash", module=FLASH_PLACE, arguments={"slug": slug, "step_id": step_id})


def _step(slug: str, step_id: str) -> Flitsronde:
    try:
        step = catalog.step_of(module_of(slug).steps, step_id)
    except catalog.NoSuchStep:
        abort(404)
    if not isinstance(step, Flitsronde):
        abort(404)
    return step
