"""The turn of the school year, for administrators: what is proposed, done in one go, and undone within 30 days."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.clock import local_day, now, school_year
from core.database import db
from core.refusal import Refusal
from core.web import render
from school.access import current, needs
from school.commands import year_turn as commands
from school.commands.classes import YEARS
from school.forms.year_turn import EXTRA, exceptions, read_turn
from school.queries import year_turn as queries
from school.queries.classes import colleagues
from school.rules.hours import UNDO
from school.rules.year_turn import HAVE, LEAVE, NextClass, OldClass, Proposal, propose
from school.views.blueprints import team
from school.views.welcome import sentence


@team.route("/beheer/jaarovergang", methods=["GET", "POST"])
@needs("school.manage")
def turn() -> Response:
    """Every class of the year that ends, with a proposal; nothing happens until it is confirmed."""
    at, school_id = now(), current().school_id
    found = queries.endings(db.session, school_id, at)
    proposed = _proposed(found)
    if request.method != "POST":
        return _page(found, proposed, proposed, {})
    wish = read_turn(request.form, [one.old for one in found], proposed)
    others = exceptions(request.form, [pupil.key for one in found for pupil in one.pupils])
    try:
        done = commands.turn(
            db.session, wish, others, school_id=school_id, seen=request.form.get("seen", ""), actor=current().actor,
            at=at,
        )  # fmt: skip
    except Refusal as refusal:
        found = queries.endings(db.session, school_id, at)
        return _page(found, _proposed(found), wish, dict(others), refusal)
    flash(_("Het nieuwe schooljaar staat klaar."), "goed")
    words = ngettext("%(num)s leerling ging een groep verder.", "%(num)s leerlingen gingen een groep verder.", done.up)
    more = _("Bleven in hun groep: %(stayed)s. Van school: %(left)s.", stayed=done.stayed, left=done.left)
    flash(f"{words} {more}", "goed")
    return redirect(url_for("team.office"), 303)


@team.post("/beheer/jaarovergang/terug")
@needs("school.manage")
def undo_turn() -> Response:
    """Take the last turn back."""
    done = commands.undo(db.session, school_id=current().school_id, actor=current().actor, at=now())
    flash(_("De jaarovergang is teruggedraaid."), "goed")
    if done.elsewhere:
        words = ngettext(
            "%(num)s leerling was intussen verhuisd of weg en bleef daar.",
            "%(num)s leerlingen waren intussen verhuisd of weg en bleven daar.",
            done.elsewhere,
        )
        flash(words, "goed")
    return redirect(url_for("team.turn"), 303)


def _proposed(found: list[queries.Ending]) -> Proposal:
    old = [_peopled(one) for one in found if one.pupils]
    have = [
        NextClass(f"{HAVE}{one.group.key}", one.group.name, tuple(one.group.years))
        for one in queries.running(db.session, current().school_id, now())
    ]
    return propose(old, have)


def _peopled(ending: queries.Ending) -> OldClass:
    """The class with the jaargroepen that children are in; a combination class stays one."""
    old = ending.old
    there = tuple(sorted({pupil.year_group for pupil in ending.pupils}))
    return old if len(old.years) > 1 else OldClass(old.key, old.name, there or old.years, old.teachers)


def _page(
    found: list[queries.Ending],
    proposed: Proposal,
    wish: Proposal,
    others: dict[str, str],
    refusal: Refusal | None = None,
) -> Response:
    at, school_id = now(), current().school_id
    year = school_year(local_day(at))
    done = queries.last_turn(db.session, school_id, at)
    return render(
        "school/year_turn.html", refusal.status if refusal else 200, mistake=sentence(refusal) if refusal else "",
        found=found, slots=_slots(proposed, wish), wish=wish, others=others, stands=queries.stands(found), year=year,
        all_years=YEARS, staff=colleagues(db.session, school_id), done=done,
        until=done.done_at + UNDO if done else None,
        running=queries.running(db.session, school_id, at), leave=LEAVE, stay=commands.STAY, extra=EXTRA, have=HAVE,
        here="turn",
    )  # fmt: skip


def _slots(proposed: Proposal, wish: Proposal) -> list[tuple[NextClass, bool]]:
    """Every class of the form with whether it is to be made, the blank one at the end."""
    wanted = {one.slot: one for one in wish.classes}
    rows = [(wanted.get(one.slot, one), one.slot in wanted) for one in proposed.classes]
    return [*rows, (wanted.get(EXTRA, NextClass(EXTRA, "", ())), False)]
