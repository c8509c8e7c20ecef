"""A school's chain as one text file that another machine can check, without the database and without a name in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pledges.seal.canonical import NotCanonical
from pledges.seal.findings import INCOMPLETE, Finding
from pledges.seal.heads import Head, head_from_line
from pledges.seal.keys import PublicKeys, raw_public
from pledges.seal.links import Link

NAME = "netjes-pledges"
VERSION = 1


class NotAnExport(Exception):
    """The file does not start like an export of this version."""


@dataclass
class Export:
    """An export as read; ``keys`` are those it names itself, which prove nothing unless given from elsewhere."""

    school: str
    keys: list[str]
    links: list[Link] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def write_export(
    school: str, links: Sequence[Link], heads: Sequence[Head], keys: PublicKeys, *, at: str
) -> Iterator[str]:
    """The lines of an export: one header, then the links, then the heads."""
    header = {
        NAME: VERSION,
        "school": school,
        "at": at,
        "keys": [raw_public(key).hex() for key in keys.values()],
        "links": len(links),
        "heads": len(heads),
    }
    yield _line(header)
    for link in links:
        yield link_line(link)
    for head in heads:
        yield head.to_line() + "\n"


def link_line(link: Link) -> str:
    """One link as a line: the record's exact text, and its signatures."""
    return _line({"record": link.record.decode(), "signatures": list(link.signatures)})


def read_export(lines: Iterable[str]) -> Export:
    """The export in ``lines``. Raises NotAnExport without a header; lines that say nothing become broken links."""
    rows = iter(lines)
    header = _parse(next(rows, ""))
    if header.get(NAME) != VERSION or not isinstance(header.get("school"), str):
        raise NotAnExport("the first line is not the header of a pledge export")
    export = Export(header["school"], [str(key) for key in header.get("keys") or ()])
    for row in rows:
        if row.strip():
            _sort(row, export)
    if (len(export.links), len(export.heads)) != (header.get("links"), header.get("heads")):
        export.findings.append(Finding(INCOMPLETE))
    return export


def _sort(row: str, export: Export) -> None:
    data = _parse(row)
    if "head" in data:
        try:
            export.heads.append(head_from_line(row))
            return
        except NotCanonical:
            export.findings.append(Finding(INCOMPLETE))
            return
    record, signatures = data.get("record"), data.get("signatures")
    readable = isinstance(signatures, list) and all(isinstance(s, str) and s.isascii() for s in signatures)
    if isinstance(record, str) and isinstance(signatures, list) and readable:
        export.links.append(Link(record.encode(errors="replace"), tuple(signatures)))
    else:
        export.links.append(Link(b"", ()))


def _parse(row: str) -> dict[str, Any]:
    try:
        data = json.loads(row)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False) + "\n"
