"""Two children at one device: both prove who they are, practice counts for both, questions are answered in turn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import limits
from school.commands.door import prove
from school.models import Pupil, SignIn
from school.secrets import token_hash


class NoPartner(Refusal):
    """Oneself, somebody of another class, or somebody without an own secret yet."""

    sentence = "Kies een klasgenoot die al een eigen geheim heeft."


class NotTogether(Refusal):
    """There is nobody to take turns with."""

    status = 409
    sentence = "Je werkt nu alleen op dit apparaat."


def join_pair(session: Session, token: str, partner: Pupil | None, secret: str, *, at: datetime) -> None:
    """Let a classmate sign in beside whoever holds ``token``. Raises NoPartner and what door.prove raises."""
    row = session.get(SignIn, token_hash(token))
    here = row is not None and partner is not None and partner.class_id == row.class_id
    if row is None or partner is None or not here or partner.id == row.pupil_id or not partner.secret_own:
        raise NoPartner
    prove(session, partner, secret, at=at)
    with writing(session):
        limits.lift(session, limits.of_pupil(partner.id))
        row = session.get_one(SignIn, token_hash(token), populate_existing=True)
        row.partner_id = partner.id
        note(
            session, school_id=row.school_id, actor=f"pupil:{row.pupil_id}", action="pair.joined",
            subject=f"pupil:{partner.key}", at=at,
        )  # fmt: skip


def take_turns(session: Session, token: str) -> None:
    """The other child of the pair is now the one who answers. Raises NotTogether."""
    with writing(session):
        row = session.get_one(SignIn, token_hash(token), populate_existing=True)
        if row.partner_id is None:
            raise NotTogether
        row.pupil_id, row.partner_id = row.partner_id, row.pupil_id


def end_pair(session: Session, token: str) -> None:
    """Whoever answers now goes on alone."""
    with writing(session):
        session.get_one(SignIn, token_hash(token), populate_existing=True).partner_id = None
