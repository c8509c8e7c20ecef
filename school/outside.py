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

from flask import Flask
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from core.settings import Settings, secret

FILE = "single-sign-on.json"
PATIENCE = 5
"""Seconds to wait for a provider."""


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


def init_outside(app: Flask) -> None:
    """Read the file where there is one. Raises pydantic.ValidationError, with the field, when it holds a fault."""
    settings: Settings = app.extensions["settings"]
    providers = read_providers(settings.instance_path / FILE)
    app.extensions["outside"] = make_outside(app, settings, providers)


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


def make_outside(app: Flask, settings: Settings, providers: tuple[Provider, ...]) -> Outside:
    """Providers tied to an app."""
    key = secret(settings, "outside")
    if not providers:
        return Outside((), key)
    from authlib.integrations.flask_client import OAuth  # half a second to import

    clients = OAuth(app)
    for one in providers:
        clients.register(
            one.name, client_id=one.client_id, client_secret=one.client_secret,
            server_metadata_url=f"{one.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "default_timeout": PATIENCE},
        )  # fmt: skip
    return Outside(providers, key, clients)
