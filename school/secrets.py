"""Hashing what people know: passwords of staff, picture and word secrets of pupils, one-time codes.

argon2id with OWASP's parameters (19 MiB, two passes, one lane). A class of thirty signs in within a minute, so hashes
are made apart from the pages.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.profiles import CHEAPEST

from core.apart import Apart

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_hashing = Apart("hashing")
_dummy = ""


def share_places(folder: Path) -> None:
    """Let all processes that serve from ``folder`` have the places for hashing together."""
    _hashing.share(folder)


def use_cheap_hashes() -> None:
    """For tests only: hashes that cost nothing."""
    global _hasher, _dummy
    _hasher, _dummy = PasswordHasher.from_parameters(CHEAPEST), ""


def hash_secret(secret: str) -> str:
    """The argon2id hash of ``secret``."""
    return _hashing.do(lambda: _hasher.hash(secret))


def verify(secret: str, kept: str | None) -> bool:
    """True when ``secret`` belongs to the hash ``kept``. No hash takes as long as a wrong one."""
    global _dummy
    if kept is None and not _dummy:
        _dummy = hash_secret("nobody")
    try:
        return _hashing.do(lambda: _hasher.verify(kept or _dummy, secret)) and kept is not None
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
