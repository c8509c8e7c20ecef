"""Is a chain what was sealed? Names the first and every record that is not.

The rules are those of ``docs/pledge-format.md``, in the same order and under the same names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pledges.seal import findings as kinds
from pledges.seal.canonical import NotCanonical
from pledges.seal.findings import Finding, in_order
from pledges.seal.heads import Head
from pledges.seal.keys import PublicKeys, verifies
from pledges.seal.links import Link
from pledges.seal.periods import Keys, key_periods, new_key_signs, signed_by
from pledges.seal.records import CONTEXT, FORMAT, GENESIS, RECORD, Record, read_record


@dataclass(frozen=True)
class Placed:
    """A link that is sound on its own, and its place among the links given."""

    place: int
    link: Link
    record: Record
    digest: str

    @property
    def seq(self) -> int:
        return self.record.seq


@dataclass(frozen=True)
class Broken:
    """A link that is not sound on its own; ``claims`` is the seq it gives itself, where readable."""

    place: int
    kind: str
    claims: int | None


def verify(
    links: Sequence[Link],
    heads: Iterable[Head],
    trusted: PublicKeys,
    *,
    school: str,
    pins: Mapping[int, str] | None = None,
) -> list[Finding]:
    """Every finding about ``links`` as the chain of ``school``; an empty list means sound and complete.

    ``heads`` are those kept outside the chain, ``trusted`` the school's public keys by id, and ``pins``
    maps a seq to the first digits of a digest as printed on a certificate.
    """
    records = [_readable(link) for link in links]
    keys = key_periods(links, records, trusted, school)
    good, broken = _each_alone(links, records, keys, school)
    found: list[Finding] = []
    chain = _one_per_seq(good, found)
    _order(chain, found)
    stated = _heads(heads, keys, school, found)
    lost = _lost(chain, found)
    _gaps(chain, broken, [head.seq for head in stated] + list(pins or ()), lost, found)
    _joints(chain, stated, found)
    _against_heads(chain, stated, pins or {}, found)
    found += [Finding(kinds.KEY_REPLACED, p.seq, p.place) for p in chain.values() if p.record.act == "replace-key"]
    return in_order(found)


def _readable(link: Link) -> Record | None:
    try:
        return read_record(link.record)
    except NotCanonical:
        return None


def _each_alone(
    links: Sequence[Link], records: Sequence[Record | None], keys: Keys, school: str
) -> tuple[list[Placed], list[Broken]]:
    """Rule 2. Form, purpose, school, key and signature of each link by itself."""
    good: list[Placed] = []
    broken: list[Broken] = []
    for place, (link, record) in enumerate(zip(links, records, strict=True)):
        kind = _fault_alone(link, record, keys, school)
        if record is not None and kind is None:
            good.append(Placed(place, link, record, link.digest))
        else:
            broken.append(Broken(place, kind or kinds.CHANGED, record.seq if record else None))
    return good, broken


def _fault_alone(link: Link, record: Record | None, keys: Keys, school: str) -> str | None:
    if record is None:
        return kinds.CHANGED
    if (record.format, record.context, record.purpose) != (FORMAT, CONTEXT, RECORD):
        return kinds.WRONG_PURPOSE
    if record.school != school:
        return kinds.WRONG_SCHOOL
    if not keys.in_use(record.key, record.seq):
        return kinds.WRONG_KEY
    complete = new_key_signs(link, record) if record.act == "rotate-key" else len(link.signatures) == 1
    sound = complete and signed_by(keys.public, record.key, link)
    return None if sound else kinds.CHANGED


def _one_per_seq(good: Sequence[Placed], found: list[Finding]) -> dict[int, Placed]:
    """Rule 3. Of several sound links with one seq stays: the one its follower names; that stands right; the first."""
    named = {(placed.seq - 1, placed.record.prev) for placed in good}
    seq_at = {-1: -1} | {placed.place: placed.seq for placed in good}

    def worth(placed: Placed) -> tuple[bool, bool, int]:
        stands_right = seq_at.get(placed.place - 1) == placed.seq - 1
        return (placed.seq, placed.digest) not in named, not stands_right, placed.place

    chain: dict[int, Placed] = {}
    for placed in sorted(good, key=worth):
        if placed.seq in chain:
            found.append(Finding(kinds.INSERTED, placed.seq, placed.place))
        else:
            chain[placed.seq] = placed
    return chain


def _order(chain: Mapping[int, Placed], found: list[Finding]) -> None:
    """Rule 4. The fewest links whose taking out leaves the rest in order are out of place."""
    in_place = sorted(chain.values(), key=lambda p: p.place)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, placed in enumerate(in_place):
        at = bisect_left(tails, placed.seq)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [placed.seq]
        ends[at : at + 1] = [index]
    kept: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        kept.add(step)
        step = before[step]
    found += [Finding(kinds.REORDERED, p.seq, p.place) for i, p in enumerate(in_place) if i not in kept]


def _heads(heads: Iterable[Head], keys: Keys, school: str, found: list[Finding]) -> list[Head]:
    """Rule 5. Heads that the school signed; any other is named and not used."""
    stated = []
    for head in heads:
        ours = head.of_this_format and head.school == school and keys.heads(head.key, head.seq)
        if ours and verifies(keys.public[head.key], head.signature, head.message):
            stated.append(head)
        else:
            found.append(Finding(kinds.WRONG_HEAD, head.seq))
    return stated


def _lost(chain: dict[int, Placed], found: list[Finding]) -> set[int]:
    """Rule 6. Places that a restore link declares lost; a link that turns up in one was put in."""
    lost: set[int] = set()
    for placed in list(chain.values()):
        first, last = placed.record.body.get("from", 0), placed.record.body.get("to", 0)
        if placed.record.act == "restore" and 0 <= first <= last == placed.seq - 1:
            lost.update(range(first, placed.seq))
            found.append(Finding(kinds.LOST, placed.seq, placed.place))
    found.extend(Finding(kinds.INSERTED, seq, chain.pop(seq).place) for seq in lost & chain.keys())
    return lost


def _gaps(
    chain: Mapping[int, Placed], broken: Sequence[Broken], named: Iterable[int], lost: set[int], found: list[Finding]
) -> None:
    """Rule 7. Broken links take the places that are missing; what is missing still was removed."""
    top = max([*chain, *named], default=-1)
    missing = {seq for seq in range(top + 1) if seq not in chain and seq not in lost}
    seq_at = {-1: -1} | {placed.place: placed.seq for placed in chain.values()}
    for link in broken:
        follows = seq_at[link.place - 1] + 1 if link.place - 1 in seq_at else None
        seq = next((s for s in (link.claims, follows) if s in missing), None)
        if seq is None:
            kind = kinds.INSERTED if link.kind == kinds.CHANGED else link.kind
            found.append(Finding(kind, link.claims, link.place))
        else:
            missing.discard(seq)
            seq_at[link.place] = seq
            found.append(Finding(link.kind, seq, link.place))
    present = max(seq_at.values())
    found += [Finding(kinds.REMOVED_TAIL if seq > present else kinds.REMOVED, seq) for seq in missing]


def _joints(chain: Mapping[int, Placed], stated: Sequence[Head], found: list[Finding]) -> None:
    """Rule 8. Each link names the digest of the one before; a head tells which of the two was changed."""
    confirmed = {(head.seq, head.digest) for head in stated}
    for placed in chain.values():
        earlier = placed.record.body["from"] - 1 if placed.record.act == "restore" else placed.seq - 1
        before = chain.get(earlier)
        if earlier < 0 and placed.record.prev != GENESIS:
            found.append(Finding(kinds.CHANGED, placed.seq, placed.place))
        elif before and placed.record.prev != before.digest:
            guilty = placed if (before.seq, before.digest) in confirmed else before
            found.append(Finding(kinds.CHANGED, guilty.seq, guilty.place))


def _against_heads(
    chain: Mapping[int, Placed], stated: Sequence[Head], pins: Mapping[int, str], found: list[Finding]
) -> None:
    """Rule 9. A link is the one that the heads and the printed digests speak of."""
    claims = [(head.seq, head.digest) for head in stated] + list(pins.items())
    for seq, digest in claims:
        placed = chain.get(seq)
        if placed and not placed.digest.startswith(digest):
            found.append(Finding(kinds.CHANGED, seq, placed.place))
