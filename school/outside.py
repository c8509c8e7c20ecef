"""Providers of accounts elsewhere (OpenID Connect), off unless INSTANCE_PATH/single-sign-on.json names them.

Authlib does the protocol: discovery, state, nonce, PKCE, the keys of the provider. It is imported only where a
provider is named. Without the file no page mentions it and the site makes no request to anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

FILE = "single-sign-on.json"


class Provider(BaseModel):
    """One provider as the operator wrote it down. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
    """Part of the address that the provider sends people back to."""
    kind: Literal["entree", "google", "microsoft", "other"]
    label: str = Field(min_length=1, max_length=40)
    """What the button says."""
    issuer: str
    client_id: str
    client_secret: str = Field(repr=False)
    domains: tuple[str, ...] = ()
    """Only accounts of these: Workspace domains, tenants, BRINs. Empty: all that the provider lets in."""
    people: Literal["pupils", "staff", "both"] = "both"

    @field_validator("issuer")
    @classmethod
    def _safe(cls, value: str) -> str:
        if not value.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
            raise ValueError("the issuer needs https")
        return value.rstrip("/")


class Outside:
    """The providers of this installation. ``clients`` are Authlib's."""

    def __init__(self, providers: tuple[Provider, ...], key: bytes, clients: Any = None) -> None:
        self.providers = {one.name: one for one in providers}
        self._key, self._clients = key, clients

    def client(self, name: str) -> Any:
        """Authlib's client for a provider."""
        return self._clients.create_client(name)

    def subject_hash(self, provider: Provider, subject: str) -> str:
        """What is kept of an account elsewhere: a keyed hash of where it lives and whose it is."""
        told = "\0".join((provider.issuer, subject)).encode()
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()


def faults() -> tuple[type[Exception], ...]:
    """What can go wrong on the way to a provider and back; to the reader it is one thing."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError


def read_providers(path: Path) -> tuple[Provider, ...]:
    """The providers in a file; none where it is absent."""
    if not path.is_file():
        return ()
    return TypeAdapter(tuple[Provider, ...]).validate_python(json.loads(path.read_text(encoding="utf-8")))
