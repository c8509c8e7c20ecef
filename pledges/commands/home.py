"""Links for at home: they need no account, show promises or a talk card and no name, and end after 14 days."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import writing
from core.refusal import Refusal
from pledges.commands.teaching import record_parent_line
from pledges.models import ParentLink, Pledge
from pledges.rules.child import Child, year_of
from pledges.rules.codes import new_token, token_hash
from pledges.rules.states import STANDING, NotOpen
from pledges.seal.store import Seals
from school.models import Pupil

LINK_DAYS = 14
SIGN, TALK = "sign", "talk"


class LinkEnded(Refusal):
    """Expired, used, of nobody: one answer for all."""

    status = 404
    sentence = "Deze link werkt niet meer. Vraag je kind om een nieuwe, of teken op papier."


def make_sign_link(session: Session, *, child: Child, rng: Random, at: datetime) -> str:
    """A token for the parent line; earlier ones of this child end. Raises NotOpen when nothing is signed."""
    with writing(session):
        standing = select(Pledge.id).where(
            Pledge.pupil_id == child.pupil_id, Pledge.year == year_of(at), Pledge.state.in_(list(STANDING))
        )
        if session.scalars(standing).first() is None:
            raise NotOpen
        return _make(session, child, SIGN, {}, rng, at)


def make_talk_link(session: Session, *, child: Child, shows: dict[str, Any], rng: Random, at: datetime) -> str:
    """A token for the talk card that the pupil chose; ``shows`` names item, choice and promise, no person."""
    with writing(session):
        return _make(session, child, TALK, shows, rng, at)


def live_link(session: Session, token: str, purpose: str, at: datetime) -> ParentLink:
    """The link behind ``token``. Raises LinkEnded when it is expired or unknown, or the child is gone."""
    row = session.get(ParentLink, token_hash(token))
    if row is None or row.purpose != purpose or row.expires_at <= at:
        raise LinkEnded
    pupil = session.get(Pupil, row.pupil_id)
    if pupil is None or pupil.deleted_at is not None or pupil.left_at is not None:
        raise LinkEnded
    return row


def tick(session: Session, seals: Seals, *, token: str, child: Child, at: datetime) -> None:
    """Somebody at home ticked. Raises LinkEnded, NotOpen when everything was taken back meanwhile."""
    with writing(session):
        row = live_link(session, token, SIGN, at)
        if row.ticked_at is None:
            record_parent_line(session, seals, child=child, way="link", actor="home", at=at)
            row.ticked_at = at


def _make(session: Session, child: Child, purpose: str, shows: dict[str, Any], rng: Random, at: datetime) -> str:
    for old in session.scalars(
        select(ParentLink).where(ParentLink.pupil_id == child.pupil_id, ParentLink.purpose == purpose)
    ):
        session.delete(old)
    token = new_token(rng)
    row = ParentLink(
        token_hash=token_hash(token), school_id=child.school_id, pupil_id=child.pupil_id, year=year_of(at),
        purpose=purpose, shows=shows, made_at=at, expires_at=at + timedelta(days=LINK_DAYS),
    )  # fmt: skip
    session.add(row)
    return token
