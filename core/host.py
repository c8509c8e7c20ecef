"""Which host this site is: what PUBLIC_URL says, whatever a request claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ConfiguredHost:
    """Puts the configured host and scheme into every request, so that whole addresses and cookies follow from them.

    Without it a forged ``Host`` would stand in the address on a card or in an invitation.
    """

    def __init__(self, app: WSGIApplication, public_url: str) -> None:
        parts = urlsplit(public_url)
        self._app, self._scheme, self._host = app, parts.scheme, parts.netloc

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self._host, self._scheme
        environ.pop("HTTP_X_FORWARDED_HOST", None)
        return self._app(environ, start_response)
