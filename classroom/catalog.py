"""What the classroom needs of the course's content: modules in order, agreements, misconceptions."""

from __future__ import annotations

from core.text import Settings
from lessons.catalog import course
from lessons.catalog import module as local_module
from lessons.catalog import modules as all_modules
from lessons.schema import Agreement, Misconception, Module
from progress.rules import AgreementRef


def modules() -> list[Module]:
    """Every module in order."""
    return all_modules()


def module(slug: str) -> Module | None:
    """The module, or None."""
    return course().modules.get(slug)


def agreement(ref: AgreementRef) -> Agreement | None:
    """An agreement of a module, or None."""
    found = module(ref[0])
    return next((a for a in found.agreements if a.id == ref[1]), None) if found else None


def misconception(slug: str, tag: str) -> Misconception | None:
    """What a tag of a module stands for, or None."""
    found = module(slug)
    return next((m for m in found.misconceptions if m.id == tag), None) if found else None


def goals_of() -> dict[AgreementRef, list[str]]:
    """The goals that each agreement rests on; agreements without a goal of their own are left out."""
    found: dict[AgreementRef, list[str]] = {}
    for one in modules():
        for goal in one.goals:
            found.setdefault((one.slug, goal.agreement), []).append(goal.id)
    return found


def cited() -> dict[AgreementRef, tuple[str, ...]]:
    """The clauses that each agreement cites."""
    return {(one.slug, a.id): tuple(a.sources) for one in modules() for a in one.agreements}


def at_school(slug: str, settings: Settings) -> Module | None:
    """A module as a school with ``settings`` sees it, or None."""
    return local_module(slug, settings) if slug in course().modules else None
