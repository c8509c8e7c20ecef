"""A second verifier, written from ``docs/pledge-format.md`` alone: standard library and cryptography, nothing of ours.

Long because it stands alone: one file to take along and read.

python second_verifier.py EXPORT PUBLIC_KEY_HEX...
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]
Finding = tuple[str, int | None]

ACTS = {
    *("begin", "sign", "renew", "revise", "countersign", "parent", "school", "withdraw", "expire", "erase"),
    *("rotate-key", "replace-key", "restore"),
}
RECORD_FIELDS = {"format", "context", "purpose", "school", "seq", "prev", "key", "act", "at", "body"}
HEAD_FIELDS = {"format", "context", "purpose", "school", "seq", "digest", "key", "at"}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def no_fraction(text: str) -> float:
    raise ValueError(text)


def parse(text: bytes) -> Any:
    return json.loads(text, parse_float=no_fraction, parse_constant=no_fraction)


def jcs(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(field: str, salt: bytes, value: Any) -> str:
    return sha(b"netjes/commitment/1\n" + field.encode() + b"\n" + salt + jcs(value))


def text_digest(text: str) -> str:
    return sha(unicodedata.normalize("NFC", text).encode())


def key_id(public: str) -> str:
    return sha(bytes.fromhex(public))[:32]


def signed(public: str, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_hex(value: Any, length: int) -> bool:
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{length}}}", value) is not None


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class Link:
    def __init__(self, place: int, record: bytes, signatures: list[str]) -> None:
        self.place = place
        self.raw = record
        self.signatures = signatures
        self.record = self.parse()
        self.seq: int | None = self.record["seq"] if self.record else None
        self.digest = sha(b"netjes/pledge-link/1\n" + b"\n".join([record, *(s.encode() for s in signatures)]))

    def parse(self) -> Json | None:
        try:
            data = parse(self.raw)
            if jcs(data) != self.raw or not isinstance(data, dict) or set(data) != RECORD_FIELDS:
                return None
        except (ValueError, RecursionError):
            return None
        texts = all(isinstance(data[name], str) for name in ("context", "purpose", "school", "act", "at"))
        numbers = whole(data["format"]) and whole(data["seq"]) and data["seq"] >= 0
        if not (texts and numbers and is_hex(data["prev"], 64) and is_hex(data["key"], 32)):
            return None
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", data["at"]):
            return None
        if not isinstance(data["body"], dict):
            return None
        return data if not self.standard(data) or self.body_fits(data["act"], data["body"]) else None

    @staticmethod
    def standard(data: Json) -> bool:
        return (data["format"], data["context"], data["purpose"]) == (1, "netjes/pledges", "pledge-record")

    @staticmethod
    def body_fits(act: str, body: Json) -> bool:
        promises = body.get("promises", [])
        if act not in ACTS or not isinstance(promises, list):
            return False
        for entry in promises:
            if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
                return False
            if text_digest(entry["text"]) != entry.get("digest"):
                return False
        if act in ("sign", "renew", "revise"):
            return bool(promises)
        if act in ("begin", "rotate-key", "replace-key"):
            return is_hex(body.get("public_key"), 64)
        return act != "restore" or (whole(body.get("from")) and whole(body.get("to")))

    def signed_by(self, public: str | None, number: int = 0) -> bool:
        if public is None or number >= len(self.signatures):
            return False
        return signed(public, self.signatures[number], b"netjes/pledge-record/1\n" + self.raw)

    def hands_over(self) -> bool:
        assert self.record
        return len(self.signatures) == 2 and self.signed_by(self.record["body"]["public_key"], 1)


class Verifier:
    def __init__(self, school: str, trusted: list[str], pins: dict[int, str] | None = None) -> None:
        self.school = school
        self.public = {key_id(key): key for key in trusted}
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.pins = pins or {}
        self.findings: set[tuple[str, int | None, int | None]] = set()

    def say(self, kind: str, seq: int | None, place: int | None = None) -> None:
        self.findings.add((kind, seq, place))

    def check(self, lines: list[str]) -> list[Finding]:
        links, heads = self.read(lines)
        self.rule_1(links)
        sound, broken = self.rule_2(links)
        chain = self.rule_3(sound)
        self.rule_4(chain)
        heads = self.rule_5(heads)
        lost = self.rule_6(chain)
        self.rule_7(chain, broken, heads, lost)
        self.rule_8(chain, heads)
        self.rule_9(chain, heads)
        for link in chain.values():
            if link.record and link.record["act"] == "replace-key":
                self.say("key-replaced", link.seq, link.place)
        order = sorted(self.findings, key=lambda f: (f[1] is None, f[1] or 0, f[2] is None, f[2] or 0, f[0]))
        return [(kind, seq) for kind, seq, _ in order]

    def read(self, lines: list[str]) -> tuple[list[Link], list[Json]]:
        header = json.loads(lines[0])
        if header.get("netjes-pledges") != 1:
            raise SystemExit("not an export of version 1")
        links: list[Link] = []
        heads: list[Json] = []
        for line in filter(str.strip, lines[1:]):
            try:
                data = json.loads(line)
            except ValueError:
                data = {}
            data = data if isinstance(data, dict) else {}
            if "head" in data:
                head = self.head(data)
                if head:
                    heads.append(head)
                else:
                    self.say("incomplete", None)
                continue
            record, signatures = data.get("record"), data.get("signatures")
            texts = isinstance(signatures, list) and all(isinstance(s, str) and s.isascii() for s in signatures)
            if isinstance(record, str) and isinstance(signatures, list) and texts:
                links.append(Link(len(links), record.encode(errors="replace"), signatures))
            else:
                links.append(Link(len(links), b"", []))
        if (len(links), len(heads)) != (header.get("links"), header.get("heads")):
            self.say("incomplete", None)
        return links, heads

    @staticmethod
    def head(line: Json) -> Json | None:
        try:
            raw = line["head"].encode()
            data = parse(raw)
            if jcs(data) != raw or set(data) != HEAD_FIELDS or not isinstance(line["signature"], str):
                return None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        texts = all(isinstance(data[name], str) for name in ("context", "purpose", "school", "key", "at"))
        numbers = whole(data["format"]) and whole(data["seq"]) and data["seq"] >= 0
        return (
            {**data, "raw": raw, "sig": line["signature"]} if texts and numbers and is_hex(data["digest"], 64) else None
        )

    def in_use(self, key: str, seq: int) -> bool:
        return key in self.public and self.first.get(key, 0) <= seq <= self.last.get(key, seq)

    def take_over(self, public: str, seq: int) -> None:
        new = key_id(public)
        for other in set(self.public) - {new}:
            self.last.setdefault(other, seq - 1)
        self.public[new] = public
        self.first[new] = seq
        self.last.pop(new, None)

    def rule_1(self, links: list[Link]) -> None:
        for link in links:
            record = link.record
            if record is None or record["school"] != self.school:
                continue
            if not link.signed_by(self.public.get(record["key"])):
                continue
            if record["act"] == "rotate-key" and link.hands_over():
                self.take_over(record["body"]["public_key"], record["seq"] + 1)
            elif record["act"] == "replace-key":
                self.take_over(self.public[record["key"]], record["seq"])

    def rule_2(self, links: list[Link]) -> tuple[list[Link], list[tuple[Link, str]]]:
        sound, broken = [], []
        for link in links:
            kind = self.fault(link)
            if kind:
                broken.append((link, kind))
            else:
                sound.append(link)
        return sound, broken

    def fault(self, link: Link) -> str | None:
        record = link.record
        if record is None:
            return "changed"
        if not Link.standard(record):
            return "wrong-purpose"
        if record["school"] != self.school:
            return "wrong-school"
        if not self.in_use(record["key"], record["seq"]):
            return "wrong-key"
        whole_set = link.hands_over() if record["act"] == "rotate-key" else len(link.signatures) == 1
        return None if whole_set and link.signed_by(self.public[record["key"]]) else "changed"

    def rule_3(self, sound: list[Link]) -> dict[int, Link]:
        by_seq: dict[int, list[Link]] = {}
        at_place = {link.place: link.seq for link in sound}
        named = set()
        for link in sound:
            assert link.record and link.seq is not None
            by_seq.setdefault(link.seq, []).append(link)
            named.add((link.seq - 1, link.record["prev"]))
        chain = {}
        for seq, rivals in by_seq.items():

            def rank(link: Link, seq: int = seq) -> tuple[int, int, int]:
                follows = link.place == 0 if seq == 0 else at_place.get(link.place - 1) == seq - 1
                return (0 if (seq, link.digest) in named else 1, 0 if follows else 1, link.place)

            rivals.sort(key=rank)
            chain[seq] = rivals[0]
            for other in rivals[1:]:
                self.say("inserted", seq, other.place)
        return chain

    def rule_4(self, chain: dict[int, Link]) -> None:
        row = sorted(chain.values(), key=lambda link: link.place)
        best: list[tuple[int, int]] = []
        for index, link in enumerate(row):
            length, back = 1, -1
            for earlier in range(index):
                if (row[earlier].seq or 0) < (link.seq or 0) and best[earlier][0] + 1 > length:
                    length, back = best[earlier][0] + 1, earlier
            best.append((length, back))
        step = max(range(len(row)), key=lambda i: best[i][0], default=-1)
        keep = set()
        while step >= 0:
            keep.add(step)
            step = best[step][1]
        for index, link in enumerate(row):
            if index not in keep:
                self.say("reordered", link.seq, link.place)

    def rule_5(self, heads: list[Json]) -> list[Json]:
        used = []
        for head in heads:
            ours = (head["format"], head["context"], head["purpose"], head["school"]) == (
                1,
                "netjes/pledges",
                "pledge-head",
                self.school,
            )
            handed_over = self.first.get(head["key"]) == head["seq"] + 1
            if (
                ours
                and (self.in_use(head["key"], head["seq"]) or (handed_over and head["key"] in self.public))
                and signed(self.public[head["key"]], head["sig"], b"netjes/pledge-head/1\n" + head["raw"])
            ):
                used.append(head)
            else:
                self.say("wrong-head", head["seq"])
        return used

    def rule_6(self, chain: dict[int, Link]) -> set[int]:
        lost: set[int] = set()
        for seq, link in chain.items():
            assert link.record
            body = link.record["body"]
            if link.record["act"] == "restore" and 0 <= body["from"] <= body["to"] == seq - 1:
                lost.update(range(body["from"], seq))
                self.say("lost", seq, link.place)
        for seq in lost & set(chain):
            self.say("inserted", seq, chain.pop(seq).place)
        return lost

    def rule_7(self, chain: dict[int, Link], broken: list[tuple[Link, str]], heads: list[Json], lost: set[int]) -> None:
        last = max([*chain, *(head["seq"] for head in heads), *self.pins], default=-1)
        missing = set(range(last + 1)) - set(chain) - lost
        taken = {link.place: seq for seq, link in chain.items()}
        for link, kind in broken:
            after = 0 if link.place == 0 else taken[link.place - 1] + 1 if link.place - 1 in taken else None
            for seq in (link.seq, after):
                if seq is not None and seq in missing:
                    missing.remove(seq)
                    taken[link.place] = seq
                    self.say(kind, seq, link.place)
                    break
            else:
                self.say("inserted" if kind == "changed" else kind, link.seq, link.place)
        for seq in missing:
            self.say("removed-tail" if seq > max(taken.values(), default=-1) else "removed", seq)

    def rule_8(self, chain: dict[int, Link], heads: list[Json]) -> None:
        confirmed = {(head["seq"], head["digest"]) for head in heads}
        for seq, link in chain.items():
            assert link.record
            place = (link.record["body"]["from"] if link.record["act"] == "restore" else seq) - 1
            if place < 0:
                if link.record["prev"] != "0" * 64:
                    self.say("changed", seq, link.place)
                continue
            before = chain.get(place)
            if before is not None and link.record["prev"] != before.digest:
                guilty = link if (before.seq, before.digest) in confirmed else before
                self.say("changed", guilty.seq, guilty.place)

    def rule_9(self, chain: dict[int, Link], heads: list[Json]) -> None:
        for seq, digest in [(head["seq"], head["digest"]) for head in heads] + list(self.pins.items()):
            link = chain.get(seq)
            if link is not None and not link.digest.startswith(digest):
                self.say("changed", seq, link.place)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = file.read().split("\n")
    answer = Verifier(json.loads(rows[0])["school"], sys.argv[2:]).check(rows)
    print(answer or "sound")  # noqa: T201
    sys.exit(bool(answer))
