"""What the cookie remembers of a question to a passkey, and whether keys work at this address at all."""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, request, session

from core.clock import now
from core.settings import Settings
from school.commands.passkeys import Question
from school.rules.passkey import KeyRefused, Site

ASKED = "key"
"""The cookie's entry: purpose, challenge in hex, moment."""


def site_here() -> Site | None:
    """What keys are tied to: the host of PUBLIC_URL, or localhost on the own machine; None where browsers refuse."""
    settings: Settings = current_app.extensions["settings"]
    public = urlsplit(settings.public_url)
    if public.scheme == "https" and public.hostname:
        return Site(public.hostname, f"https://{public.netloc}")
    if request.host.partition(":")[0] == "localhost":
        return Site("localhost", f"{request.scheme}://{request.host}")
    return None


def keys_work_here() -> bool:
    """True when browsers use keys at the address of this request."""
    return site_here() is not None


def needed_site() -> Site:
    """``site_here`` for an act with a key. Raises KeyRefused where there is none."""
    site = site_here()
    if site is None:
        raise KeyRefused
    return site


def ask(purpose: str) -> bytes:
    """A fresh challenge for ``purpose``; an earlier one of this browser is forgotten."""
    challenge = secrets.token_bytes(32)
    session[ASKED] = [purpose, challenge.hex(), now().isoformat()]
    return challenge


def asked(purpose: str) -> Question | None:
    """What this browser was asked for ``purpose``; it is forgotten, since it counts once."""
    kept = session.pop(ASKED, None)
    if not kept or kept[0] != purpose:
        return None
    return Question(bytes.fromhex(kept[1]), datetime.fromisoformat(kept[2]))
