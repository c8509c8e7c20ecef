"""Signed heads: short statements of where a chain ends, kept outside the database so that a cut tail is found."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pledges.seal.canonical import NotCanonical, canonical, read_canonical
from pledges.seal.keys import Signer
from pledges.seal.links import Tip
from pledges.seal.records import CONTEXT, FORMAT

HEAD = "pledge-head"

_SIGNED = b"netjes/pledge-head/1\n"
_FIELDS = {"format", "context", "purpose", "school", "seq", "digest", "key", "at"}
_BLOCK = 65536
_HEX64 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Head:
    """A head as read: ``raw`` are the signed canonical bytes."""

    raw: bytes
    signature: str
    school: str
    seq: int
    digest: str
    key: str
    format: int
    context: str
    purpose: str

    @property
    def message(self) -> bytes:
        return _SIGNED + self.raw

    @property
    def of_this_format(self) -> bool:
        return (self.format, self.context, self.purpose) == (FORMAT, CONTEXT, HEAD)

    def to_line(self) -> str:
        return json.dumps({"head": self.raw.decode(), "signature": self.signature}, ensure_ascii=False)


def sign_head(tip: Tip, signer: Signer, *, at: str) -> Head:
    """The head of the chain that ends at ``tip``."""
    raw = canonical(
        {
            "format": FORMAT,
            "context": CONTEXT,
            "purpose": HEAD,
            "school": tip.school,
            "seq": tip.seq,
            "digest": tip.digest,
            "key": signer.id,
            "at": at,
        }
    )
    return read_head(raw, signer.sign(_SIGNED + raw))


def read_head(raw: bytes, signature: str) -> Head:
    """The head in ``raw``. Raises NotCanonical when its form is not that of a head."""
    data = read_canonical(raw)
    if set(data) != _FIELDS:
        raise NotCanonical("not the fields of a head")
    texts = ("context", "purpose", "school", "digest", "key", "at")
    if not all(isinstance(data[name], str) for name in texts) or not _HEX64.fullmatch(data["digest"]):
        raise NotCanonical("a field has the wrong form")
    if type(data["seq"]) is not int or data["seq"] < 0 or type(data["format"]) is not int:
        raise NotCanonical("format and seq are whole numbers")
    del data["at"]
    return Head(raw=raw, signature=signature, **data)


def head_from_line(line: str) -> Head:
    """The head in one line of ``heads.jsonl``. Raises NotCanonical."""
    try:
        data = json.loads(line)
        return read_head(data["head"].encode(), str(data["signature"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotCanonical("not a line with a head") from None


class HeadFile:
    """``heads.jsonl``: heads of all schools, one a line, only ever appended to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, head: Head) -> None:
        """Add ``head``, on disk before this returns. A line broken off by a crash does not swallow the next."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "rb+") as file:
            size = file.seek(0, os.SEEK_END)
            broken = size > 0 and file.seek(size - 1) >= 0 and file.read(1) != b"\n"
            file.write((b"\n" if broken else b"") + head.to_line().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def heads(self, school: str) -> Iterator[Head]:
        """The heads of ``school``, oldest first; a line torn by a crash is passed over."""
        if not self._path.is_file():
            return
        with self._path.open("rb") as file:
            for line in file:
                head = _readable(line)
                if head and head.school == school:
                    yield head

    def latest(self, school: str) -> Head | None:
        """The head last added for ``school``; reads the file from its end."""
        if not self._path.is_file():
            return None
        with self._path.open("rb") as file:
            for line in _backwards(file):
                head = _readable(line)
                if head and head.school == school:
                    return head
        return None


def _readable(line: bytes) -> Head | None:
    try:
        return head_from_line(line.decode())
    except (NotCanonical, UnicodeDecodeError):
        return None


def _backwards(file: BinaryIO) -> Iterator[bytes]:
    position, rest = file.seek(0, os.SEEK_END), b""
    while position > 0:
        size = min(_BLOCK, position)
        position -= size
        file.seek(position)
        first, *lines = (file.read(size) + rest).split(b"\n")
        yield from reversed(lines)
        rest = first
    yield rest
