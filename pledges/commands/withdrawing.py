"""Taking a pledge back: one button, no reason asked, no consequence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from pledges.commands.choosing import ask_for_talk
from pledges.commands.sealing import Chain
from pledges.models import Pledge
from pledges.rules.child import Child, year_of
from pledges.rules.states import STANDING, NothingToWithdraw, State, withdrawn
from pledges.seal.store import Seals


def withdraw(session: Session, seals: Seals, *, child: Child, promise_id: str, at: datetime) -> None:
    """Take back what stands for ``promise_id``. Raises NothingToWithdraw, CannotSeal.

    The teacher sees that the child may want to talk; the words stay for the child to start from again.
    """
    with writing(session):
        row = session.scalars(
            select(Pledge)
            .where(
                Pledge.pupil_id == child.pupil_id,
                Pledge.promise == promise_id,
                Pledge.year == year_of(at),
                Pledge.state.in_(list(STANDING)),
            )
            .with_for_update()
        ).first()
        if row is None:
            raise NothingToWithdraw
        Chain(session, seals, child.school_id, at=at).add("withdraw", {"pledges": [row.key]})
        row.state, row.choice, row.changed_at = withdrawn(State(row.state)), "", at
        ask_for_talk(session, child, promise_id, at)
        note(
            session, school_id=child.school_id, actor=f"pupil:{child.pupil_id}", action="pledge.withdraw",
            subject=f"pupil:{child.pupil_id}", at=at, facts={"promise": promise_id},
        )  # fmt: skip
