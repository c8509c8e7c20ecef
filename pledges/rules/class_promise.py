"""The one promise that a class makes itself: carried by two thirds of the votes, at least half the class voting."""

from __future__ import annotations

from dataclasses import replace

from agreements.contract import Contract, Promise
from core.content import digest
from core.refusal import Refusal
from core.text import Text

ID = "p15"
NUMBER = 15
MODULE = "samen"


class NotCarried(Refusal):
    sentence = "Daarvoor zijn er te weinig stemmen: minstens de helft van de klas stemt, en twee derde daarvan is voor."


class VotesDoNotAdd(Refusal):
    sentence = "Die stemmen kloppen niet. Vul in hoeveel kinderen stemden, en hoeveel daarvan voor waren."


def require_carried(*, in_favour: int, cast: int, pupils: int) -> None:
    """Raise unless the class carried it. All counts are of pupils."""
    if not 0 <= in_favour <= cast <= pupils:
        raise VotesDoNotAdd
    if cast == 0 or cast * 2 < pupils or in_favour * 3 < cast * 2:
        raise NotCarried


def with_class_promise(contract: Contract, words: str) -> Contract:
    """The contract of a school as one class has it: with its own promise at the end, in the words of the class."""
    text = Text.model_validate({"nl": words, "en": words})
    own = Promise(
        ID, NUMBER, MODULE, f"belofte-{NUMBER}", text, clauses=(), from_course=False, meaning=digest([ID, words])
    )
    return replace(contract, promises=(*contract.promises, own), version=digest([contract.version, words]))
