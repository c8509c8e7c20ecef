"""Writes ``docs/pledge-vectors``: python -m tests.pledges.make_vectors. A test holds that they are up to date."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace as changed
from typing import Any

from pledges.seal.canonical import canonical
from pledges.seal.commitments import open_new
from pledges.seal.export import write_export
from pledges.seal.keys import key_id, raw_public
from pledges.seal.links import Link, seal
from pledges.seal.records import GENESIS, text_digest
from tests.pledges.chains import SCHOOL, TEXTS, Chain, long_chain, signer, vectors_folder

Vector = dict[str, Any]


def base() -> Chain:
    """Twelve links: begin, signings, a countersign, a rotation at 6."""
    return long_chain(12)


def vector(about: str, chain: Chain, links: list[Link], expected: list[tuple[str, int | None]], **extra: Any) -> Vector:
    export = write_export(chain.school, links, extra.pop("heads", chain.heads), chain.trusted, at=chain.at)
    return {
        "about": about,
        "school": SCHOOL,
        "trusted": [raw_public(key).hex() for key in chain.trusted.values()],
        "pins": {},
        "export": [line.strip() for line in export],
        "expected": [list(finding) for finding in expected],
        **extra,
    }


def pieces() -> Vector:
    one = signer(1)
    opening = open_new("words:p03", "Ik wacht drie tellen.\nDan pas “stuur” ik.", random.Random(3))
    chain = base()
    value = {"b": [True, None, 12, -3], "a": {"tekst": 'é "aan" \\ \u0007 €'}}
    return {
        "canonical": {"value": value, "utf8": canonical(value).decode()},
        "text": {"text": TEXTS["p03"], "digest": text_digest(TEXTS["p03"])},
        "commitment": {
            "field": opening.field,
            "salt": opening.salt.hex(),
            "value": opening.value,
            "commitment": opening.commitment,
        },
        "key": {"public": one.public_hex, "id": key_id(one.private.public_key())},
        "link": {
            "record": chain.links[1].record.decode(),
            "signatures": list(chain.links[1].signatures),
            "digest": chain.links[1].digest,
        },
        "head": {"head": chain.heads[1].raw.decode(), "signature": chain.heads[1].signature},
    }


def sound() -> Vector:
    chain = base()
    return vector("a sound chain with a rotation at 6; only the first key is given", chain, chain.links, [])


def changed_text() -> Vector:
    chain = base()
    spoiled = chain.links[4].record.replace(b"ik deel het niet", b"ik deel het wel!")
    links = [*chain.links[:4], changed(chain.links[4], record=spoiled), *chain.links[5:]]
    return vector("in record 4 a word of the promise was changed", chain, links, [("changed", 4)])


def removed() -> Vector:
    chain = base()
    return vector("record 5 was taken out", chain, chain.links[:5] + chain.links[6:], [("removed", 5)])


def removed_tail() -> Vector:
    chain = base()
    expected: list[tuple[str, int | None]] = [("removed-tail", 10), ("removed-tail", 11)]
    return vector("the last two records were cut off", chain, chain.links[:10], expected)


def reordered() -> Vector:
    chain = base()
    links = [*chain.links[:2], *chain.links[3:9], chain.links[2], *chain.links[9:]]
    return vector("record 2 was moved to after record 8", chain, links, [("reordered", 2)])


def inserted() -> Vector:
    chain = base()
    forged = changed(chain.links[3], signatures=chain.links[2].signatures)
    links = [*chain.links[:9], forged, *chain.links[9:], chain.links[1]]
    expected: list[tuple[str, int | None]] = [("inserted", 1), ("inserted", 3)]
    return vector("a forged record after 8, a copy of record 1 at the end", chain, links, expected)


def wrong_key() -> Vector:
    chain, stranger = base(), Chain(key=signer(9))
    for number in range(1, 4):
        stranger.sign(number)
    links = [*chain.links[:3], stranger.links[3], *chain.links[4:]]
    return vector("record 3 is sealed with a stranger's key", chain, links, [("wrong-key", 3)])


def retired_key() -> Vector:
    chain = base()
    before = changed(chain.tip, seq=8, digest=chain.links[8].digest, key=signer(1).id)
    late, _ = seal(before, signer(1), act="withdraw", at=chain.at, body={"pledges": ["pl000001"]})
    links = [*chain.links[:9], late, *chain.links[10:]]
    return vector("record 9 is sealed with the key that was retired at 6", chain, links, [("wrong-key", 9)])


def wrong_school() -> Vector:
    chain, other = base(), Chain(school="other")
    for number in range(1, 4):
        other.sign(number)
    links = [*chain.links[:3], other.links[3], *chain.links[4:]]
    return vector("record 3 was sealed for another school", chain, links, [("wrong-school", 3)])


def wrong_purpose() -> Vector:
    chain = base()
    spoiled = chain.links[4].record.replace(b'"pledge-record"', b'"badge-record"')
    links = [*chain.links[:4], changed(chain.links[4], record=spoiled), *chain.links[5:]]
    return vector("record 4 says another purpose", chain, links, [("wrong-purpose", 4)])


def resealed() -> Vector:
    chain = base()
    before = changed(chain.tip, seq=8, digest=chain.links[8].digest)
    again, _ = seal(before, chain.key, act="withdraw", at=chain.at, body={"pledges": ["pl000001"]})
    links = [*chain.links[:9], again, *chain.links[10:]]
    return vector("record 9 was made anew with the right key; heads are gone", chain, links, [("changed", 9)], heads=[])


def pinned() -> Vector:
    true, false = base(), Chain()
    for number in range(1, 6):
        false.sign(number + 1)
    pins = {"4": true.links[4].digest[:8], "11": true.links[11].digest[:8]}
    expected: list[tuple[str, int | None]] = [
        ("changed", 4),
        *[("removed-tail", seq) for seq in range(6, 12)],
    ]
    about = "everything was made anew, heads too; certificates at home tell"
    return vector(about, false, false.links, expected, pins=pins)


def wrong_head() -> Vector:
    chain, stranger = base(), Chain(key=signer(9))
    stranger.sign(1)
    heads = [*chain.heads, stranger.heads[1]]
    return vector("a head was added with a stranger's key", chain, chain.links, [("wrong-head", 1)], heads=heads)


def restored() -> Vector:
    chain = Chain()
    for number in range(1, 6):
        chain.sign(number)
    kept, before = chain.links[:3], changed(chain.tip, digest=chain.links[2].digest)
    link, chain.tip = seal(before, chain.key, act="restore", at=chain.at, body={"from": 3, "to": 5})
    chain.links = [*kept, link]
    chain.sign(8)
    chain.links.pop()
    expected: list[tuple[str, int | None]] = [("lost", 6), ("removed-tail", 7)]
    return vector("3 to 5 were lost in a restore; 7 was cut off later", chain, chain.links, expected)


def restored_empty() -> Vector:
    chain = Chain()
    for number in range(1, 4):
        chain.sign(number)
    before = changed(chain.tip, digest=GENESIS)
    link, chain.tip = seal(before, chain.key, act="restore", at=chain.at, body={"from": 0, "to": 3})
    chain.links = [link]
    chain.sign(5)
    return vector("a backup from before the first pledge was restored", chain, chain.links, [("lost", 4)])


def replaced_key() -> Vector:
    chain = Chain()
    chain.sign(1)
    chain.replace(signer(5))
    chain.sign(3)
    about = "the first key was lost; both keys are given"
    return vector(about, chain, chain.links, [("key-replaced", 2)])


def incomplete() -> Vector:
    made = sound()
    lines = made["export"]
    return {
        **made,
        "about": "one line with a head is missing",
        "export": lines[:-1],
        "expected": [["incomplete", None]],
    }


MAKERS: tuple[Callable[[], Vector], ...] = (
    pieces,
    sound,
    changed_text,
    removed,
    removed_tail,
    reordered,
    inserted,
    wrong_key,
    retired_key,
    wrong_school,
    wrong_purpose,
    resealed,
    pinned,
    wrong_head,
    restored,
    restored_empty,
    replaced_key,
    incomplete,
)


def files() -> dict[str, str]:
    """Name and content of every vector file."""
    return {
        f"{make.__name__.replace('_', '-')}.json": json.dumps(make(), indent=1, ensure_ascii=False) + "\n"
        for make in MAKERS
    }


if __name__ == "__main__":
    for name, content in files().items():
        (vectors_folder() / name).write_text(content, encoding="utf-8")
