"""The published school holidays, read once from ``holidays.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from core.content import read
from core.text import Spec
from progress.calendar import Break

FILE = Path(__file__).with_name("holidays.yaml")

Region = Literal["noord", "midden", "zuid"]
REGIONS: tuple[Region, ...] = ("noord", "midden", "zuid")
Days = tuple[date, date]


class Holiday(Spec):
    """One holiday with first and last day per region."""

    name: Literal["herfst", "kerst", "voorjaar", "mei", "zomer"]
    noord: Days
    midden: Days
    zuid: Days

    @model_validator(mode="after")
    def _in_order(self) -> Holiday:
        for first, last in (self.noord, self.midden, self.zuid):
            if first > last:
                raise ValueError(f"{self.name}: {first} comes after {last}")
        return self

    def at(self, region: str) -> Break:
        first, last = {"noord": self.noord, "midden": self.midden, "zuid": self.zuid}[region]
        return Break(first, last, self.name)


class PublishedYear(Spec):
    year: int
    note: str = ""
    holidays: list[Holiday] = Field(min_length=5, max_length=5)


class Published(Spec):
    regions: list[Region]
    years: list[PublishedYear]


@cache
def published() -> Published:
    """The file, parsed. Raises core.content.ContentError."""
    return read(FILE, Published)


def holidays_of(region: str) -> dict[int, list[Break]]:
    """School year → holidays of ``region``."""
    return {entry.year: [holiday.at(region) for holiday in entry.holidays] for entry in published().years}
