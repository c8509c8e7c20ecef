"""What secrets are made of: easy words, and the Dutch words that a passphrase may not lean on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"


@cache
def easy_words() -> tuple[str, ...]:
    """Words that children read and type without doubt."""
    return _words("easy.txt")


@cache
def card_words() -> tuple[str, ...]:
    """Easy words of at most six letters: a code of two and three digits fits on a card, and is one in 17 million."""
    return tuple(word for word in easy_words() if len(word) <= 6)


@cache
def dutch_words() -> tuple[str, ...]:
    """Common Dutch words and passwords, the most guessed first."""
    return _words("dutch.txt")


def _words(name: str) -> tuple[str, ...]:
    lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
    return tuple(dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split()))
