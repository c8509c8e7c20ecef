"""Which key was in use between which links: keys given from outside, and keys handed over inside the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pledges.seal.keys import PublicKeys, key_id, public_from_hex, verifies
from pledges.seal.links import Link, signed_message
from pledges.seal.records import Record


@dataclass
class Keys:
    """The keys to trust, each with the first and last seq that it may seal."""

    public: PublicKeys
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def in_use(self, key: str, seq: int) -> bool:
        return key in self.public and self.first.get(key, 0) <= seq <= self.last.get(key, seq)

    def hand_over(self, key: str, seq: int, public: Ed25519PublicKey) -> None:
        """From link ``seq`` on, ``key`` alone may seal."""
        for other in self.public.keys() - {key}:
            self.last.setdefault(other, seq - 1)
        self.public = {**self.public, key: public}
        self.first[key] = seq
        self.last.pop(key, None)

    def heads(self, key: str, seq: int) -> bool:
        """Whether ``key`` may sign a head on link ``seq``: on a hand-over that is the new key."""
        return self.in_use(key, seq + 1 if self.first.get(key) == seq + 1 else seq)


def key_periods(links: Sequence[Link], records: Sequence[Record | None], trusted: PublicKeys, school: str) -> Keys:
    """The keys in ``trusted`` and those that a trusted key handed over to, with their periods."""
    keys = Keys(dict(trusted))
    for link, record in zip(links, records, strict=True):
        if record is None or record.school != school or not signed_by(keys.public, record.key, link):
            continue
        if record.act == "rotate-key" and new_key_signs(link, record):
            new = public_from_hex(record.body["public_key"])
            keys.hand_over(key_id(new), record.seq + 1, new)
        elif record.act == "replace-key":
            keys.hand_over(record.key, record.seq, keys.public[record.key])
    return keys


def signed_by(public: PublicKeys, key: str, link: Link) -> bool:
    """Whether the link's first signature is that of ``key``."""
    signed = key in public and bool(link.signatures)
    return signed and verifies(public[key], link.signatures[0], signed_message(link.record))


def new_key_signs(link: Link, record: Record) -> bool:
    """Whether a hand-over carries the new key's signature too."""
    try:
        new = public_from_hex(record.body["public_key"])
    except ValueError:
        return False
    return len(link.signatures) == 2 and verifies(new, link.signatures[1], signed_message(link.record))
