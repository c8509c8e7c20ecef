"""What stands on a certificate: a first name, the group, one to three promises in own words, signatures, a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pledges.models import Certificate, PledgeLink, PledgeSecret, PledgeSigning
from pledges.queries.checking import seal_digits
from pledges.rules.child import Child
from pledges.seal.records import read_record
from school.choices import choice
from school.models import School, Staff


@dataclass(frozen=True)
class SignedPromise:
    """One promise on the certificate: the text as it was signed, and the pupil's own words."""

    text: str
    language: str
    own: str


@dataclass(frozen=True)
class Paper:
    """Everything on one certificate; nothing else about the pupil may be there."""

    key: str
    first_name: str
    class_name: str
    """Empty where the school leaves it out."""
    school_name: str
    year: int
    promises: tuple[SignedPromise, ...]
    way: str
    strokes: list[list[list[int]]]
    signed_on: datetime
    paper_day: date | None
    teacher: str
    teacher_words: str
    valid_until: date
    code: str
    """Empty where the school switched the check page off."""
    seal: tuple[str, ...]
    """Number and first digits of each sealed link, so that the paper vouches for the chain."""

    @property
    def shown(self) -> list[dict[str, str]]:
        """The promises as the page's template takes them."""
        return [{"words": one.text, "own": one.own, "lang": one.language} for one in self.promises]


def latest_paper(session: Session, child: Child, year: int) -> Paper | None:
    """The certificate that the pupil chose last, this school year."""
    query = select(Certificate).where(Certificate.pupil_id == child.pupil_id, Certificate.year == year)
    row = session.scalars(query.order_by(Certificate.made_at.desc(), Certificate.id.desc())).first()
    return paper_of(session, row, child) if row else None


def paper_of(session: Session, row: Certificate, child: Child) -> Paper:
    """The certificate in ``row`` as it was signed: later changes of words or teachers do not change it."""
    school = session.get_one(School, row.school_id)
    seqs = sorted({seq for seq, _ in row.pledges})
    signings = session.scalars(
        select(PledgeSigning).where(PledgeSigning.pupil_id == child.pupil_id, PledgeSigning.seq.in_(seqs))
    ).all()
    last = max(signings, key=lambda signing: signing.seq)
    bodies = {seq: _body(session, school.id, seq) for seq in seqs}
    countersigner = session.get(Staff, last.countersigned_by) if last.countersigned_by else None
    shows_code = choice(session, school.id, "check_page")
    return Paper(
        key=row.key,
        first_name=child.first_name,
        class_name=child.class_name if choice(session, school.id, "class_in_name") else "",
        school_name=school.name if choice(session, school.id, "school_in_name") else "",
        year=row.year,
        promises=tuple(_promise(session, school.id, bodies[seq], seq, pledge) for seq, pledge in row.pledges),
        way=last.way,
        strokes=last.strokes,
        signed_on=last.signed_at,
        paper_day=last.paper_day,
        teacher=countersigner.name if countersigner else "",
        teacher_words=last.teacher_words,
        valid_until=date.fromisoformat(bodies[last.seq]["valid_until"]),
        code=row.code if shows_code else "",
        seal=tuple(seal_digits(session, school.id, seq) for seq in seqs),
    )


def _body(session: Session, school_id: int, seq: int) -> dict[str, Any]:
    raw = session.scalars(
        select(PledgeLink.record).where(PledgeLink.school_id == school_id, PledgeLink.seq == seq)
    ).one()
    return dict(read_record(raw).body)


def _promise(session: Session, school_id: int, body: dict[str, Any], seq: int, pledge: str) -> SignedPromise:
    entry = next(entry for entry in body["promises"] if entry["pledge"] == pledge)
    own = session.scalars(
        select(PledgeSecret.value).where(
            PledgeSecret.school_id == school_id,
            PledgeSecret.seq == seq,
            PledgeSecret.field == f"words:{entry['promise']}",
        )
    ).first()
    return SignedPromise(entry["text"], entry["language"], own or "")
