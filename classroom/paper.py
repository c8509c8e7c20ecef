"""Which questions of a module also work on paper, read aloud by the teacher and answered with a hand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, zip_longest

from classroom.asked import Asked
from lessons.schema import Module

SITUATIONS = 6
"""As many as fit in the practice of one lesson: two minutes each."""

EXITS = 2
FEWEST, MOST = 2, 4
"""Choices that a class can show with its fingers."""

Key = tuple[str, str]


def for_paper(module: Module, asked: Mapping[Key, Asked]) -> list[Asked]:
    """Situations to read aloud: from every practice step in turn, so that no step is left out for another."""
    of_step = [
        [one for (name, _part), one in asked.items() if name.partition("/")[0] == step.id and _readable(one)]
        for step in module.steps
    ]
    return [one for one in chain.from_iterable(zip_longest(*of_step)) if one is not None][:SITUATIONS]


def exit_questions(module: Module, asked: Mapping[Key, Asked]) -> list[Asked]:
    """Two questions of the bank about different agreements."""
    chosen: dict[str, Asked] = {}
    for one in asked.values():
        if one.name.startswith(module.prefix) and _readable(one):
            chosen.setdefault(one.agreement, one)
    return list(chosen.values())[:EXITS]


def _readable(one: Asked) -> bool:
    return FEWEST <= len(one.choices) <= MOST and any(choice.right for choice in one.choices)
