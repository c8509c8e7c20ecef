"""How strong a passphrase of staff must be: length, and guesses estimated by zxcvbn with Dutch words beside its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from core.refusal import Refusal

SHORTEST = 12
LONGEST = 200
ENOUGH = 3
"""zxcvbn's score: at least 10^8 guesses, safe where tries are slow and limited."""

_one_at_a_time = threading.Lock()  # zxcvbn keeps the caller's words in a module-level dictionary


class TooShort(Refusal):
    """Fewer than SHORTEST characters."""

    sentence = "Neem minstens 12 tekens. Vier of vijf losse woorden achter elkaar onthoud je het best."


class TooLong(Refusal):
    """More than LONGEST characters."""

    sentence = "Dat is wel heel lang. Neem hoogstens 200 tekens."


class TooGuessable(Refusal):
    """Long enough, and still guessed soon."""

    sentence = "Dit is snel te raden. Neem woorden die niets met elkaar, met jou of met school te maken hebben."


def check_strength(passphrase: str, dutch: Sequence[str], about: Sequence[str] = ()) -> None:
    """Raise TooShort, TooLong or TooGuessable. ``about``: the person's name, e-mail address, school."""
    if len(passphrase) < SHORTEST:
        raise TooShort
    if len(passphrase) > LONGEST:
        raise TooLong
    if _score(passphrase, [*_pieces(about), *dutch]) < ENOUGH:
        raise TooGuessable


def _score(passphrase: str, known: Sequence[str]) -> int:
    from zxcvbn import zxcvbn  # a quarter of a second to import; needed only when somebody chooses a passphrase

    with _one_at_a_time:
        score: int = zxcvbn(passphrase[:72], user_inputs=known)["score"]
    return score


def _pieces(about: Sequence[str]) -> list[str]:
    pieces = []
    for text in about:
        pieces += [text, *text.replace("@", " ").replace(".", " ").replace("-", " ").split()]
    return [piece for piece in pieces if len(piece) > 2]
