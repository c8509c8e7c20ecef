"""Signing what was promised with *ja*: typed, drawn or stamped, sealed in the chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.contract import Contract, Promise
from core.database import writing
from core.refusal import Refusal
from pledges.commands.rows import require_open, row_of
from pledges.commands.writing_down import Act, Ready, Signature, seal_signing
from pledges.models import Pledge, PledgeSigning
from pledges.queries.contract import contract_of_class
from pledges.queries.rows import last_years, shown
from pledges.rules.child import Child, year_of
from pledges.rules.states import OPEN, STANDING, NotOpen, State, signed
from pledges.seal.store import Seals
from school.models import Pupil

MOST_TOKEN = 48


class AlreadySigned(Refusal):
    status = 409
    sentence = "Deze belofte heb je al getekend. Hij staat er nog precies zo."


class ContractChanged(Refusal):
    status = 409
    sentence = "De afspraken zijn net veranderd. Lees de belofte nog een keer, en kies dan opnieuw."


def sign(
    session: Session,
    seals: Seals,
    *,
    child: Child,
    promise_id: str,
    signature: Signature,
    contract_version: str,
    token: str,
    at: datetime,
) -> list[PledgeSigning]:
    """Sign ``promise_id`` and every other promise that the pupil said yes to; the same ``token`` signs once.

    Raises NotOpen (403), AlreadySigned, ContractChanged, CannotSeal; then nothing was recorded.
    """
    token = token[:MOST_TOKEN]
    with writing(session):
        # One at a time per pupil, so that the same form in two windows finds what the first one did.
        session.execute(select(Pupil.id).where(Pupil.id == child.pupil_id).with_for_update(key_share=True))
        before = _by_token(session, child, token)
        if before:
            return before
        contract = contract_of_class(session, child.school_id, child.class_id)
        promise = contract.promise(promise_id)
        if promise is None:
            raise NotOpen
        if contract.version != contract_version:
            raise ContractChanged
        _refuse_unready(session, child, promise, at)
        ready = _ready(session, child, contract, at)
        act = Act(child, contract, signature, token, f"pupil:{child.pupil_id}", at)
        return seal_signing(session, seals, act, ready)


def ready_row(session: Session, row: Pledge, promise: Promise) -> Ready:
    """What signing ``row`` now would make of it. Raises NotOpen."""
    state = State(row.state)
    last = last_years(session, row)
    if state in OPEN and _replaced(session, row):
        state = State.SIGNED  # its meaning changed: signing again revises what stood
    return Ready(row, promise, signed(state, last_year=last is not None), shown(session, row.pupil_id, promise))


def _by_token(session: Session, child: Child, token: str) -> list[PledgeSigning]:
    tokens = [f"{token}:{act}" for act in ("sign", "renew", "revise")]
    query = select(PledgeSigning).where(PledgeSigning.pupil_id == child.pupil_id, PledgeSigning.token.in_(tokens))
    return list(session.scalars(query))


def _refuse_unready(session: Session, child: Child, promise: Promise, at: datetime) -> None:
    row = row_of(session, child, promise, at)
    if State(row.state) in STANDING and row.words == row.signed_words:
        raise AlreadySigned
    require_open(session, row, promise)
    if row.choice != "yes":
        raise NotOpen


def _ready(session: Session, child: Child, contract: Contract, at: datetime) -> list[Ready]:
    rows = session.scalars(
        select(Pledge)
        .where(Pledge.pupil_id == child.pupil_id, Pledge.year == year_of(at), Pledge.choice == "yes")
        .with_for_update()
    )
    found = []
    for row in rows:
        promise = contract.promise(row.promise)
        if promise is None or promise.meaning != row.meaning or not row.understood or not row.words:
            continue
        if State(row.state) in OPEN or (State(row.state) in STANDING and row.words != row.signed_words):
            found.append(ready_row(session, row, promise))
    return sorted(found, key=lambda one: one.promise.number)


def _replaced(session: Session, row: Pledge) -> bool:
    """Whether the pupil's signature stands under an earlier meaning of the same promise in this school year."""
    query = select(Pledge.id).where(
        Pledge.pupil_id == row.pupil_id,
        Pledge.promise == row.promise,
        Pledge.year == row.year,
        Pledge.meaning != row.meaning,
        Pledge.state.in_(list(STANDING)),
    )
    return session.scalars(query).first() is not None
