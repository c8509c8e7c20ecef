"""What the demo hands out: secrets, passphrases and the file that lists them."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "demo-accounts.json"


@dataclass
class PupilAccount:
    """A pupil and the parts of the secret in order: picture ids or words."""

    name: str
    secret: list[str]


@dataclass
class ClassAccounts:
    """A class with its code."""

    name: str
    code: str
    pupils: list[PupilAccount] = field(default_factory=list)


@dataclass
class StaffAccount:
    """A member of staff; ``totp_secret`` is None without second step."""

    role: str
    email: str
    password: str
    totp_secret: str | None


@dataclass
class SchoolAccounts:
    """Everybody of one demo school."""

    name: str
    protocol: str
    classes: list[ClassAccounts] = field(default_factory=list)
    staff: list[StaffAccount] = field(default_factory=list)


def write(folder: Path, schools: Sequence[SchoolAccounts]) -> Path:
    """Put the list into ``folder``, readable for the owner only. Returns its path."""
    path, fresh = folder / FILE, folder / f".{FILE}"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"schools": [asdict(school) for school in schools]}, file, ensure_ascii=False, indent=2)
        file.write("\n")
    fresh.replace(path)
    return path


def secret(things: Sequence[str], rng: random.Random) -> list[str]:
    """Four different pictures or words."""
    return rng.sample(list(things), 4)


def passphrase(words: Sequence[str], rng: random.Random) -> str:
    """Five easy words: about 37 bits, enough for a demo on the own machine."""
    return " ".join(rng.sample(list(words), 5))
