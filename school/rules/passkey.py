"""Passkeys (WebAuthn, level 3): what a browser is asked, and whether its answer is right.

The library is imported inside the functions: a quarter of a second that only they need. A key must live in the
device (so that it can be used without typing an address) and must check its owner (finger, face or PIN), so that it
may stand for both steps at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.refusal import Refusal

TITLE = "Netjes"
LONGEST_ANSWER = 20_000
"""Characters; a registration with its attestation is about a thousand."""


class KeyRefused(Refusal):
    """The answer of the key is not right for this question, this site or this account."""

    sentence = "Deze sleutel werd niet herkend. Er is niets veranderd. Probeer het nog een keer."


@dataclass(frozen=True)
class Site:
    """Where people reach the site: the host that keys are tied to, and the address that their answers must name."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    """What is kept of a fresh key."""

    credential: str
    public_key: bytes
    sign_count: int


def question_for_new(site: Site, *, challenge: bytes, handle: str, account: str, known: Sequence[str]) -> str:
    """JSON that asks a browser to make a key. ``known`` are ids of keys that the account has already."""
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.host, rp_name=TITLE, user_id=handle.encode(), user_name=account, challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
    )  # fmt: skip
    return options_to_json(options)


def new_key(site: Site, answer: str, *, challenge: bytes) -> NewKey:
    """The key that a browser made. Raises KeyRefused."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=_plain(answer), expected_challenge=challenge, expected_rp_id=site.host,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise KeyRefused from None
    return NewKey(bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count)


def question_for_known(site: Site, *, challenge: bytes, known: Sequence[str] = ()) -> str:
    """JSON that asks a browser to use a key: one of ``known``, or any key it has for this site."""
    from webauthn import base64url_to_bytes, generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=site.host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED,
        allow_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
    )  # fmt: skip
    return options_to_json(options)


def credential_in(answer: str) -> str:
    """The id of the key that says it answers. Raises KeyRefused."""
    found = _plain(answer).get("id")
    if not isinstance(found, str) or not found.isascii():
        raise KeyRefused
    return found


def handle_in(answer: str) -> str:
    """The account that the key says it belongs to, or nothing where it does not say."""
    from webauthn import base64url_to_bytes

    response = _plain(answer).get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    try:
        return base64url_to_bytes(handle).decode() if isinstance(handle, str) else ""
    except ValueError:
        raise KeyRefused from None


def check_answer(site: Site, answer: str, *, challenge: bytes, public_key: bytes, sign_count: int) -> int:
    """The key's new counter when its answer is right. Raises KeyRefused, also for a counter that went back."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        checked = verify_authentication_response(
            credential=_plain(answer), expected_challenge=challenge, expected_rp_id=site.host,
            expected_origin=site.origin, credential_public_key=public_key, credential_current_sign_count=sign_count,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise KeyRefused from None
    return checked.new_sign_count


def _plain(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise KeyRefused
    return found
