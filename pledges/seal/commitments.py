"""Salted commitments: a personal value enters the sealed bytes as a digest that says nothing once the salt is gone."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from random import Random
from typing import Any

from pledges.seal.canonical import canonical

SALT_BYTES = 32
_DOMAIN = b"netjes/commitment/1\n"


@dataclass(frozen=True)
class Opening:
    """What opens one commitment: field, salt and value. Kept beside the chain, removed on erasure."""

    field: str
    salt: bytes
    value: Any

    @property
    def commitment(self) -> str:
        return commit(self.field, self.salt, self.value)


def commit(field: str, salt: bytes, value: Any) -> str:
    """SHA-256, in hex, over the domain, the field's name, the salt (32 bytes) and the value in canonical form."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes")
    return hashlib.sha256(_DOMAIN + field.encode("ascii") + b"\n" + salt + canonical(value)).hexdigest()


def open_new(field: str, value: Any, rng: Random) -> Opening:
    """A fresh opening for ``value``; ``rng`` must be a ``random.SystemRandom`` outside tests."""
    return Opening(field, rng.randbytes(SALT_BYTES), value)


def opens(commitment: str, opening: Opening) -> bool:
    """Whether ``opening`` is what was committed to."""
    return hmac.compare_digest(commitment.encode(), opening.commitment.encode())
