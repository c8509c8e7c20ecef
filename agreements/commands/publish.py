"""Publishing a draft: an immutable version with a digest, after the screen listed exactly what it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements import catalog
from agreements.commands.drafts import latest_number, open_draft
from agreements.commands.refusals import ListChanged, NewerVersion, NothingChanged, NotReady
from agreements.coverage import Course
from agreements.differences import Difference, Touched, compare, touched
from agreements.drafting import Problem, draft_protocol, fingerprint, highest_meanings, problems
from agreements.models import ProtocolDraft, ProtocolVersion
from agreements.schema import Protocol
from core.audit import note
from core.content import digest
from core.database import writing
from school.models import School


@dataclass(frozen=True)
class Proposal:
    """A draft beside the protocol that holds now. ``seen`` goes along with the form that publishes."""

    draft: ProtocolDraft
    current: Protocol
    new: Protocol
    number: int
    problems: list[Problem]
    difference: Difference
    touched: Touched
    seen: str


def propose(session: Session, school_id: int, draft_key: str, course: Course) -> Proposal:
    """What publishing this draft would do now. Raises NoSuchDraft, AlreadyPublished."""
    draft = open_draft(session, school_id, draft_key)
    current = catalog.protocol_of(session, school_id)
    school = session.get_one(School, school_id)
    number = latest_number(session, school_id) + 1
    shelf = catalog.shelf()
    new = draft_protocol(
        draft, current, slug=f"eigen-{school.key}", number=number, earlier=_meanings(session, school_id, current)
    )
    difference = compare(current, new)
    return Proposal(
        draft, current, new, number, problems(draft, current), difference,
        touched(difference, current, new, course, shelf.contract, shelf.base, shelf.settings.settings),
        fingerprint(new),
    )  # fmt: skip


def publish(
    session: Session, *, school_id: int, staff_id: int, draft_key: str, seen: str, course: Course,
    pledges: Mapping[str, int], at: datetime,
) -> ProtocolVersion:  # fmt: skip
    """Make the next version of the school's protocol. ``pledges``: promise id → signatures now, kept with the version.

    Raises NotReady, NewerVersion, NothingChanged, ListChanged; then nothing is lost and the draft stays.
    """
    with writing(session):
        proposal = propose(session, school_id, draft_key, course)
        if proposal.draft.based_on != proposal.number - 1:
            raise NewerVersion(number=proposal.number - 1)
        if proposal.problems:
            raise NotReady
        if proposal.difference.nothing:
            raise NothingChanged
        if proposal.seen != seen:
            raise ListChanged
        body = proposal.new.model_dump(mode="json")
        version = ProtocolVersion(
            school_id=school_id,
            number=proposal.number,
            digest=digest(body),
            body=body,
            changes=_listed(proposal, pledges),
            published_at=at,
            published_by=staff_id,
        )
        session.add(version)
        session.flush()
        session.get_one(School, school_id).protocol_version_id = version.id
        proposal.draft.published_at = at
        note(
            session, school_id=school_id, actor=f"staff:{staff_id}", action="protocol.publish", at=at,
            subject=f"version:{version.key}", facts={"number": version.number, "digest": version.digest},
        )  # fmt: skip
    return version


def _listed(proposal: Proposal, pledges: Mapping[str, int]) -> dict[str, Any]:
    found, what = proposal.difference, proposal.touched
    return {
        "added": [clause.id for clause in found.added],
        "removed": [clause.id for clause in found.removed],
        "changed": {one.new.id: "meaning" if one.in_meaning else "spelling" for one in found.changed},
        "settings": {name: [list(old), list(new)] for name, (old, new) in found.settings.items()},
        "modules": list(what.modules),
        "items": list(what.items),
        "asks_again": {promise: pledges.get(promise, 0) for promise in what.asks_again},
    }


def _meanings(session: Session, school_id: int, current: Protocol) -> dict[str, int]:
    versions = session.scalars(select(ProtocolVersion).where(ProtocolVersion.school_id == school_id))
    return highest_meanings([catalog.own_protocol(version) for version in versions] or [current])
