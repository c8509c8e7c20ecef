"""Writing a signing down: rows, link and what opens it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.contract import Contract, Promise
from core.audit import note
from core.clock import year_label
from pledges.commands.rows import forget_wish
from pledges.commands.sealing import Chain
from pledges.models import Pledge, PledgeSigning
from pledges.queries.rows import last_years
from pledges.rules.child import Child, year_of
from pledges.rules.opening import Shown
from pledges.rules.states import STANDING, State, act_of, last_day
from pledges.seal.canonical import canonical
from pledges.seal.commitments import open_new
from pledges.seal.records import promise_entry, signing_body
from pledges.seal.store import Seals


@dataclass(frozen=True)
class Signature:
    """How the pupil signs: the way, and what it leaves. ``day`` is the date on the paper."""

    way: str
    name: str
    strokes: list[list[list[int]]] = field(default_factory=list)
    day: date | None = None


@dataclass
class Ready:
    """A promise that is signed now: its row, its text, and the state it will have."""

    row: Pledge
    promise: Promise
    after: State
    shown: Shown


@dataclass(frozen=True)
class Act:
    """What all promises of one signing share. ``actor`` is who pressed the button, as the audit names people."""

    child: Child
    contract: Contract
    signature: Signature
    token: str
    actor: str
    at: datetime


def seal_signing(session: Session, seals: Seals, act: Act, ready: Sequence[Ready]) -> list[PledgeSigning]:
    """One signing and one link per kind of act among ``ready``; inside ``writing(session)``."""
    chain = Chain(session, seals, act.child.school_id, at=act.at)
    made = []
    for name in sorted({act_of(one.after) for one in ready}):
        own = [one for one in ready if act_of(one.after) == name]
        made.append(_seal_one(session, seals, chain, act, name, own))
    return made


def _seal_one(
    session: Session, seals: Seals, chain: Chain, act: Act, name: str, ready: Sequence[Ready]
) -> PledgeSigning:
    child, signature, year = act.child, act.signature, year_of(act.at)
    row = PledgeSigning(
        school_id=child.school_id, pupil_id=child.pupil_id, class_id=child.class_id, year=year, seq=-1,
        token=f"{act.token}:{name}", way=signature.way, strokes=signature.strokes, signed_at=act.at,
        paper_day=signature.day,
    )  # fmt: skip
    session.add(row)
    session.flush()
    body = signing_body(
        row.key,
        contract=act.contract.version,
        school_year=year_label(year),
        valid_until=last_day(year).isoformat(),
        way=signature.way,
        promises=[_entry(one, child.language) for one in ready],
        follows=_follows(session, ready[0]),
    )
    openings = [open_new(field_name, value, seals.rng) for field_name, value in _personal(child, ready, signature)]
    row.seq = chain.add_with(name, body, openings, year=year, pupil_id=child.pupil_id)
    for one in ready:
        _stand(session, one, row, act.at)
    note(
        session, school_id=child.school_id, actor=act.actor, action=f"pledge.{name}", subject=f"pupil:{child.pupil_id}",
        at=act.at, facts={"promises": [one.promise.id for one in ready], "seq": row.seq, "way": signature.way},
    )  # fmt: skip
    return row


def _entry(one: Ready, language: str) -> dict[str, Any]:
    return promise_entry(
        one.row.key,
        one.promise.id,
        meaning=one.promise.meaning,
        language=language,
        text=one.promise.text.say(language),
        verdict=one.row.understood,
    )


def _personal(child: Child, ready: Sequence[Ready], signature: Signature) -> list[tuple[str, Any]]:
    values: list[tuple[str, Any]] = [("name", signature.name), ("class", child.class_name)]
    if signature.strokes:
        values.append(("strokes", signature.strokes))
    for one in ready:
        if one.row.words:
            values.append((f"words:{one.promise.id}", one.row.words))
        values.append((f"evidence:{one.promise.id}", _evidence(one)))
    return values


def _evidence(one: Ready) -> dict[str, str]:
    """Verdict and digest of what showed understanding: answers and moments, without row ids."""
    facts = {
        "module": one.promise.module,
        "mastered": _said(one.shown.mastered_at),
        "protective": _said(one.shown.protective_at),
        "situations": one.row.answers,
    }
    return {"verdict": one.row.understood, "digest": hashlib.sha256(canonical(facts)).hexdigest()}


def _said(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _follows(session: Session, one: Ready) -> int | None:
    """The seq of the signing that this one goes on from."""
    earlier: int | None = one.row.signing_id
    last = last_years(session, one.row) if earlier is None else None
    signing = session.get(PledgeSigning, earlier or (last.signing_id if last else None) or 0)
    return signing.seq if signing else None


def _stand(session: Session, one: Ready, signing: PledgeSigning, at: datetime) -> None:
    row = one.row
    row.state, row.signing_id, row.signed_words, row.changed_at = one.after, signing.id, row.words, at
    older = select(Pledge).where(
        Pledge.pupil_id == row.pupil_id, Pledge.promise == row.promise, Pledge.year == row.year, Pledge.id != row.id
    )
    for earlier in session.scalars(older):
        if State(earlier.state) in STANDING:
            earlier.state, earlier.changed_at = State.EXPIRED, at
    forget_wish(session, row.pupil_id, row.promise, row.year)
