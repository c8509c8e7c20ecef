"""The digibord: no names, class totals only, one question at a time."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from classroom import catalog
from classroom.commands import board as commands
from classroom.constants import POLL_SECONDS, VOTES_SHOWN
from classroom.queries import board as queries
from classroom.queries.division import Answers, divided_on
from classroom.queries.live import running
from classroom.queries.own import talk_questions
from classroom.queries.plan import order_of
from classroom.rules.nameless import nameless
from classroom.views.blueprint import classroom
from classroom.views.page import asked_by_page, group, mastery, pupils, unchanged
from classroom.views.translate import translate as _
from core.clock import local_day, now, school_year
from core.database import db
from core.text import Text
from core.web import render, say, school_settings
from lessons.queries import arranged
from lessons.schema import Module
from lessons.steps.klassengesprek import Klassengesprek
from school.access import needs

TALK = "gesprek"


@classroom.get("/klas/<class_key>/digibord")
@needs("class.see")
def digital_board(class_key: str) -> Response:
    """The talk card of the module (``kaart=gesprek``), or one of the two questions on which the class is divided."""
    module = _module()
    stand = _stand(module.slug)  # before the page is made: a vote in between must not look as if it were on it
    card = _card(module)
    return render("classroom/board.html", mark=f'"{stand}-{card["card"]}"', **card)


@classroom.get("/klas/<class_key>/digibord/nu")
@needs("class.see")
def digital_board_now(class_key: str) -> Response:
    """The part of the board that changes: how many voted, and what came out."""
    if not asked_by_page():
        return redirect(url_for("classroom.digital_board", class_key=class_key, kaart=request.args.get("kaart")))
    slug = request.args.get("les", "")
    stand = _stand(slug if catalog.module(slug) else _module().slug)
    return unchanged(
        f"{stand}-{request.args.get('kaart', '')[:9]}", lambda: render("classroom/_board.html", **_card(_module()))
    )


@classroom.post("/klas/<class_key>/digibord/stemming")
@needs("class.see")
def vote_again(class_key: str) -> Response:
    """Let the class vote again on a divided question, or close that vote."""
    module, card = _module(), request.form.get("kaart", "")
    found = {str(number): one for number, one in enumerate(_divided(module), 1)}
    if card not in found:
        abort(404)
    if request.form.get("open") == "1":
        asked = found[card].asked
        commands.open_vote(
            db.session, school_id=group().school_id, class_id=group().id, module=module.slug, name=asked.name,
            part=asked.part, before=found[card].counts, at=now(),
        )  # fmt: skip
    else:
        commands.close_votes(db.session, class_id=group().id, at=now())
    return redirect(url_for("classroom.digital_board", class_key=class_key, les=module.slug, kaart=card), 303)


def _module() -> Module:
    """The module on the board: the one asked for, the one of the running lesson, or the last that the class began."""
    settings = school_settings()
    asked = catalog.at_school(request.values.get("les", ""), settings)
    if asked:
        return asked
    row = running(db.session, group().id)
    if row:
        slug = row.module
    else:
        known, order = mastery(), order_of(db.session, group().id)
        slug = next((name for name in reversed(order) if known.begun(name)), order[0])
    found = catalog.at_school(slug, settings)
    if found is None:
        abort(404)
    return found


def _divided(module: Module) -> list[Answers]:
    here = [one.id for one in pupils()]
    return divided_on(db.session, here, module.slug, school_year(local_day(now())), school_settings())


def _stand(slug: str) -> str:
    return queries.board_mark(db.session, group().id, slug, now())


def _card(module: Module) -> dict[str, Any]:
    found = _divided(module)
    cards = [*(str(number) for number, _one in enumerate(found, 1)), TALK]
    card = request.args.get("kaart", "")
    card = card if card in cards else cards[0]
    names = queries.names_in(db.session, group().id)
    shown = found[int(card) - 1] if card != TALK else None
    votes = queries.votes_today(db.session, group().id, now())
    asked = (module.slug, shown.asked.name, shown.asked.part) if shown else None
    vote = next((one for one in votes if (one.module, one.name, one.part) == asked), None)
    talk = next((step for step in module.steps if isinstance(step, Klassengesprek)), None)
    live = running(db.session, group().id)
    own = talk_questions(db.session, group().id, module.slug)

    def plain(words: Text | str | None) -> str:
        return nameless(say(words), names, _("een kind"))

    return {
        "group": group(), "module": module, "card": card, "cards": cards, "shown": shown, "vote": vote, "talk": talk,
        "plain": plain, "own": own, "size": queries.class_size(db.session, group().id), "every": POLL_SECONDS,
        "paused": arranged(db.session, group().id, module.slug).paused, "live": live,
        "inside": queries.progress_of(db.session, live, now()) if live and live.module == module.slug else None,
        "question": module.teacher.questions[0], "votes_shown": VOTES_SHOWN,
    }  # fmt: skip
