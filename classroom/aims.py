"""The national aims (kerndoelen) and the modules that work on each, read once from ``aims.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import model_validator

from core.content import read
from core.text import Spec, Text

FILE = Path(__file__).with_name("aims.yaml")


class Aim(Spec):
    id: str
    title: Text


class Aims(Spec):
    aims: list[Aim]
    modules: dict[str, list[str]]

    @model_validator(mode="after")
    def _known(self) -> Aims:
        known = {aim.id for aim in self.aims}
        strange = [name for names in self.modules.values() for name in names if name not in known]
        if strange:
            raise ValueError(f"there is no aim {strange[0]!r}")
        return self

    def of(self, module: str) -> list[str]:
        """Ids of the aims a module works on; none for a module that is not listed."""
        return self.modules.get(module, [])


@cache
def aims() -> Aims:
    """The file, parsed. Raises core.content.ContentError."""
    return read(FILE, Aims)
