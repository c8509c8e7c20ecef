"""Why something on the teacher's side is refused, in the words the teacher reads."""

from __future__ import annotations

from core.refusal import Refusal


class LessonRunning(Refusal):
    status = 409
    sentence = "Er is al een les bezig in deze klas. Sluit die eerst af, of ga ermee verder."


class NoLessonRunning(Refusal):
    status = 409
    sentence = "Deze les is al afgesloten. Er is niets veranderd."


class SomebodyActed(Refusal):
    status = 409
    sentence = "Iemand anders drukte net op een knop. Kijk hoe het nu staat en kies opnieuw."


class NoSuchLesson(Refusal):
    sentence = "Kies een les uit de lijst."


class BadMinutes(Refusal):
    sentence = "Kies een lesduur van %(least)s tot en met %(most)s minuten."


class NoSuchStep(Refusal):
    sentence = "Kies een stap van deze les."


class NobodyThere(Refusal):
    sentence = "Zet eerst leerlingen in de klas. Dan kan de les beginnen."


class VoteClosed(Refusal):
    status = 409
    sentence = "Deze stemming is al gesloten. Kijk mee op het bord."


class VotedAlready(Refusal):
    status = 409
    sentence = "Jouw stem is al geteld. Kijk mee op het bord."


class NoSuchAnswer(Refusal):
    sentence = "Kies één van de antwoorden."


class NoWords(Refusal):
    sentence = "Schrijf eerst een vraag."


class OneRight(Refusal):
    sentence = "Geef twee of drie antwoorden met bij elk een uitleg, en kies er één als goed."


class TooLongOwn(Refusal):
    sentence = "Maak de tekst korter: hooguit %(most)s tekens."


class TooManyRules(Refusal):
    sentence = "Kies hooguit %(most)s klassenregels. Dan passen ze op een poster."
