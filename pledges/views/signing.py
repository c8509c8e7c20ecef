"""Signing: typed, drawn or stamped; three equal ways."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.refusal import Refusal
from core.web import render
from pledges.commands.sealing import CannotSeal
from pledges.commands.signing import AlreadySigned, ContractChanged, sign
from pledges.forms import signature as read_signature
from pledges.queries.own import Board, Standing
from pledges.queries.teachers import class_teachers, teacher_words
from pledges.rules.states import NotOpen
from pledges.views.blueprint import fresh_token, me, my_board, pledges, said, seals, standing_of
from school.access import needs


@pledges.get("/belofte/<promise_id>/handtekening")
@needs("pledge.do")
def signature(promise_id: str) -> Response:
    """Everything that the pupil said *ja* to, to be signed together."""
    mine = my_board()
    one = standing_of(mine, promise_id)
    if not one.ready:
        return redirect(url_for(".promise", promise_id=promise_id))
    return _page(mine, one)


@pledges.post("/belofte/<promise_id>/handtekening")
@needs("pledge.do")
def put_signature(promise_id: str) -> Response:
    """Sign. The same form twice signs once; an older page shows what stands."""
    mine, child = my_board(), me()
    one = standing_of(mine, promise_id)
    if not one.ready and not one.stands:
        raise NotOpen
    try:
        sign(
            db.session, seals(), child=child, promise_id=promise_id, signature=read_signature(child),
            contract_version=request.form.get("contract", ""), token=request.form.get("eenmalig", ""), at=now(),
        )  # fmt: skip
    except AlreadySigned as refusal:
        flash(said(refusal))
    except (NotOpen, ContractChanged, CannotSeal):
        raise
    except Refusal as refusal:
        return _page(my_board(), one, said(refusal), refusal.status)
    else:
        flash(_("Getekend. Dit is jouw belofte."), "goed")
    return redirect(url_for(".promise", promise_id=promise_id), 303)


def _page(mine: Board, one: Standing, fault: str = "", status: int = 200) -> Response:
    child = me()
    return render(
        "pledges/signature.html", status, board=mine, one=one, child=child, fault=fault,
        token=request.form.get("eenmalig") or fresh_token(), typed=request.form.get("naam", "")[:40],
        teachers=class_teachers(db.session, child.class_id, now()),
        teacher_words=teacher_words(db.session, child.class_id, now()),
    )  # fmt: skip
