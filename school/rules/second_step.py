"""Codes of an authenticator app (TOTP, RFC 6238: six digits, 30 seconds)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

SECONDS = 30
ISSUER = "Netjes"
CLOCK_WAS_WRONG = 20
"""A last step this many steps ahead of now came from a clock that jumped; it must not lock the person out."""


def new_secret() -> str:
    """A fresh secret of 160 bits in base32."""
    return pyotp.random_base32()


def address(secret: str, account: str) -> str:
    """What the QR code for the app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def code_at(secret: str, at: datetime) -> str:
    """The code of this moment."""
    return pyotp.TOTP(secret).generate_otp(_step(at))


def matching_step(secret: str, typed: str, last_step: int | None, at: datetime) -> int | None:
    """The step of a right code that was not used before, else None. One step early or late is allowed."""
    digits = "".join(c for c in typed if c in "0123456789")
    if len(digits) != 6:
        return None
    now = _step(at)
    used = last_step if last_step is not None and last_step <= now + CLOCK_WAS_WRONG else -1
    for step in (now, now - 1, now + 1):
        if step > used and hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), digits):
            return step
    return None


def _step(at: datetime) -> int:
    return max(0, int(at.timestamp()) // SECONDS)
