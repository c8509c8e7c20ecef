"""A file locked with a key: AES-256-GCM in pieces, so that a large backup needs little memory.

``NETJES-LOCKED-1\\n``, 8 random bytes, then pieces of a mebibyte, each with its own nonce (the random bytes and the
number of the piece) and its tag. The last piece is marked, so that a file that was cut off does not open.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"NETJES-LOCKED-1\n"
PIECE = 1024 * 1024
TAG = 16


class WrongKey(Exception):
    """The key does not fit, or the file was changed or cut off."""


def read_key(path: Path) -> bytes:
    """The 32 bytes in a key file of 64 hexadecimal digits. Raises ValueError with a sentence."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: geen sleutel van 64 hexadecimale tekens ({error})") from error
    if len(key) != 32:
        raise ValueError(f"{path}: de sleutel heeft {len(key)} bytes in plaats van 32")
    return key


def is_locked(path: Path) -> bool:
    """True when the file begins as a locked one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def lock(source: Path, target: Path, key: bytes) -> None:
    """Write ``source`` locked to ``target``."""
    cipher, start = AESGCM(key), os.urandom(8)
    with source.open("rb") as plain, target.open("wb") as locked:
        locked.write(MAGIC + start)
        number, piece = 0, plain.read(PIECE)
        while True:
            following = plain.read(PIECE)
            locked.write(cipher.encrypt(_nonce(start, number), piece, _last(not following)))
            if not following:
                return
            number, piece = number + 1, following


def unlock(source: Path, target: Path, key: bytes) -> None:
    """Write what was locked to ``target``. Raises WrongKey; then ``target`` is worth nothing."""
    cipher = AESGCM(key)
    with source.open("rb") as locked, target.open("wb") as plain:
        if locked.read(len(MAGIC)) != MAGIC:
            raise WrongKey
        start = locked.read(8)
        number, piece = 0, locked.read(PIECE + TAG)
        while True:
            following = locked.read(PIECE + TAG)
            try:
                plain.write(cipher.decrypt(_nonce(start, number), piece, _last(not following)))
            except (InvalidTag, ValueError) as error:
                raise WrongKey from error
            if not following:
                return
            number, piece = number + 1, following


def _nonce(start: bytes, number: int) -> bytes:
    return start + number.to_bytes(4, "big")


def _last(last: bool) -> bytes:
    return b"last" if last else b"more"
