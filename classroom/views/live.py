"""A lesson with the class: prepare, start, follow, pause, open a step, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from classroom import catalog
from classroom.commands import live as commands
from classroom.constants import POLL_SECONDS, WALK_AT_ONCE
from classroom.forms.numbers import number
from classroom.models import LiveLesson
from classroom.queries import live as queries
from classroom.queries.catching_up import missed_by
from classroom.queries.division import divided_on
from classroom.queries.plan import order_of
from classroom.views.blueprint import classroom
from classroom.views.page import asked_by_page, class_page, group, pupil, pupils, seen, unchanged
from classroom.views.translate import translate as _
from core.clock import local_day, now, school_year
from core.database import db
from core.refusal import Refusal
from core.web import render, school_settings
from school.access import current, needs


@classroom.get("/klas/<class_key>/les")
@needs("class.see")
def lesson(class_key: str) -> Response:
    """The live board of the running lesson, or the page where a lesson is prepared."""
    row = queries.running(db.session, group().id)
    if row is None:
        return _prepare()
    seen("live")
    at = now()
    pulse = queries.pulse(db.session, group().id, at)
    return class_page(
        "classroom/live.html", "les", mark=pulse.mark if pulse else "", every=POLL_SECONDS, **_board(row, at)
    )


@classroom.get("/klas/<class_key>/les/nu")
@needs("class.see")
def lesson_now(class_key: str) -> Response:
    """The part of the board that changes; 304 from one statement when nothing did."""
    if not asked_by_page():
        return _to_lesson(class_key)
    at = now()
    pulse = queries.pulse(db.session, group().id, at)
    return unchanged(pulse.mark if pulse else "ended", lambda: _part(at))


@classroom.post("/klas/<class_key>/les")
@needs("class.see")
def start_lesson(class_key: str) -> Response:
    """Begin a lesson with the class."""
    slug, _dot, part = request.form.get("lesson", "").partition("/")
    try:
        commands.start(
            db.session, school_id=group().school_id, class_id=group().id, staff_id=current().staff_id, module=slug,
            lesson=int(part) if part in ("1", "2") else 0, minutes=number("minutes"), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _prepare(refusal)
    return _to_lesson(class_key)


@classroom.post("/klas/<class_key>/les/fase")
@needs("class.see")
def move_on(class_key: str) -> Response:
    """Go to a later phase."""
    act = partial(commands.move_on, phase=request.form.get("phase", ""), seen=number("seen"), at=now())
    return _act(class_key, act)


@classroom.post("/klas/<class_key>/les/langer")
@needs("class.see")
def take_longer(class_key: str) -> Response:
    """Two minutes more for this phase."""
    return _act(class_key, partial(commands.take_longer, seen=number("seen"), at=now()))


@classroom.post("/klas/<class_key>/les/pauze")
@needs("class.see")
def pause(class_key: str) -> Response:
    """Make all screens quiet for a talk, or let them go on."""
    return _act(class_key, partial(commands.pause, paused=request.form.get("paused") == "1", at=now()))


@classroom.post("/klas/<class_key>/les/stap")
@needs("class.see")
def open_step(class_key: str) -> Response:
    """Open a step for the whole class."""
    return _act(class_key, partial(commands.open_step, step=request.form.get("step", "")))


@classroom.post("/klas/<class_key>/les/einde")
@needs("class.see")
def end_lesson(class_key: str) -> Response:
    """End the lesson and go to what it showed."""
    try:
        row = commands.end(
            db.session,
            class_id=group().id,
            staff_id=current().staff_id,
            repeat=request.form.get("repeat", ""),
            sign_out=request.form.get("sign_out") == "1",
            at=now(),
        )
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.facts), "let-op")
        return _to_lesson(class_key)
    return redirect(url_for("classroom.after", class_key=class_key, slug=row.module), 303)


@classroom.post("/klas/<class_key>/leerling/<pupil_key>/geweest")
@needs("class.see")
def visited(class_key: str, pupil_key: str) -> Response:
    """The teacher was with this pupil."""
    commands.visited(db.session, pupil=pupil(), at=now())
    if request.form.get("back") == "klas":
        return redirect(url_for("classroom.glance", class_key=class_key), 303)
    return _to_lesson(class_key)


def _act(class_key: str, command: Callable[..., None]) -> Response:
    """Run ``command`` on the class; what it refuses is said above the board."""
    try:
        command(db.session, class_id=group().id)
    except Refusal as refusal:
        flash(_(refusal.sentence, **refusal.facts), "let-op")
    return _to_lesson(class_key)


def _to_lesson(class_key: str) -> Response:
    return redirect(url_for("classroom.lesson", class_key=class_key), 303)


def _board(row: LiveLesson, at: datetime) -> dict[str, Any]:
    module = catalog.module(row.module)
    board = queries.board(db.session, row, at)
    here = [one.pupil.id for one in (*board.walk, *board.busy, *board.done, *board.absent)]
    divided = divided_on(db.session, here, row.module, school_year(local_day(at)), school_settings())
    return {
        "lesson": row, "module": module, "board": board, "clock": queries.clock_of(row, at), "at": at,
        "divided": divided, "walk_at_once": WALK_AT_ONCE,
    }  # fmt: skip


def _part(at: datetime) -> Response:
    row = queries.running(db.session, group().id)
    return render("classroom/_live.html", group=group(), **(_board(row, at) if row else {"lesson": None}))


def _prepare(refusal: Refusal | None = None) -> Response:
    year = school_year(local_day(now()))
    given = queries.given_before(db.session, group().id, year)
    order = order_of(db.session, group().id)
    chosen = request.values.get("lesson", "")
    rows = {one.id: one for one in pupils()}
    had = {(row.module, row.lesson) for row in given}
    slug, part = queries.next_lesson(had | queries.worked_through(db.session, list(rows.values()), year), order)
    if "/" in chosen and catalog.module(chosen.split("/")[0]) and chosen.split("/")[1] in ("1", "2"):
        slug, part = chosen.split("/")[0], int(chosen.split("/")[1])
    missed = missed_by(db.session, {group().id: list(rows.values())}, now())
    last = given[0] if given else None
    absent = [
        rows[pupil_id].name
        for pupil_id, ones in missed.items()
        if last and any((one.module, one.lesson) == (last.module, last.lesson) for one in ones)
    ]
    return class_page(
        "classroom/prepare.html", "les", refusal.status if refusal else 200, slug=slug, part=part,
        modules=[module for name in order if (module := catalog.module(name))], module=catalog.module(slug),
        absent=sorted(absent), last=last, mistake=_(refusal.sentence, **refusal.facts) if refusal else "",
        minutes=request.form.get("minutes", "45"), least=commands.LEAST_MINUTES, most=commands.MOST_MINUTES,
        had=had,
    )  # fmt: skip
