"""Canonical bytes, commitments, keys, heads and exports, each by itself."""

from __future__ import annotations

import json
import random
import stat
from dataclasses import replace as changed
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.seal.canonical import NotCanonical, canonical, read_canonical
from pledges.seal.commitments import commit, open_new, opens
from pledges.seal.export import NotAnExport, read_export, write_export
from pledges.seal.findings import INCOMPLETE, Finding
from pledges.seal.heads import HeadFile
from pledges.seal.keys import KeyMissing, KeyRing
from pledges.seal.links import RetiredKey, seal
from pledges.seal.records import Record, moment, read_record, text_digest
from tests.pledges.chains import SCHOOL, Chain, long_chain, signer

words = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=12,
)


@settings(max_examples=100)
@given(words)
def test_canonical_form_is_what_the_documentation_says_in_one_line(value: Any) -> None:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical(value) == plain
    assert read_canonical(canonical({"v": value})) == {"v": value}


@pytest.mark.parametrize("value", [1.5, 2**53, "\ud800", {"é": 1}, {1: 2}, [float("nan")], {"a": {2.0}}])
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize("raw", [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"[1]", b"", b"\xff", b'{"a":1}\n'])
def test_only_the_one_form_is_read(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(raw)


def test_a_commitment_binds_field_salt_and_value() -> None:
    opening = open_new("name", "Noor", random.Random(1))
    assert opens(opening.commitment, opening)
    others = [changed(opening, value="Noortje"), changed(opening, field="class"), changed(opening, salt=bytes(32))]
    assert not any(opens(opening.commitment, other) for other in others)
    assert open_new("name", "Noor", random.Random(2)).commitment != opening.commitment
    with pytest.raises(ValueError, match="32 bytes"):
        commit("name", b"short", "Noor")


def test_a_text_has_one_digest_however_its_accents_are_written() -> None:
    assert text_digest("één") == text_digest("e\u0301e\u0301n")
    assert text_digest("een") != text_digest("één")


def test_a_moment_is_utc_in_whole_seconds() -> None:
    amsterdam = timezone(timedelta(hours=1))
    assert moment(datetime(2026, 11, 20, 10, 31, 5, 999, tzinfo=amsterdam)) == "2026-11-20T09:31:05Z"


def test_keys_are_files_for_their_owner_only(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    made = ring.create(SCHOOL, random.Random(1))
    modes = {path.suffixes[0]: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys" / SCHOOL).iterdir()}
    assert modes == {".private": 0o600, ".public": 0o600}
    assert ring.signer(SCHOOL, made.id).id == made.id
    assert set(ring.public_keys(SCHOOL)) == {made.id}


def test_a_lost_spoiled_or_foreign_key_is_missing(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    one, other = ring.create(SCHOOL, random.Random(1)), ring.create(SCHOOL, random.Random(2))
    path = tmp_path / SCHOOL / f"{one.id}.private.pem"
    path.write_bytes((tmp_path / SCHOOL / f"{other.id}.private.pem").read_bytes())
    for spoil in (lambda: None, lambda: path.write_text("no key"), path.unlink):
        spoil()
        with pytest.raises(KeyMissing):
            ring.signer(SCHOOL, one.id)
    (tmp_path / SCHOOL / f"{one.id}.public.pem").write_text("no key")
    assert set(ring.public_keys(SCHOOL)) == {other.id}
    with pytest.raises(KeyMissing):
        ring.signer("../elsewhere", one.id)


def test_a35_a_retired_key_verifies_and_cannot_seal(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    made = ring.create(SCHOOL, random.Random(1))
    ring.retire(SCHOOL, made.id)
    ring.retire(SCHOOL, made.id)
    assert made.id in ring.public_keys(SCHOOL)
    with pytest.raises(KeyMissing):
        ring.signer(SCHOOL, made.id)
    chain = Chain()
    old = chain.key
    chain.rotate(signer(2))
    with pytest.raises(RetiredKey):
        seal(chain.tip, old, act="withdraw", at=chain.at, body={})


def test_heads_are_added_and_the_latest_is_found_from_the_end(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "heads.jsonl")
    assert file.latest(SCHOOL) is None
    assert list(file.heads(SCHOOL)) == []
    ours, theirs = long_chain(3), Chain(school="other")
    for head in (*ours.heads, *theirs.heads * 200):
        file.append(head)
    assert file.latest(SCHOOL) == ours.heads[-1]
    assert list(file.heads(SCHOOL)) == ours.heads
    assert file.latest("nobody") is None
    assert stat.S_IMODE((tmp_path / "heads.jsonl").stat().st_mode) == 0o600


def test_a_torn_line_swallows_no_head(tmp_path: Path) -> None:
    path, chain = tmp_path / "heads.jsonl", long_chain(3)
    file = HeadFile(path)
    file.append(chain.heads[0])
    with path.open("ab") as torn:
        torn.write(chain.heads[1].to_line().encode()[:50])
    file.append(chain.heads[2])
    assert list(file.heads(SCHOOL)) == [chain.heads[0], chain.heads[2]]


def test_an_export_reads_back_and_says_when_a_line_is_missing() -> None:
    chain = long_chain(6)
    lines = list(write_export(SCHOOL, chain.links, chain.heads, chain.trusted, at=chain.at))
    export = read_export(lines)
    assert (export.links, export.heads, export.findings) == (chain.links, chain.heads, [])
    for gone in range(1, len(lines)):
        assert read_export(lines[:gone] + lines[gone + 1 :]).findings == [Finding(INCOMPLETE)]


@pytest.mark.parametrize("first", ["", "{}", "[1]", "nothing", '{"netjes-pledges": 2, "school": "x"}'])
def test_a_file_without_the_header_is_no_export(first: str) -> None:
    with pytest.raises(NotAnExport):
        read_export([first])


@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", '{"record": 5, "signatures": []}', '{"record": "\\ud800", "signatures": ["é"]}', "[" * 9999],
)
def test_a_line_that_says_nothing_is_a_broken_link(line: str) -> None:
    export = read_export(['{"netjes-pledges": 1, "school": "x", "links": 1, "heads": 0}', line])
    assert len(export.links) == 1
    with pytest.raises(NotCanonical):
        read_record(export.links[0].record)


def test_a_head_line_that_is_no_head_makes_the_export_incomplete() -> None:
    export = read_export(['{"netjes-pledges": 1, "school": "x", "links": 0, "heads": 0}', '{"head": "{}"}'])
    assert export.findings == [Finding(INCOMPLETE)]


@pytest.mark.parametrize(
    "body_or_field",
    [
        {"act": "boast"},
        {"act": "sign", "body": {"promises": []}},
        {"act": "sign", "body": {"promises": [{"text": "a", "digest": text_digest("b")}]}},
        {"act": "sign", "body": {"promises": ["p01"]}},
        {"act": "begin", "body": {"public_key": "short"}},
        {"act": "restore", "body": {"from": "1", "to": 2}},
        {"seq": -1},
        {"prev": "0"},
        {"key": "K" * 32},
        {"at": "yesterday"},
    ],
)
def test_a_record_of_another_form_is_refused(body_or_field: dict[str, Any]) -> None:
    good = Record(SCHOOL, 1, "0" * 64, "0" * 32, "withdraw", "2026-11-20T09:00:00Z", {"pledges": []})
    assert read_record(good.to_bytes()) == good
    with pytest.raises(NotCanonical):
        read_record(changed(good, **body_or_field).to_bytes())
