"""The chain of a school as it lies in the database."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from pledges.models import PledgeLink
from pledges.seal.heads import Head
from pledges.seal.links import Link, Tip
from school.models import School

BATCH = 500


def tip_of(session: Session, school: School) -> Tip | None:
    """Where the school's chain ends, or None before its first act."""
    last = session.scalars(
        select(PledgeLink).where(PledgeLink.school_id == school.id).order_by(PledgeLink.seq.desc()).limit(1)
    ).first()
    return None if last is None else Tip(school.key, last.seq, last.digest, last.key_after)


def contains(session: Session, school_id: int, head: Head) -> bool:
    """Whether the chain in the database has the link that ``head`` speaks of."""
    query = select(PledgeLink.digest).where(PledgeLink.school_id == school_id, PledgeLink.seq == head.seq)
    return session.scalars(query).first() == head.digest


def links_of(session: Session, school_id: int) -> Iterator[Link]:
    """The chain of a school in order, read in batches."""
    query = select(PledgeLink).where(PledgeLink.school_id == school_id).order_by(PledgeLink.seq)
    for row in session.scalars(query.execution_options(yield_per=BATCH)):
        yield link_of(row)


def link_of(row: PledgeLink) -> Link:
    """The row as the verifier takes it."""
    return Link(row.record, tuple(row.signatures))
