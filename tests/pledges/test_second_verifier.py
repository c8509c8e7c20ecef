"""Two verifiers, one page of documentation: they agree on every vector and on chains spoiled at random."""

from __future__ import annotations

import ast
import json
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.seal.canonical import canonical
from pledges.seal.commitments import commit
from pledges.seal.export import read_export, write_export
from pledges.seal.findings import in_order
from pledges.seal.keys import key_id, public_from_hex, raw_public
from pledges.seal.links import Link
from pledges.seal.records import text_digest
from pledges.seal.verify import verify
from tests.pledges import second_verifier as second
from tests.pledges.chains import SCHOOL, long_chain, vectors_folder
from tests.pledges.make_vectors import files

SPOILED = sorted(path for path in vectors_folder().glob("*.json") if path.name != "pieces.json")
CHAIN = long_chain(25)


def ours(vector: dict[str, Any]) -> list[tuple[str, int | None]]:
    export = read_export(vector["export"])
    keys = [public_from_hex(key) for key in vector["trusted"]]
    pins = {int(seq): digits for seq, digits in vector["pins"].items()}
    trusted = {key_id(key): key for key in keys}
    named = verify(export.links, export.heads, trusted, school=vector["school"], pins=pins)
    return [(finding.kind, finding.seq) for finding in in_order(named + export.findings)]


def theirs(vector: dict[str, Any]) -> list[tuple[str, int | None]]:
    pins = {int(seq): digits for seq, digits in vector["pins"].items()}
    return second.Verifier(vector["school"], vector["trusted"], pins).check(vector["export"])


def test_the_vectors_are_those_that_the_code_makes() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in vectors_folder().glob("*.json")} == files()


@pytest.mark.parametrize("path", SPOILED, ids=lambda path: path.stem)
def test_both_find_what_the_vector_says(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    expected = [tuple(finding) for finding in vector["expected"]]
    assert ours(vector) == expected
    assert theirs(vector) == expected


def test_both_make_the_same_pieces() -> None:
    pieces = json.loads((vectors_folder() / "pieces.json").read_text(encoding="utf-8"))
    value = pieces["canonical"]["value"]
    assert canonical(value) == second.jcs(value) == pieces["canonical"]["utf8"].encode()
    assert text_digest(pieces["text"]["text"]) == second.text_digest(pieces["text"]["text"]) == pieces["text"]["digest"]
    part = pieces["commitment"]
    salt = bytes.fromhex(part["salt"])
    assert commit(part["field"], salt, part["value"]) == part["commitment"]
    assert second.commitment(part["field"], salt, part["value"]) == part["commitment"]
    assert key_id(public_from_hex(pieces["key"]["public"])) == pieces["key"]["id"]
    assert second.key_id(pieces["key"]["public"]) == pieces["key"]["id"]
    link = pieces["link"]
    assert Link(link["record"].encode(), tuple(link["signatures"])).digest == link["digest"]
    assert second.Link(0, link["record"].encode(), link["signatures"]).digest == link["digest"]


def test_the_second_verifier_imports_nothing_of_ours() -> None:
    tree = ast.parse(Path(second.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    roots = {str(name).split(".")[0] for name in names}
    assert roots == {"__future__", "cryptography", "hashlib", "json", "re", "sys", "typing", "unicodedata"}


@settings(max_examples=60)
@given(st.data())
def test_both_agree_on_chains_spoiled_at_random(data: st.DataObject) -> None:
    """One to three spoilings of any sort that leaves no choice in what to name."""
    links = [*CHAIN.links]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(links) - 1))
        what = data.draw(st.sampled_from(["drop", "byte", "copy", "cut"]))
        if what == "drop":
            del links[at]
        elif what == "byte":
            index = data.draw(st.integers(0, len(links[at].record) - 1))
            raw = bytearray(links[at].record)
            raw[index] = data.draw(st.sampled_from(b'0a9"x{'))
            links[at] = changed(links[at], record=bytes(raw))
        elif what == "copy":
            links.insert(data.draw(st.integers(0, len(links))), links[at])
            break  # spoiling the original after this would make the copy a move, and two links equally much to blame
        else:
            links = links[: max(at, 1)]
        if not links:
            break
    export = [line.strip() for line in write_export(SCHOOL, links, CHAIN.heads, CHAIN.trusted, at=CHAIN.at)]
    trusted = [raw_public(key).hex() for key in CHAIN.trusted.values()]
    vector = {"school": SCHOOL, "trusted": trusted, "pins": {}, "export": export}
    assert ours(vector) == theirs(vector)
