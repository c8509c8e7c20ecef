"""Links of a school's chain: sealed bytes, their signatures, and the digest that the next link carries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledges.seal.keys import Signer
from pledges.seal.records import GENESIS, Record

_SIGNED = b"netjes/pledge-record/1\n"
_DIGEST = b"netjes/pledge-link/1\n"


class RetiredKey(Exception):
    """This key no longer seals for the school: another took over at an earlier link."""


@dataclass(frozen=True)
class Link:
    """``record``: exact canonical bytes; ``signatures``: hex, by the sealing key and, on a rotation, the new key."""

    record: bytes
    signatures: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256, in hex, over record and signatures: what the next link's ``prev`` and a head must say."""
        parts = (self.record, *(signature.encode("ascii") for signature in self.signatures))
        return hashlib.sha256(_DIGEST + b"\n".join(parts)).hexdigest()


@dataclass(frozen=True)
class Tip:
    """Where a chain ends: what is needed to seal the next link."""

    school: str
    seq: int
    digest: str
    key: str


def signed_message(record: bytes) -> bytes:
    """What a record's signature is over: a name for its purpose, then the bytes."""
    return _SIGNED + record


def begin(school: str, signer: Signer, *, at: str) -> tuple[Link, Tip]:
    """The first link of a school's chain: it states the first public key."""
    record = Record(school, 0, GENESIS, signer.id, "begin", at, {"public_key": signer.public_hex})
    return _close(record, signer)


def seal(tip: Tip, signer: Signer, *, act: str, at: str, body: Mapping[str, Any]) -> tuple[Link, Tip]:
    """The link after ``tip``. Raises RetiredKey when ``signer`` is not the chain's present key."""
    if signer.id != tip.key:
        raise RetiredKey(f"key {signer.id} does not seal for {tip.school} any more")
    return _close(Record(tip.school, tip.seq + 1, tip.digest, signer.id, act, at, body), signer)


def rotate(tip: Tip, old: Signer, new: Signer, *, at: str) -> tuple[Link, Tip]:
    """The link that hands over from ``old`` to ``new``, signed by both."""
    if old.id != tip.key:
        raise RetiredKey(f"key {old.id} does not seal for {tip.school} any more")
    record = Record(tip.school, tip.seq + 1, tip.digest, old.id, "rotate-key", at, {"public_key": new.public_hex})
    return _close(record, old, new)


def replace(tip: Tip, new: Signer, *, at: str) -> tuple[Link, Tip]:
    """The link that says the old key is lost; only ``new`` can sign it, so who verifies must be given ``new``."""
    record = Record(tip.school, tip.seq + 1, tip.digest, new.id, "replace-key", at, {"public_key": new.public_hex})
    return _close(record, new)


def _close(record: Record, *signers: Signer) -> tuple[Link, Tip]:
    raw = record.to_bytes()
    link = Link(raw, tuple(signer.sign(signed_message(raw)) for signer in signers))
    return link, Tip(record.school, record.seq, link.digest, signers[-1].id)
