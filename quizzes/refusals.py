"""Why a request about questions is refused, each with the sentence the pupil reads."""

from __future__ import annotations

from core.refusal import Refusal


class NotThisQuestion(Refusal):
    status = 404
    sentence = "Deze vraag hoort niet bij jouw vragen. Ga terug naar de les en begin daar."


class NotYet(Refusal):
    status = 422
    sentence = "Deze vraag komt later. Maak eerst de vraag die nu aan de beurt is."


class NothingChosen(Refusal):
    status = 422
    sentence = "Je hebt nog niets gekozen. Weet je het niet? Kies dan: Weet ik niet."


class WrongNumber(Refusal):
    status = 422
    sentence = "Kies er precies zoveel als er gevraagd worden."


class PlaceMissing(Refusal):
    status = 422
    sentence = "Geef elk kaartje een eigen plek."


class NotOnOffer(Refusal):
    status = 422
    sentence = "Dat antwoord staat niet bij deze vraag. Kies het nog een keer."


class RehearseFirst(Refusal):
    status = 409
    sentence = "Oefen eerst de stap uit de les nog een keer. Daarna staan de vragen weer klaar."


class NothingDue(Refusal):
    status = 404
    sentence = "Er staat nu geen opfrisser klaar."


class NotOpen(Refusal):
    status = 404
    sentence = "De meting staat nu niet open. Je juf of meester zet hem klaar."


class NoForms(Refusal):
    status = 409
    sentence = "De vragen van de meting staan nog niet klaar op deze site."


class StatementMissing(Refusal):
    status = 422
    sentence = "Kies bij elke zin een gezicht."


REFUSAL_OF: dict[str, type[Refusal]] = {
    "nothing": NothingChosen,
    "number": WrongNumber,
    "place": PlaceMissing,
    "strange": NotOnOffer,
}
"""``NotAnAnswer.reason`` → the refusal."""
