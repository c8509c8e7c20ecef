"""A school's sealing keys: files of mode 600 outside the database. Old keys verify, only the newest signs."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PublicKeys = Mapping[str, Ed25519PublicKey]

_SCHOOL = re.compile(r"[A-Za-z0-9_-]{1,64}")


class KeyMissing(Exception):
    """The key that must seal is not there or cannot be read: nothing may be recorded as sealed."""


@dataclass(frozen=True)
class Signer:
    """One private key with its id."""

    private: Ed25519PrivateKey

    @property
    def id(self) -> str:
        return key_id(self.private.public_key())

    @property
    def public_hex(self) -> str:
        return raw_public(self.private.public_key()).hex()

    def sign(self, message: bytes) -> str:
        """The Ed25519 signature of ``message``, 128 hex digits."""
        return self.private.sign(message).hex()


def raw_public(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def key_id(key: Ed25519PublicKey) -> str:
    """The first 32 hex digits of the SHA-256 of the raw public key."""
    return hashlib.sha256(raw_public(key)).hexdigest()[:32]


def public_from_hex(text: str) -> Ed25519PublicKey:
    """The public key written as 64 hex digits. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))


def verifies(key: Ed25519PublicKey, signature: str, message: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


class KeyRing:
    """The keys under ``folder``: one folder a school, per key ``<id>.private.pem`` and ``<id>.public.pem``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, school: str, rng: Random) -> Signer:
        """A new key pair for ``school``, on disk before this returns; ``rng`` is a SystemRandom outside tests."""
        signer = Signer(Ed25519PrivateKey.from_private_bytes(rng.randbytes(32)))
        private = signer.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = signer.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        home = self._home(school)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(home / f"{signer.id}.public.pem", public)
        _write(home / f"{signer.id}.private.pem", private)
        return signer

    def signer(self, school: str, identifier: str) -> Signer:
        """The private key ``identifier`` of ``school``. Raises KeyMissing when lost, unreadable or another's."""
        path = self._home(school) / f"{identifier}.private.pem"
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            raise KeyMissing(f"no usable sealing key {identifier} for school {school}") from None
        if not isinstance(key, Ed25519PrivateKey) or key_id(key.public_key()) != identifier:
            raise KeyMissing(f"{path.name} does not hold the key it is named after")
        return Signer(key)

    def retire(self, school: str, identifier: str) -> None:
        """Remove the private half: this key can verify from now on, and never seal."""
        (self._home(school) / f"{identifier}.private.pem").unlink(missing_ok=True)

    def public_keys(self, school: str) -> dict[str, Ed25519PublicKey]:
        """Every key that ``school`` ever had here, by id; damaged files are left out."""
        found: dict[str, Ed25519PublicKey] = {}
        for path in sorted(self._home(school).glob("*.public.pem")):
            try:
                key = serialization.load_pem_public_key(path.read_bytes())
            except (OSError, ValueError, UnsupportedAlgorithm):
                continue
            if isinstance(key, Ed25519PublicKey):
                found[key_id(key)] = key
        return found

    def _home(self, school: str) -> Path:
        if not _SCHOOL.fullmatch(school):
            raise KeyMissing("no school has this name")
        return self._folder / school


def _write(path: Path, content: bytes) -> None:
    """A new file only its owner may read, safely on disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
