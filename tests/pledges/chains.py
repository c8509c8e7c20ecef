"""Chains to try the verifier on: real keys from a seeded generator, every act, no database."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pledges.seal.commitments import open_new
from pledges.seal.heads import Head, sign_head
from pledges.seal.keys import Signer
from pledges.seal.links import Link, Tip, begin, replace, rotate, seal
from pledges.seal.records import moment, promise_entry, signing_body

SCHOOL = "k7x2qhmd"
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TEXTS = {
    "p01": "Mijn wachtwoord is van mij. Ik maak het sterk, ik deel het niet en ik log niet in als iemand anders.",
    "p03": "Eerst denken, dan sturen. Wat ik doorstuur, is mijn keuze.",
}


def signer(seed: int) -> Signer:
    return Signer(Ed25519PrivateKey.from_private_bytes(random.Random(seed).randbytes(32)))


@dataclass(repr=False)
class Chain:
    """A growing chain with its heads; ``act`` adds one link and its head."""

    school: str = SCHOOL
    key: Signer = field(default_factory=lambda: signer(1))
    rng: random.Random = field(default_factory=lambda: random.Random(7))
    links: list[Link] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    tip: Tip = field(init=False)

    def __post_init__(self) -> None:
        self.trusted = {self.key.id: self.key.private.public_key()}
        self._keep(*begin(self.school, self.key, at=self.at))

    @property
    def at(self) -> str:
        return moment(START + timedelta(minutes=len(self.links)))

    def act(self, act: str, body: dict[str, Any]) -> None:
        self._keep(*seal(self.tip, self.key, act=act, at=self.at, body=body))

    def sign(self, number: int, act: str = "sign") -> None:
        promise = ("p01", "p03")[number % 2]
        entry = promise_entry(
            f"pl{number:06}", promise, meaning="1", language="nl", text=TEXTS[promise], verdict="module"
        )
        openings = [open_new("name", "Noor", self.rng), open_new(f"words:{promise}", "drie tellen wachten", self.rng)]
        body = signing_body(
            f"sg{number:06}",
            contract="2026.1",
            school_year="2026-2027",
            valid_until="2027-07-31",
            way=("typed", "drawn", "stamp")[number % 3],
            promises=[entry],
        )
        self.act(act, {**body, "personal": {opening.field: opening.commitment for opening in openings}})

    def rotate(self, new: Signer) -> None:
        link, tip = rotate(self.tip, self.key, new, at=self.at)
        self.key = new
        self._keep(link, tip)

    def replace(self, new: Signer) -> None:
        link, tip = replace(self.tip, new, at=self.at)
        self.key = new
        self.trusted[new.id] = new.private.public_key()
        self._keep(link, tip)

    def _keep(self, link: Link, tip: Tip) -> None:
        self.links.append(link)
        self.tip = tip
        self.heads.append(sign_head(tip, self.key, at=self.at))


def long_chain(length: int) -> Chain:
    """A chain of ``length`` links with a rotation in the middle and every kind of later act."""
    chain = Chain()
    while len(chain.links) < length:
        number = len(chain.links)
        if number == length // 2:
            chain.rotate(signer(2))
        elif number % 7 == 3:
            chain.act("countersign", {"signings": [f"sg{number - 1:06}"]})
        elif number % 50 == 20:
            chain.act("withdraw", {"pledges": [f"pl{number - 1:06}"]})
        elif number % 90 == 30:
            chain.act("erase", {"records": [number - 2]})
        else:
            chain.sign(number)
    return chain


def vectors_folder() -> Path:
    return Path(__file__).resolve().parents[2] / "docs" / "pledge-vectors"
