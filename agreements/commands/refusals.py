"""Why something with a draft cannot be done, in the words the administrator reads."""

from __future__ import annotations

from core.refusal import Refusal


class NoSuchDraft(Refusal):
    status = 404
    sentence = "Dit concept is er niet, of het is al langer dan 30 dagen geleden weggegooid."


class NoSuchClause(Refusal):
    status = 404
    sentence = "Deze bepaling is er niet, of ze is al langer dan 30 dagen geleden weggehaald."


class NoSuchStart(Refusal):
    sentence = "Kies waarmee je begint: een van de protocollen, de basis of een lege bladzijde."


class AlreadyPublished(Refusal):
    status = 409
    sentence = "Dit concept is al gepubliceerd. Begin een nieuw concept om verder te gaan."


class ChangedMeanwhile(Refusal):
    status = 409
    sentence = "Een collega heeft dit intussen veranderd. Jouw tekst staat hier nog. Vergelijk en bewaar opnieuw."


class NewerVersion(Refusal):
    status = 409
    sentence = (
        "Intussen is versie %(number)s gepubliceerd. Begin een concept vanaf die versie. Dit concept blijft bewaard."
    )


class NotReady(Refusal):
    sentence = "Er moet nog iets worden ingevuld voordat je kunt publiceren."


class NothingChanged(Refusal):
    sentence = "Er is niets veranderd ten opzichte van de versie die nu geldt."


class ListChanged(Refusal):
    status = 409
    sentence = "De tekst is veranderd nadat je de gevolgen bekeek. Bekijk ze opnieuw en publiceer daarna."


class TooLongToKeep(Refusal):
    status = 413
    sentence = "Deze tekst is te lang voor één bepaling. Knip hem in kleinere stukken."


class DocumentTooLong(Refusal):
    status = 413
    sentence = "Dit document is te lang: meer dan 300 bepalingen of 60 bladzijden. Knip het in delen."


class DocumentEmpty(Refusal):
    sentence = "Hier staan geen woorden in. Plak de tekst van het protocol, of kies een bestand."


class UnreadableDocument(Refusal):
    sentence = "Dit bestand kan niet worden gelezen. Kies een tekstbestand, een webpagina of een Word-document (docx)."
