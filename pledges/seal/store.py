"""Where one installation keeps its sealing keys and heads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from pledges.seal.heads import HeadFile
from pledges.seal.keys import KeyRing


@dataclass(frozen=True)
class Seals:
    """Where keys and heads of this installation are, and the source of chance for salts and keys."""

    ring: KeyRing
    heads: HeadFile
    rng: Random

    @classmethod
    def at(cls, instance: Path, rng: Random) -> Seals:
        """The seals under an instance folder; ``rng`` is a SystemRandom outside tests."""
        return cls(KeyRing(instance / "keys" / "pledges"), HeadFile(instance / "heads.jsonl"), rng)
