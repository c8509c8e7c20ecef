"""Deciding on a flag: accept the advice, rewrite the clause, or keep it. Nothing else changes by it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from agreements import catalog
from agreements.models import DECISIONS, FlagDecision
from agreements.queries.pages import open_flags
from core.audit import note
from core.database import writing
from core.refusal import Refusal


class NoSuchFlag(Refusal):
    status = 404
    sentence = "Dit aandachtspunt hoort niet bij jullie protocol."


class NoSuchDecision(Refusal):
    status = 422
    sentence = "Kies: advies volgen, herschrijven of zo houden."


def decide(session: Session, *, school_id: int, staff_id: int, flag_id: str, decision: str, at: datetime) -> None:
    """Remember the decision on a flag of the school's protocol. Raises NoSuchFlag, NoSuchDecision."""
    if decision not in DECISIONS:
        raise NoSuchDecision
    with writing(session):
        protocol = catalog.protocol_of(session, school_id)
        if flag_id not in {flag.id for flag in open_flags(protocol)}:
            raise NoSuchFlag
        session.add(FlagDecision(school_id=school_id, flag_id=flag_id, decision=decision, at=at, by=staff_id))
        note(
            session, school_id=school_id, actor=f"staff:{staff_id}", action="agreements.flag", at=at,
            subject=f"flag:{flag_id}", facts={"decision": decision},
        )  # fmt: skip
