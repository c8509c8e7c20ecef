"""The shelf of modules, parsed once, and a module as one school and one route see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.content import ContentError, read
from core.text import Settings
from lessons import references
from lessons.local import at_school
from lessons.schema import Module
from lessons.steps import AnyStep

MODULES = Path(__file__).resolve().parent / "modules"
MOST_KEPT = 400
"""Localized modules kept: fourteen modules times the schools that differ."""

SettingsKey = tuple[tuple[str, tuple[str, ...]], ...]


class NoSuchModule(KeyError):
    """There is no module with this slug."""


class NoSuchStep(KeyError):
    """The module has no such step at this school and on this route."""


@dataclass(frozen=True)
class Course:
    """All modules, in their order."""

    modules: dict[str, Module]


_course: Course | None = None
_local: dict[tuple[str, SettingsKey], Module] = {}


def load(cache: Path | None = None, folder: Path = MODULES) -> Course:
    """Read the shelf. Raises core.content.ContentError with the faults of every file that cannot be used."""
    global _course
    read_modules, found = [], []
    for path in sorted(folder.glob("*.yaml")):
        try:
            module = read(path, Module, cache=cache)
        except ContentError as error:
            found += error.faults
            continue
        found += references.faults(path, module)
        read_modules.append(module)
    if found:
        raise ContentError(found)
    _course = Course({module.slug: module for module in sorted(read_modules, key=lambda module: module.order)})
    forget_variants()
    return _course


def course() -> Course:
    """The shelf, read at first use."""
    return _course or load()


def forget_variants() -> None:
    """Localize modules anew from here on: for who changes the shelf while the site runs."""
    _local.clear()


def modules() -> list[Module]:
    """Every module as written, in order."""
    return list(course().modules.values())


def module(slug: str, settings: Settings) -> Module:
    """The module as a school with ``settings`` sees it. Raises NoSuchModule."""
    found = course().modules.get(slug)
    if found is None:
        raise NoSuchModule(slug)
    key: SettingsKey = tuple(sorted((name, tuple(values)) for name, values in settings.items()))
    if (slug, key) not in _local:
        if len(_local) >= MOST_KEPT:
            _local.clear()
        _local[slug, key] = at_school(found, settings)
    return _local[slug, key]


def steps_on(module: Module, route: str, off: Iterable[str] = ()) -> list[AnyStep]:
    """The steps of ``module`` on a route (``basis`` or ``plus``), without those that the class leaves out."""
    left_out = set(off)
    return [step for step in module.steps if step.id not in left_out and (route == "plus" or step.route == "basis")]


def step_of(steps: Iterable[AnyStep], step_id: str) -> AnyStep:
    """The step with this id. Raises NoSuchStep."""
    found = next((step for step in steps if step.id == step_id), None)
    if found is None:
        raise NoSuchStep(step_id)
    return found
