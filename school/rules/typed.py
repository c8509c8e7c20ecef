"""What people type in fields of the school feature, cleaned and checked."""

from __future__ import annotations

import re

from core.refusal import Refusal
from core.safe_html import plain

_EMAIL = re.compile(r"[^@\s\"<>,;:()\\]+@[^@\s\"<>,;:()\\]+\.[^@\s\"<>,;:()\\.]{2,}")


class NoName(Refusal):
    """A name field without a letter in it, or far too long."""

    sentence = "Vul een naam in van hoogstens %(longest)s tekens."


class NoEmail(Refusal):
    """Not an e-mail address."""

    sentence = "Dit is geen e-mailadres. Het ziet eruit als naam@school.nl."


def one_line(typed: str) -> str:
    """``typed`` without control characters, line breaks and doubled spaces."""
    return " ".join(plain(typed[:2000]).split())


def name(typed: str, longest: int) -> str:
    """A name with a letter or digit in it and at most ``longest`` characters. Raises NoName."""
    cleaned = one_line(typed)
    if len(cleaned) > longest or not any(character.isalnum() for character in cleaned):
        raise NoName(longest=longest)
    return cleaned


def email(typed: str) -> str:
    """An e-mail address in lower case. Raises NoEmail."""
    cleaned = typed.strip().lower()
    if len(cleaned) > 254 or not _EMAIL.fullmatch(cleaned) or cleaned != plain(cleaned):
        raise NoEmail
    return cleaned
