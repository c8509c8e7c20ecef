"""Removing, reordering, changing or inserting any single record in a chain of 1,000 is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.seal import findings as kinds
from pledges.seal.findings import Finding
from pledges.seal.keys import PublicKeys, raw_public, verifies
from pledges.seal.links import Link, seal
from pledges.seal.verify import verify
from tests.pledges.chains import SCHOOL, Chain, long_chain, signer

LENGTH = 1000
KEYS: PublicKeys = {key.id: key.private.public_key() for key in (signer(1), signer(2))}
places = st.integers(0, LENGTH - 1)
few = settings(max_examples=15)


@pytest.fixture(scope="module")
def chain() -> Iterator[Chain]:
    """One chain for all tries; what a signature check answered is remembered, as each try asks 2,000 times."""
    remembered: dict[tuple[bytes, str, bytes], bool] = {}

    def once(key: Ed25519PublicKey, signature: str, message: bytes) -> bool:
        known = (raw_public(key), signature, message)
        if known not in remembered:
            remembered[known] = verifies(key, signature, message)
        return remembered[known]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pledges.seal.periods.verifies", once)
        patch.setattr("pledges.seal.verify.verifies", once)
        yield long_chain(LENGTH)


def found(chain: Chain, links: list[Link], keys: PublicKeys | None = None) -> list[Finding]:
    return verify(links, chain.heads, keys or KEYS, school=SCHOOL)


def test_a_sound_chain_of_a_thousand_has_no_findings(chain: Chain) -> None:
    assert found(chain, chain.links) == []
    assert found(chain, chain.links, chain.trusted) == [], "the first key alone is enough: rotation hands trust over"


@few
@given(at=places)
def test_a_removed_record_is_named(chain: Chain, at: int) -> None:
    links = chain.links[:at] + chain.links[at + 1 :]
    kind = kinds.REMOVED_TAIL if at == LENGTH - 1 else kinds.REMOVED
    first = found(chain, links)[0]
    assert (first.kind, first.seq) == (kind, at)


@few
@given(keep=st.integers(0, LENGTH - 1))
def test_a31_a_cut_tail_is_named_record_by_record(chain: Chain, keep: int) -> None:
    expected = [Finding(kinds.REMOVED_TAIL, seq) for seq in range(keep, LENGTH)]
    assert found(chain, chain.links[:keep]) == expected


@few
@given(at=places, data=st.data())
def test_a31_one_changed_byte_is_named(chain: Chain, at: int, data: st.DataObject) -> None:
    raw = bytearray(chain.links[at].record)
    index = data.draw(st.integers(0, len(raw) - 1))
    raw[index] ^= data.draw(st.integers(1, 255))
    links = [*chain.links]
    links[at] = changed(links[at], record=bytes(raw))
    assert at in [finding.seq for finding in found(chain, links)]
    assert found(chain, links)[0].seq == at


@few
@given(at=places, index=st.integers(0, 127))
def test_a_changed_signature_is_named(chain: Chain, at: int, index: int) -> None:
    signature = chain.links[at].signatures[0]
    other = "0" if signature[index] != "0" else "1"
    links = [*chain.links]
    spoiled = signature[:index] + other + signature[index + 1 :]
    links[at] = changed(links[at], signatures=(spoiled, *links[at].signatures[1:]))
    first = found(chain, links)[0]
    assert (first.kind, first.seq) == (kinds.CHANGED, at)


@few
@given(at=places, to=places)
def test_a31_a_moved_record_is_named(chain: Chain, at: int, to: int) -> None:
    links = [*chain.links]
    link = links.pop(at)
    links.insert(to, link)
    named = found(chain, links)
    if at == to:
        assert named == []
    elif abs(at - to) == 1:
        assert [f.kind for f in named] == [kinds.REORDERED]
        assert named[0].seq in (at, to), "of two that changed places either may be named"
    else:
        assert named == [Finding(kinds.REORDERED, at, to)]


@few
@given(at=places, of=places)
def test_a34_a_copied_record_is_named(chain: Chain, at: int, of: int) -> None:
    links = [*chain.links[:at], chain.links[of], *chain.links[at:]]
    assert [(finding.kind, finding.seq) for finding in found(chain, links)] == [(kinds.INSERTED, of)]


@few
@given(at=places)
def test_a_forged_record_is_named(chain: Chain, at: int) -> None:
    forged = changed(chain.links[at], signatures=(chain.links[at - 1].signatures[0],))
    links = [*chain.links[:at], forged, *chain.links[at:]]
    assert found(chain, links) == [Finding(kinds.INSERTED, at, at)]


@few
@given(at=st.integers(LENGTH // 2 + 1, LENGTH - 2))
def test_a_record_made_anew_with_the_right_key_is_named(chain: Chain, at: int) -> None:
    """An operator who holds the key rewrites one record: heads and neighbours give it away."""
    before = changed(chain.tip, seq=at - 1, digest=chain.links[at - 1].digest)
    forged, _ = seal(before, chain.key, act="withdraw", at="2026-11-20T09:00:00Z", body={"pledges": ["pl000001"]})
    links = [*chain.links[:at], forged, *chain.links[at + 1 :]]
    named = found(chain, links)
    assert named == [Finding(kinds.CHANGED, at, at)]
    assert verify(links, [], KEYS, school=SCHOOL) == named, "without heads the next record still tells"
    assert found(chain, [*chain.links[: at + 1], forged, *chain.links[at + 1 :]])[0].kind == kinds.INSERTED


def test_a31_every_record_resealed_is_found_by_the_heads_and_by_a_printed_digest() -> None:
    true, false = long_chain(12), Chain()
    for number in range(1, 12):
        false.act("withdraw", {"pledges": [f"pl{number:06}"]})
    named = verify(false.links, true.heads, true.trusted, school=SCHOOL)
    assert {finding.seq for finding in named} >= set(range(1, 6))
    pins = {4: true.links[4].digest[:8]}
    assert verify(false.links, false.heads, false.trusted, school=SCHOOL, pins=pins) == [Finding(kinds.CHANGED, 4, 4)]
    assert verify(false.links, [], false.trusted, school=SCHOOL, pins={12: "00"})[0].kind == kinds.REMOVED_TAIL


def test_a34_another_school_and_another_purpose_are_named() -> None:
    ours, theirs = Chain(), Chain(school="other")
    for number in range(1, 4):
        ours.sign(number)
        theirs.sign(number)
    assert verify([*ours.links, theirs.links[2]], ours.heads, ours.trusted, school=SCHOOL) == [
        Finding(kinds.WRONG_SCHOOL, 2, 4)
    ], "the same key made for two schools does not carry over"
    swapped = [*ours.links[:2], theirs.links[2], ours.links[3]]
    assert verify(swapped, ours.heads, ours.trusted, school=SCHOOL)[0] == Finding(kinds.WRONG_SCHOOL, 2, 2)
    purpose = ours.links[2].record.replace(b'"pledge-record"', b'"class-record"')
    other = changed(ours.links[2], record=purpose)
    assert verify([*ours.links[:2], other, ours.links[3]], ours.heads, ours.trusted, school=SCHOOL) == [
        Finding(kinds.WRONG_PURPOSE, 2, 2)
    ]
    as_record = Link(ours.heads[2].raw, (ours.heads[2].signature,))
    assert verify([*ours.links[:2], as_record, ours.links[3]], ours.heads, ours.trusted, school=SCHOOL) == [
        Finding(kinds.CHANGED, 2, 2)
    ], "what was signed as a head is no record"


def test_a34_a_key_of_nobody_and_a_retired_key_are_named() -> None:
    chain, stranger = Chain(), Chain(key=signer(9))
    for number in range(1, 4):
        chain.sign(number)
        stranger.sign(number)
    links = [*chain.links[:3], stranger.links[3]]
    assert verify(links, chain.heads, chain.trusted, school=SCHOOL) == [Finding(kinds.WRONG_KEY, 3, 3)]
    old, tip = chain.key, chain.tip
    chain.rotate(signer(2))
    with_old, _ = seal(changed(chain.tip, key=old.id), old, act="withdraw", at=chain.at, body={"pledges": []})
    assert tip.seq + 2 == 5
    assert verify([*chain.links, with_old], chain.heads, chain.trusted, school=SCHOOL) == [
        Finding(kinds.WRONG_KEY, 5, 5)
    ]


def test_a_head_of_another_key_is_named_and_not_believed() -> None:
    chain, stranger = Chain(), Chain(key=signer(9))
    chain.sign(1)
    stranger.sign(1)
    stranger.sign(2)
    assert verify(chain.links, [*chain.heads, stranger.heads[2]], chain.trusted, school=SCHOOL) == [
        Finding(kinds.WRONG_HEAD, 2)
    ]


def test_a_replaced_key_counts_only_for_who_was_given_it() -> None:
    chain = Chain()
    chain.sign(1)
    first = dict(chain.trusted)
    chain.replace(signer(5))
    chain.sign(3)
    assert verify(chain.links, chain.heads, chain.trusted, school=SCHOOL) == [Finding(kinds.KEY_REPLACED, 2, 2)]
    assert {f.kind for f in verify(chain.links, chain.heads, first, school=SCHOOL)} == {
        kinds.WRONG_KEY,
        kinds.WRONG_HEAD,
    }


def test_a_restore_that_is_owned_up_to_is_a_note_and_hides_no_later_cut() -> None:
    chain = Chain()
    for number in range(1, 6):
        chain.sign(number)
    kept = chain.links[:3]
    after, tip = seal(
        changed(chain.tip, seq=5, digest=kept[-1].digest),
        chain.key,
        act="restore",
        at=chain.at,
        body={"from": 3, "to": 5},
    )
    links = [*kept, after]
    chain.tip = tip
    chain.links = links
    chain.sign(7)
    note = Finding(kinds.LOST, 6, 3)
    assert note.note
    assert verify(chain.links, chain.heads, chain.trusted, school=SCHOOL) == [note]
    assert verify(chain.links[:-1], chain.heads, chain.trusted, school=SCHOOL) == [
        note,
        Finding(kinds.REMOVED_TAIL, 7),
    ]
    assert Finding(kinds.REMOVED, 2) in verify(
        [*links[:2], *chain.links[3:]], chain.heads, chain.trusted, school=SCHOOL
    )
