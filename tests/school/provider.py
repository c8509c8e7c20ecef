"""A real OpenID provider for the tests: Canaille on a port of its own, with two people and one client."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from werkzeug.serving import BaseWSGIServer, make_server

PASSWORD = "correct horse battery staple"


@dataclass
class RealProvider:
    """Where it answers, and the client it knows."""

    issuer: str
    client_id: str = "netjes"
    client_secret: str = "only for the tests"
    forget: Callable[[], None] = lambda: None
    """Drop codes that were given out and not used: in memory this provider mixes them up with later ones."""


@contextmanager
def real_provider(back: str, out: str) -> Iterator[RealProvider]:
    """A provider that sends people back to ``back``, and after signing out to ``out``."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # of the provider: the tests reach it without TLS
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import RSAKey

    holder: dict[str, Any] = {}
    server: BaseWSGIServer = make_server(
        "localhost", 0, lambda environ, begin: holder["app"](environ, begin), threaded=True
    )
    key = RSAKey.generate_key(2048, private=True, auto_kid=True)
    provider = RealProvider(f"http://localhost:{server.server_port}")
    app = create_app(
        config={
            "TESTING": True, "ENV_FILE": None, "SECRET_KEY": "of the provider", "WTF_CSRF_ENABLED": False,
            "PREFERRED_URL_SCHEME": "http", "SERVER_NAME": f"localhost:{server.server_port}",
            "CANAILLE": {
                "DATABASE": "memory", "JAVASCRIPT": False, "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
                "LOGGING": {"version": 1, "disable_existing_loggers": False},
            },
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)]},
        },
    )  # fmt: skip
    holder["app"] = app
    with app.app_context():
        for name, first in (("n.jansen", "Noor"), ("s.bakir", "Samira")):
            person = models.User(
                user_name=name, given_name=first, family_name="Canarievogel", formatted_name=f"{first} Canarievogel",
                emails=[f"{name}@school.example"], password=PASSWORD,
            )  # fmt: skip
            Backend.instance.save(person)
        client = models.Client(
            client_id=provider.client_id, client_secret=provider.client_secret, client_name="Netjes",
            client_uri="http://localhost", redirect_uris=[back], post_logout_redirect_uris=[out],
            grant_types=["authorization_code"], response_types=["code"], scope=["openid", "profile"],
            token_endpoint_auth_method="client_secret_basic",
        )  # fmt: skip
        Backend.instance.save(client)

    def forget() -> None:
        with app.app_context():
            for code in Backend.instance.query(models.AuthorizationCode):
                Backend.instance.delete(code)

    provider.forget = forget
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
