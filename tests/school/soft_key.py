"""A passkey made of software: what a device would answer, and what a thief might try instead."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url

UP, UV, AT = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key for one site; ``owner`` is the handle of the account it was made for."""

    origin: str = "http://localhost"
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))
    owner: str = ""
    counter: int = 0

    def make(self, asked: dict[str, Any], *, checked: bool = True) -> str:
        """The answer to a question for a new key; ``checked``: the device looked who was there."""
        self.owner = asked["user"]["id"]
        numbers = self.secret.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        data = self._data(asked["rp"]["id"], checked, AT) + held
        body = {
            "clientDataJSON": bytes_to_base64url(self._client("webauthn.create", asked)),
            "attestationObject": bytes_to_base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(body)

    def use(self, asked: dict[str, Any], *, checked: bool = True, owner: str | None = None) -> str:
        """The answer to a question for a known key."""
        self.counter += 1
        data, client = self._data(asked["rpId"], checked), self._client("webauthn.get", asked)
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        body = {
            "clientDataJSON": bytes_to_base64url(client),
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
            "userHandle": self.owner if owner is None else owner,
        }
        return self._answer(body)

    def _data(self, host: str, checked: bool, more: int = 0) -> bytes:
        flags = UP | (UV if checked else 0) | more
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter)

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        assert base64url_to_bytes(asked["challenge"])
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, body: dict[str, str]) -> str:
        known = bytes_to_base64url(self.id)
        return json.dumps({"id": known, "rawId": known, "type": "public-key", "response": body})
