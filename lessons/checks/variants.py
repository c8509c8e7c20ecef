"""Whether a module is still whole at a school where some of its parts do not exist. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from core.text import Settings
from lessons.local import at_school
from lessons.references import Loc
from lessons.schema import Module
from lessons.steps import played
from lessons.steps.sorteren import Sorteren

FEWEST_CARDS, MOST_CARDS = 6, 10


def broken_at(module: Module, settings: Settings) -> Iterator[tuple[Loc, str]]:
    """What does not hold at a school with ``settings``, with the step it is about."""
    places = {step.id: number for number, step in enumerate(module.steps)}
    for step in at_school(module, settings).steps:
        loc: Loc = ("steps", places[step.id])
        try:
            type(step).model_validate(step.model_dump(by_alias=True))
            if not played(step).samples(step).right:
                yield loc, "cannot be finished"
        except ValidationError as error:
            yield loc, error.errors()[0]["msg"].removeprefix("Value error, ")
            continue
        except (StopIteration, IndexError):
            yield loc, "cannot be answered rightly"
            continue
        if isinstance(step, Sorteren) and not FEWEST_CARDS <= len(step.cards) <= MOST_CARDS:
            yield loc, f"{len(step.cards)} cards: must be {FEWEST_CARDS} to {MOST_CARDS}"
