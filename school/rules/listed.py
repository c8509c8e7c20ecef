"""A list of pupils as read from any kind of file: groups, first names, jaargroepen, and nothing else.

What a school system also knows (surname, birth date, address, e-mail, citizen number, origin, weight, photo) is
not among the fields below, so that nothing later can keep, log or show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from core.refusal import Refusal

YEARS = (5, 6, 7, 8)
LONGEST_GROUP = 40
MOST_PUPILS = 2000

Keyer = Callable[[str], str]
"""Turns a key of the source into the keyed hash by which the child is known again."""


class NobodyInIt(Refusal):
    """A readable file without a single pupil of groep 5 to 8."""

    sentence = "In dit bestand staan geen leerlingen van groep 5 tot en met 8. Er is niets veranderd."


@dataclass(frozen=True)
class ListedPupil:
    """One child in a file. ``name`` may need correcting, ``year`` is None where the file does not say.

    ``source`` is the keyed hash of the child's key, or empty. ``double``: an earlier line says exactly the same.
    ``remarks``: what was left out or changed, as in ``school.rules.roster``.
    """

    number: int
    group: int
    name: str
    year: int | None
    source: str = ""
    double: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListedGroup:
    """A group of the file: its name as written there and the keyed hash of its key (or empty)."""

    name: str
    source: str = ""


@dataclass(frozen=True)
class Listed:
    """Everything that is taken from a file.

    ``passed`` counts what was passed over and why: ``year`` (another jaargroep than 5 to 8), ``left`` (no longer at
    the school), ``group`` (in no group). ``left_out`` are the kinds of fields that the file has and Netjes never takes.
    """

    kind: str
    groups: tuple[ListedGroup, ...]
    pupils: tuple[ListedPupil, ...]
    passed: dict[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def year_in(words: str) -> int | None:
    """The one jaargroep that a name of a group speaks of: 7 in ``Groep 7a``; None for ``7/8`` and ``Kabouters``."""
    found = re.findall(r"(?<!\d)[1-8](?!\d)", words)
    return int(found[0]) if len(found) == 1 else None


def group_key(name: str) -> str:
    """What makes two names of groups the same: ``Groep 7 A`` and ``7a``."""
    return re.sub(r"\s+", "", re.sub(r"^\s*(groep|klas)\b", "", name.casefold())) or name.casefold().strip()
