"""Codes that people type over from paper, and tokens in links: long enough that guessing is hopeless."""

from __future__ import annotations

import hashlib
from random import Random

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are read as what they look like."""
CODE_LENGTH = 28
"""140 bits."""
GROUP = 4
MOST_TYPED = 80

_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(rng: Random) -> str:
    """A fresh check code in groups of four; ``rng`` is a SystemRandom outside tests."""
    return grouped("".join(rng.choice(ALPHABET) for _ in range(CODE_LENGTH)))


def grouped(code: str) -> str:
    """The code as it is printed: ``7F3K-90QZ-…``."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def code_hash(typed: str) -> str:
    """What a typed code is looked up by, whatever its capitals, spaces and dashes; nonsense gets one as well."""
    bare = "".join(letter for letter in typed[:MOST_TYPED].upper() if letter.isascii() and letter.isalnum())
    return hashlib.sha256(b"netjes/check-code/1\n" + bare.translate(_LOOKS_LIKE).encode()).hexdigest()


def new_token(rng: Random) -> str:
    """A fresh token for a link: 160 bits in hex."""
    return rng.randbytes(20).hex()


def token_hash(token: str) -> str:
    """What a link's token is looked up by."""
    return hashlib.sha256(b"netjes/home-link/1\n" + token[:MOST_TYPED].encode("utf-8", "replace")).hexdigest()
