"""One act in the chain: what is said about it, and the exact shape that is sealed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pledges.seal.canonical import NotCanonical, Plain, canonical, read_canonical

FORMAT = 1
CONTEXT = "netjes/pledges"
RECORD = "pledge-record"
GENESIS = "0" * 64

ACTS = (
    "begin",
    "sign",
    "renew",
    "revise",
    "countersign",
    "parent",
    "school",
    "withdraw",
    "expire",
    "erase",
    "rotate-key",
    "replace-key",
    "restore",
)
SIGNING_ACTS = ("sign", "renew", "revise")
WAYS = ("typed", "drawn", "stamp", "paper")

_FIELDS = {"format", "context", "purpose", "school", "seq", "prev", "key", "act", "at", "body"}
_HEX64 = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"[0-9a-f]{32}")
_AT = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z")


@dataclass(frozen=True)
class Record:
    """One link's content. ``prev`` is the digest of the link before it, ``body`` depends on ``act``."""

    school: str
    seq: int
    prev: str
    key: str
    act: str
    at: str
    body: Mapping[str, Any]
    format: int = FORMAT
    context: str = CONTEXT
    purpose: str = RECORD

    def to_bytes(self) -> bytes:
        return canonical({name: getattr(self, name) for name in _FIELDS})


def read_record(raw: bytes) -> Record:
    """The record in ``raw``. Raises NotCanonical when its form is not exactly that of a record.

    Context, purpose, school and format are read, not judged: that is for the verifier, which names them.
    """
    data = read_canonical(raw)
    if set(data) != _FIELDS:
        raise NotCanonical("not the fields of a record")
    if not all(isinstance(data[name], str) for name in ("context", "purpose", "school", "act")):
        raise NotCanonical("a field is not text")
    if type(data["format"]) is not int or type(data["seq"]) is not int or data["seq"] < 0:
        raise NotCanonical("format and seq are whole numbers")
    _match(_HEX64, data["prev"])
    _match(_KEY_ID, data["key"])
    _match(_AT, data["at"])
    if not isinstance(data["body"], dict):
        raise NotCanonical("a body is an object")
    record = Record(**data)
    if record.context == CONTEXT and record.format == FORMAT and record.purpose == RECORD:
        _check_body(record)
    return record


def text_digest(text: str) -> str:
    """SHA-256, in hex, of a promise's text as UTF-8 in Unicode form NFC."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def moment(at: datetime) -> str:
    """A time as it stands in a record: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def promise_entry(pledge: str, promise: str, *, meaning: str, language: str, text: str, verdict: str) -> Plain:
    """One promise inside a signing: its exact text in the language read, and how understanding was shown."""
    text = unicodedata.normalize("NFC", text)
    return {
        "pledge": pledge,
        "promise": promise,
        "meaning": meaning,
        "language": language,
        "text": text,
        "digest": text_digest(text),
        "verdict": verdict,
    }


def signing_body(
    signing: str,
    *,
    contract: str,
    school_year: str,
    valid_until: str,
    way: str,
    promises: Sequence[Plain],
    follows: int | None = None,
) -> Plain:
    """The body of sign, renew and revise, without the commitments; ``follows`` is the earlier signing's seq."""
    body: Plain = {
        "signing": signing,
        "contract": contract,
        "school_year": school_year,
        "valid_until": valid_until,
        "way": way,
        "promises": list(promises),
    }
    if follows is not None:
        body["follows"] = follows
    return body


def _match(pattern: re.Pattern[str], value: object) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NotCanonical("a field has the wrong form")


def _check_body(record: Record) -> None:
    if record.act not in ACTS:
        raise NotCanonical("an unknown act")
    promises = record.body.get("promises", [])
    if not isinstance(promises, list) or (record.act in SIGNING_ACTS and not promises):
        raise NotCanonical("a signing names its promises")
    for entry in promises:
        text = entry.get("text") if isinstance(entry, dict) else None
        if not isinstance(text, str) or text_digest(text) != entry.get("digest"):
            raise NotCanonical("the digest is not that of the text")
    if record.act == "rotate-key" or record.act == "replace-key" or record.act == "begin":
        _match(_HEX64, record.body.get("public_key"))
    if record.act == "restore" and not all(type(record.body.get(name)) is int for name in ("from", "to")):
        raise NotCanonical("a restore names what was lost")
