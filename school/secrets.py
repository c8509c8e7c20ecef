"""Hashing what people know: passwords of staff, picture and word secrets of pupils, one-time codes.

argon2id with OWASP's parameters (19 MiB, two passes, one lane). A class of thirty signs in within a minute, so one core
stays free of hashes, over all processes of this machine; the rest wait instead of starving the pages of others.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from contextlib import AbstractContextManager
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.profiles import CHEAPEST

from core.turns import Places

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = max(1, (os.cpu_count() or 2) - 1)
_alone = threading.BoundedSemaphore(AT_ONCE)
_places: Places | None = None
_dummy = ""


def share_places(folder: Path) -> None:
    """Let all processes that serve from ``folder`` have AT_ONCE places for hashing together."""
    global _places
    folder.mkdir(parents=True, exist_ok=True)
    _places = Places(folder, "hashing", AT_ONCE)


def use_cheap_hashes() -> None:
    """For tests only: hashes that cost nothing."""
    global _hasher, _dummy
    _hasher, _dummy = PasswordHasher.from_parameters(CHEAPEST), ""


def hash_secret(secret: str) -> str:
    """The argon2id hash of ``secret``."""
    with _room():
        return _hasher.hash(secret)


def _room() -> AbstractContextManager[object]:
    return _places.taken() if _places is not None else _alone


def verify(secret: str, kept: str | None) -> bool:
    """True when ``secret`` belongs to the hash ``kept``. No hash takes as long as a wrong one."""
    global _dummy
    if kept is None and not _dummy:
        _dummy = hash_secret("nobody")
    with _room():
        try:
            return _hasher.verify(kept or _dummy, secret) and kept is not None
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """True when a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def new_token() -> str:
    """A secret of 256 bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token: SHA-256 in hex (a token of 256 bits needs no slow hash)."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code(length: int = 8) -> str:
    """A code that people type: capitals and digits without look-alikes, about 4.9 bits each."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def normal_code(typed: str) -> str:
    """A code as it was meant: capitals, without spaces and dashes."""
    return "".join(c for c in typed.upper() if c in CODE_ALPHABET)[:64]
