"""Adding links to a school's chain, inside a transaction; heads go to their file once it is on disk.

A head is never ahead of the database: it is written after the commit, and a commit that does not come drops it. If
the process dies in between, the next act's head covers both links.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.database import is_writing
from core.refusal import Refusal
from pledges.models import PledgeLink, PledgeSecret
from pledges.queries.chain import contains, tip_of
from pledges.seal import links
from pledges.seal.commitments import Opening
from pledges.seal.heads import Head, HeadFile, sign_head
from pledges.seal.keys import KeyMissing, KeyRing, Signer
from pledges.seal.links import Link, Tip
from pledges.seal.records import GENESIS, moment
from pledges.seal.store import Seals
from school.models import School

_PENDING = "pledge_heads"


class CannotSeal(Refusal):
    """The sealing key is missing or unreadable: nothing is recorded as sealed."""

    status = 503
    sentence = "Tekenen kan nu even niet. Wat je schreef is bewaard. Vraag je juf of meester om het door te geven."


class ChainCut(CannotSeal):
    """The heads speak of links that the database does not have: first find out what happened."""


class Chain:
    """One school's chain inside one transaction: ``add`` links to it in the order they must have."""

    def __init__(self, session: Session, seals: Seals, school_id: int, *, at: datetime) -> None:
        """Locks the school until the transaction ends, so that two acts never take the same place.

        Raises ChainCut when the heads outside the database say that links are missing.
        """
        self._open(session, seals, school_id, at)
        head = seals.heads.latest(self._school.key)
        if head is not None and not contains(session, school_id, head):
            raise ChainCut

    @classmethod
    def after_loss(cls, session: Session, seals: Seals, school_id: int, *, at: datetime) -> Chain:
        """The chain of a school of which links are gone, after a restore; see ``own_up``."""
        chain = cls.__new__(cls)
        chain._open(session, seals, school_id, at)
        return chain

    def _open(self, session: Session, seals: Seals, school_id: int, at: datetime) -> None:
        if not is_writing():
            raise RuntimeError("a chain grows inside writing(session)")
        self._session = session
        self._seals = seals
        self._at = moment(at)
        self._school = session.scalars(
            select(School).where(School.id == school_id).with_for_update(key_share=True)
        ).one()
        self._tip = tip_of(session, self._school)

    def add(self, act: str, body: dict[str, Any]) -> int:
        """Seal one act; its seq. Raises CannotSeal, with nothing recorded."""
        tip = self._tip or self._begin()
        signer = self._signer(tip.key)
        return self._keep(*links.seal(tip, signer, act=act, at=self._at, body=body), signer)

    def add_with(
        self,
        act: str,
        body: dict[str, Any],
        openings: Sequence[Opening],
        *,
        year: int,
        pupil_id: int | None = None,
        staff_id: int | None = None,
    ) -> int:
        """Seal one act with personal fields: commitments into the chain, values and salts beside it."""
        personal = {opening.field: opening.commitment for opening in openings}
        seq = self.add(act, {**body, "personal": personal})
        for opening in openings:
            secret = PledgeSecret(
                school_id=self._school.id, seq=seq, year=year, pupil_id=pupil_id, staff_id=staff_id,
                field=opening.field, salt=opening.salt, value=opening.value,
            )  # fmt: skip
            self._session.add(secret)
        return seq

    def own_up(self, head: Head) -> int:
        """Say in the chain that the links up to ``head`` were lost; it goes on after them, with that head's key."""
        tip = self._tip or Tip(head.school, -1, GENESIS, head.key)
        signer = self._signer(head.key)
        jump = Tip(tip.school, head.seq, tip.digest, signer.id)
        body = {"from": tip.seq + 1, "to": head.seq}
        return self._keep(*links.seal(jump, signer, act="restore", at=self._at, body=body), signer)

    def new_key(self, *, lost: bool = False) -> Signer:
        """Take a new key into use; with ``lost`` the old one cannot sign the hand-over."""
        tip = self._tip or self._begin()
        fresh = self._seals.ring.create(tip.school, self._seals.rng)
        if lost:
            self._keep(*links.replace(tip, fresh, at=self._at), fresh)
        else:
            self._keep(*links.rotate(tip, self._signer(tip.key), fresh, at=self._at), fresh)
        _pending(self._session).retired.append((self._seals.ring, tip.school, tip.key))
        return fresh

    def _begin(self) -> Tip:
        signer = self._seals.ring.create(self._school.key, self._seals.rng)
        link, tip = links.begin(self._school.key, signer, at=self._at)
        self._keep(link, tip, signer)
        return tip

    def _signer(self, key: str) -> Signer:
        try:
            return self._seals.ring.signer(self._school.key, key)
        except KeyMissing:
            raise CannotSeal from None

    def _keep(self, link: Link, tip: Tip, signer: Signer) -> int:
        row = PledgeLink(
            school_id=self._school.id, seq=tip.seq, record=link.record, signatures=list(link.signatures),
            digest=link.digest, key_after=tip.key,
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        self._tip = tip
        _pending(self._session).heads[tip.school] = (self._seals.heads, sign_head(tip, signer, at=self._at))
        return tip.seq


@dataclass
class _AfterCommit:
    """What to do in files once the links are on disk."""

    heads: dict[str, tuple[HeadFile, Head]] = field(default_factory=dict)
    retired: list[tuple[KeyRing, str, str]] = field(default_factory=list)

    def __call__(self) -> None:
        # The acts themselves are on disk already: a full disk must not undo them, and the next head covers them.
        with contextlib.suppress(OSError):
            for file, head in self.heads.values():
                file.append(head)
            for ring, school, key in self.retired:
                ring.retire(school, key)


def _pending(session: Session) -> _AfterCommit:
    waiting: _AfterCommit = session.info.setdefault(_PENDING, _AfterCommit())
    return waiting


@event.listens_for(Session, "after_commit")
def _publish(session: Session) -> None:
    waiting = session.info.pop(_PENDING, None)
    if waiting is not None:
        waiting()


@event.listens_for(Session, "after_rollback")
def _drop(session: Session) -> None:
    session.info.pop(_PENDING, None)
