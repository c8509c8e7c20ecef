"""Choosing what goes on a certificate, and the code that checks it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import writing
from core.refusal import Refusal
from pledges.models import Certificate, Pledge, PledgeSigning
from pledges.rules.child import Child, year_of
from pledges.rules.codes import code_hash, new_code
from pledges.rules.states import STANDING

MOST_ON_CERTIFICATE = 3


class ChooseOneToThree(Refusal):
    sentence = "Kies één, twee of drie beloftes die je getekend hebt."


def make_certificate(
    session: Session, *, child: Child, promise_ids: Collection[str], rng: Random, at: datetime
) -> Certificate:
    """The certificate with these promises; the same choice on the same signatures gives the same certificate.

    Raises ChooseOneToThree.
    """
    with writing(session):
        rows = session.execute(
            select(Pledge, PledgeSigning.seq)
            .join(PledgeSigning, PledgeSigning.id == Pledge.signing_id)
            .where(
                Pledge.pupil_id == child.pupil_id,
                Pledge.year == year_of(at),
                Pledge.promise.in_(list(promise_ids)),
                Pledge.state.in_(list(STANDING)),
            )
            .order_by(Pledge.promise)
        ).all()
        if not 1 <= len(rows) <= MOST_ON_CERTIFICATE or len(rows) != len(set(promise_ids)):
            raise ChooseOneToThree
        chosen = [[seq, pledge.key] for pledge, seq in rows]
        kept = session.scalars(
            select(Certificate).where(Certificate.pupil_id == child.pupil_id).order_by(Certificate.id.desc())
        ).all()
        same = next((row for row in kept if row.pledges == chosen), None)
        if same is not None:
            same.made_at = at
            return same
        code = new_code(rng)
        row = Certificate(
            school_id=child.school_id, pupil_id=child.pupil_id, year=year_of(at), code=code, code_hash=code_hash(code),
            pledges=chosen, made_at=at,
        )  # fmt: skip
        session.add(row)
    return row
