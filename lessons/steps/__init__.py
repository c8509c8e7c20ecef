"""The eighteen step types, written out."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from lessons.steps.belofte import Belofte, PromiseLink
from lessons.steps.berichtspeurder import Berichtspeurder, Inspecting
from lessons.steps.flitsronde import FlashRound, Flitsronde
from lessons.steps.gevolgentrap import Gevolgentrap, Stairs
from lessons.steps.instellingen import Instellingen, SettingUp
from lessons.steps.keuzeverhaal import ChoiceStory, Keuzeverhaal
from lessons.steps.klassengesprek import ClassTalk, Klassengesprek
from lessons.steps.maakwerk import Maakwerk, Making
from lessons.steps.play import StepType
from lessons.steps.sorteren import Sorteren, Sorting
from lessons.steps.terugvertellen import TeachBack, Terugvertellen
from lessons.steps.verdeler import Sharing, Verdeler
from lessons.steps.verhaal import Story, Verhaal
from lessons.steps.verspreider import Spreading, Verspreider
from lessons.steps.verzoekspeurder import Judging, Verzoekspeurder
from lessons.steps.volgorde import Ordering, Volgorde
from lessons.steps.wachtzinwerkplaats import Wachtzinwerkplaats, Workshop
from lessons.steps.zoekplaat import Searching, Zoekplaat
from lessons.steps.zoekrechter import ResultJudging, Zoekrechter

AnyStep = Annotated[
    Verhaal
    | Keuzeverhaal
    | Verspreider
    | Wachtzinwerkplaats
    | Instellingen
    | Verzoekspeurder
    | Zoekplaat
    | Sorteren
    | Volgorde
    | Berichtspeurder
    | Zoekrechter
    | Gevolgentrap
    | Terugvertellen
    | Klassengesprek
    | Maakwerk
    | Verdeler
    | Flitsronde
    | Belofte,
    Field(discriminator="type"),
]

TYPES: dict[str, StepType[Any]] = {
    played.name: played
    for played in (
        Story(),
        ChoiceStory(),
        Spreading(),
        Workshop(),
        SettingUp(),
        Judging(),
        Searching(),
        Sorting(),
        Ordering(),
        Inspecting(),
        ResultJudging(),
        Stairs(),
        TeachBack(),
        ClassTalk(),
        Making(),
        Sharing(),
        FlashRound(),
        PromiseLink(),
    )
}


def played(step: AnyStep) -> StepType[Any]:
    """How ``step`` is played."""
    return TYPES[step.type]
