"""What every test about questions needs: modules that have reported, and a pupil."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.text import Text
from progress.commands import Person
from quizzes import catalog
from quizzes.catalog import AgreementFacts, GoalFacts, ModuleFacts
from tests.world import World

NUMBERS = ("1", "2", "3", "4")


def words(text: str) -> Text:
    return Text.model_validate({"nl": text, "en": f"{text} (en)"})


def facts_of(slug: str, number: int) -> ModuleFacts:
    """A module with four goals and agreements, whose rehearsal is its step s2."""
    return ModuleFacts(
        slug=slug,
        number=number,
        title=words(f"Module {slug}"),
        goals={f"G{n}": GoalFacts(words(f"Doel {n} van {slug}"), f"A{n}") for n in NUMBERS},
        agreements={f"A{n}": AgreementFacts(words(f"Afspraak {n} van {slug}"), ("gsv-afspraak-03",)) for n in NUMBERS},
        misconceptions={f"M{n}": words(f"Denkfout {n}") for n in range(1, 7)},
        core=True,
        home=f"/les/{slug}",
        closing=f"/les/{slug}/klaar",
        rehearsal="s2",
        rehearsal_address=f"/les/{slug}/s2",
    )


@pytest.fixture(autouse=True)
def modules() -> Iterator[None]:
    """Two modules that reported, whatever the floor above did; what it did is put back."""
    before = catalog.shelf().facts
    catalog.register([facts_of("wachtwoorden", 1), facts_of("doorsturen", 3)])
    yield
    catalog.shelf().facts = before


@pytest.fixture
def noor(world: World) -> Person:
    return Person(world.ids["gsv-school"], world.ids["noor"], world.ids["groep7"], "nl")
