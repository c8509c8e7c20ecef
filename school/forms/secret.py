"""The form of a secret: pictures arrive one by one from a plain form, or all four from the script."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from werkzeug.datastructures import MultiDict

from core.pictures import secret_ids
from school.rules.own_secret import PARTS
from school.sealed import Sealer

SO_FAR = "so_far"


@dataclass(frozen=True)
class Chosen:
    """What was chosen so far; ``first`` is what the first round gave where a child chooses an own secret."""

    parts: tuple[str, ...] = ()
    first: str = ""

    @property
    def complete(self) -> bool:
        return len(self.parts) == PARTS

    def again(self) -> Chosen:
        """The same round from its beginning."""
        return replace(self, parts=())


def read_pictures(form: MultiDict[str, str], sealer: Sealer, purpose: str, at: datetime) -> Chosen:
    """The pictures chosen before (sealed in the form), with what this press added or took back."""
    kept = sealer.open(purpose, form.get(SO_FAR, ""), at=at) or [[], ""]
    chosen = Chosen(tuple(kept[0]), kept[1])
    step = form.get("step")
    if step == "again":
        return chosen.again()
    if step == "back":
        return replace(chosen, parts=chosen.parts[:-1])
    pressed = [one for one in form.getlist("picture") if one in secret_ids()]
    before = () if len(pressed) == PARTS else chosen.parts  # four at once come from the script
    return replace(chosen, parts=(*before, *pressed)[:PARTS])


def seal(chosen: Chosen, sealer: Sealer, purpose: str, at: datetime) -> str:
    """What the next form carries."""
    return sealer.seal(purpose, [list(chosen.parts), chosen.first], at=at)
