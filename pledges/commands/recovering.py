"""After a restored backup, and when keys change: own up to lost links, hand over or replace a key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from pledges.commands.sealing import Chain, ChainCut
from pledges.models import PledgeLink
from pledges.queries.chain import contains, tip_of
from pledges.seal.heads import Head
from pledges.seal.store import Seals
from school.models import School


def own_up_to_losses(session: Session, seals: Seals, *, at: datetime) -> dict[str, int]:
    """For every school whose chain ends before its newest head: say so in the chain. School key → links lost.

    Raises ChainCut when a chain contradicts a head that it should contain: that is no restore, and has to be
    looked at first.
    """
    lost: dict[str, int] = {}
    for school in session.scalars(select(School)).all():
        tops = list(seals.heads.heads(school.key))
        if not tops:
            continue
        newest = max(tops, key=lambda head: head.seq)
        missing = _missing(session, school, tops, newest)
        if missing:
            with writing(session):
                Chain.after_loss(session, seals, school.id, at=at).own_up(newest)
                _note(session, school, "pledge.restore", {"lost": missing}, at)
            lost[school.key] = missing
    return lost


def change_key(session: Session, seals: Seals, *, school_key: str, lost: bool, at: datetime) -> str:
    """A new sealing key for a school, handed over by the old one unless that is ``lost``; its public half in hex.

    Raises LookupError for an unknown school, CannotSeal when the old key cannot sign the hand-over.
    """
    with writing(session):
        school = session.scalars(select(School).where(School.key == school_key)).first()
        if school is None:
            raise LookupError(school_key)
        signer = Chain(session, seals, school.id, at=at).new_key(lost=lost)
        _note(session, school, "pledge.key", {"key": signer.id, "lost": lost}, at)
    return signer.public_hex


def _missing(session: Session, school: School, heads: list[Head], newest: Head) -> int:
    """How many links at the end are gone; 0 when none. Raises ChainCut for a contradiction."""
    tip = tip_of(session, school)
    last = tip.seq if tip else -1
    known = set(session.scalars(select(PledgeLink.seq).where(PledgeLink.school_id == school.id)))
    if any(head.seq in known and not contains(session, school.id, head) for head in heads):
        raise ChainCut
    return max(0, newest.seq - last)


def _note(session: Session, school: School, action: str, facts: dict[str, object], at: datetime) -> None:
    note(
        session, school_id=school.id, actor="operator", action=action, subject=f"school:{school.key}", at=at,
        facts=facts,
    )  # fmt: skip
