"""The secrets of pupils: four pictures in order, four words, or the one-time code of a sign-in card."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence

from core.refusal import Refusal

PARTS = 4

_WORD = re.compile(r"[^\W_]+")


class TooSimple(Refusal):
    """Four times the same thing is guessed by the first classmate who tries."""

    sentence = "Vier keer hetzelfde raadt iedereen. Kies ook iets anders."


class NotFourWords(Refusal):
    """A secret of words that has not exactly four."""

    sentence = "Kies vier woorden van minstens drie letters, met een spatie ertussen."


class NameInSecret(Refusal):
    """A secret with the child's own name in it."""

    sentence = "Je naam raadt iedereen. Kies een ander woord."


class NotTheSame(Refusal):
    """The second time something else was chosen."""

    sentence = "De tweede keer was anders. Begin nog een keer: kies rustig en onthoud de volgorde."


def of_pictures(parts: Sequence[str]) -> str:
    """What is hashed of four pictures."""
    return "-".join(parts)


def of_words(typed: str) -> str:
    """What is hashed of typed words or of a card's code: lower case, one dash between, whatever stood there."""
    plain = unicodedata.normalize("NFC", typed[:200]).lower()
    return "-".join(_WORD.findall(plain))


def check_pictures(parts: Sequence[str]) -> str:
    """The secret of four chosen pictures. Raises TooSimple."""
    if len(set(parts)) == 1:
        raise TooSimple
    return of_pictures(parts)


def check_words(typed: str, first_name: str) -> str:
    """The secret of four chosen words. Raises NotFourWords, TooSimple, NameInSecret."""
    secret = of_words(typed)
    words = secret.split("-")
    if len(words) != PARTS or any(len(word) < 3 for word in words):
        raise NotFourWords
    if len(set(words)) == 1:
        raise TooSimple
    if set(_WORD.findall(first_name.lower())) & set(words):
        raise NameInSecret
    return secret


def card_code(words: Sequence[str], rng: random.Random) -> str:
    """A one-time code that a child of eight can type: ``appel-maan-427``."""
    return f"{rng.choice(words)}-{rng.choice(words)}-{rng.randint(100, 999)}"
