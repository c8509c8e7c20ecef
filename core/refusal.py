"""A request that is refused for a reason the person can act on."""

from __future__ import annotations


class Refusal(Exception):
    """Base of every refusal: an HTTP status and the Dutch sentence the person reads (a msgid of the translations).

    Subclass it once per reason, with ``status`` and ``sentence`` as class attributes; ``facts`` fill the
    placeholders of the sentence.
    """

    status = 422
    sentence = "Dat lukte niet. Kijk het nog eens na."

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence)
        self.facts = facts
