"""Authlib's clients for the providers of accounts elsewhere, made at the start."""

from __future__ import annotations

from flask import Flask

from core.settings import Settings, secret
from school.outside import FILE, Outside, Provider, read_providers

PATIENCE = 5
"""Seconds to wait for a provider."""


def init_outside(app: Flask) -> None:
    """Read the file where there is one. Raises pydantic.ValidationError, with the field, when it holds a fault."""
    settings: Settings = app.extensions["settings"]
    providers = read_providers(settings.instance_path / FILE)
    app.extensions["outside"] = make_outside(app, settings, providers)


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
