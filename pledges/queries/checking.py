"""Is what stands on this paper signed and unchanged? The answer for strangers, and for who runs the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pledges.models import Certificate, PledgeLink
from pledges.queries.chain import link_of, links_of
from pledges.rules.codes import code_hash
from pledges.seal.canonical import NotCanonical
from pledges.seal.findings import Finding
from pledges.seal.links import Link
from pledges.seal.periods import signed_by
from pledges.seal.records import CONTEXT, SIGNING_ACTS, Record, read_record
from pledges.seal.store import Seals
from pledges.seal.verify import verify
from school.choices import choice
from school.models import School


@dataclass(frozen=True)
class SignedText:
    """One promise as the sealed record has it: no name, class or own words exist here."""

    text: str
    language: str
    contract: str
    signed_at: datetime
    valid_until: date


def check_code(session: Session, seals: Seals, typed: str) -> list[SignedText] | None:
    """The promises behind a typed code when all are signed and unchanged, else None (unknown).

    Unknown is everything else: never made, mistyped, erased, changed since, or a school that switched this off.
    """
    row = session.scalars(select(Certificate).where(Certificate.code_hash == code_hash(typed))).first()
    if row is None or not choice(session, row.school_id, "check_page"):
        return None
    school = session.get_one(School, row.school_id)
    keys = seals.ring.public_keys(school.key)
    found: list[SignedText] = []
    for seq, pledge in row.pledges:
        link_row = session.scalars(
            select(PledgeLink).where(PledgeLink.school_id == school.id, PledgeLink.seq == seq)
        ).first()
        link = link_of(link_row) if link_row else Link(b"", ())
        record = _sound(link, link_row.digest if link_row else "")
        if record is None or not signed_by(keys, record.key, link) or record.school != school.key:
            return None
        entry = next((entry for entry in record.body["promises"] if entry["pledge"] == pledge), None)
        if entry is None or record.act not in SIGNING_ACTS:
            return None
        found.append(_text(record, entry))
    return found or None


def verify_school(session: Session, seals: Seals, school: School, pins: dict[int, str] | None = None) -> list[Finding]:
    """What is wrong with a school's chain here: links from the database, heads and keys from the instance folder."""
    links = list(links_of(session, school.id))
    heads = list(seals.heads.heads(school.key))
    if not links and not heads:
        return []
    return verify(links, heads, seals.ring.public_keys(school.key), school=school.key, pins=pins)


def seal_digits(session: Session, school_id: int, seq: int) -> str:
    """What a certificate prints of a link: its number and the first digits of its digest."""
    digest = session.scalars(
        select(PledgeLink.digest).where(PledgeLink.school_id == school_id, PledgeLink.seq == seq)
    ).one()
    return f"{seq}:{digest[:16]}"


def _sound(link: Link, digest: str) -> Record | None:
    try:
        record = read_record(link.record)
    except NotCanonical:
        return None
    return record if link.digest == digest and record.context == CONTEXT else None


def _text(record: Record, entry: dict[str, Any]) -> SignedText:
    return SignedText(
        entry["text"],
        entry["language"],
        record.body["contract"],
        datetime.fromisoformat(record.at),
        date.fromisoformat(record.body["valid_until"]),
    )
