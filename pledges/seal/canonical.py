"""Exact bytes for plain data: RFC 8785, limited to what every language writes the same way."""

from __future__ import annotations

import json
from typing import Any

import rfc8785

Plain = dict[str, Any]


class NotCanonical(ValueError):
    """Data that has no canonical form here, or bytes that are not in it."""


def canonical(value: Any) -> bytes:
    """The one way to write ``value``: RFC 8785, UTF-8. Objects, lists, strings, integers, true, false, null only.

    Raises NotCanonical for floats (their text is where implementations differ), integers beyond 2^53,
    lone surrogates, and keys that are not plain ASCII.
    """
    _refuse_strange(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise NotCanonical(str(error)) from None


def read_canonical(raw: bytes) -> Plain:
    """The object written in ``raw``. Raises NotCanonical unless writing it again gives the same bytes."""
    try:
        value = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotCanonical("not JSON") from None
    if not isinstance(value, dict) or canonical(value) != raw:
        raise NotCanonical("not one object in canonical form")
    return value


def _refuse_strange(value: Any) -> None:
    if isinstance(value, float):
        raise NotCanonical("a number that is not whole")
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise NotCanonical("a key that is not plain ASCII")
        for part in value.values():
            _refuse_strange(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _refuse_strange(part)
