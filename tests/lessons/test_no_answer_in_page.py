"""The page of a step as it is served before answering does not tell which option is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g

from core.text import Spec, Text
from lessons.catalog import course
from lessons.queries import Arranged, Walk
from lessons.schema import Module
from lessons.steps import AnyStep
from lessons.views.stepping import Place, step_page
from school.access import ANONYMOUS
from tests.lessons.samples import named_steps

EXPLORED = {"verspreider", "wachtzinwerkplaats"}
"""Explorations work in the page: their outcomes are no answers."""

STEPS = [(name, step) for name, step in named_steps() if step.type not in EXPLORED]
SWAPPED = [(name, step) for name, step in STEPS if step.type != "volgorde"]
"""Not volgorde: the order in which its cards lie at first depends on the rules, since it is never a right one."""

JUDGING = ("right", "telling", "target", "protective", "real")
KEYS = ("boxes", "first", "ok", "meets", "breaks", "good")


def page_of(app: Flask, step: AnyStep) -> str:
    """The page of ``step`` alone in a module, without what differs at every visit."""
    some = next(iter(course().modules.values()))
    people = [person for module in course().modules.values() for person in module.people]
    module = some.model_copy(update={"steps": [step], "people": people})
    walk = Walk(Module.model_construct(**dict(module)), (step,), {}, Arranged(), started=True)
    place = Place("/x", "/x", "/x/hulp", "/stop", "/x/concept", "/v", "/n", "/w")
    with app.test_request_context("/x"):
        g.visitor = ANONYMOUS
        page = step_page(walk=walk, step=step, place=place, more={"telling": None, "draft": {}, "votes": {}})
    text = page.get_data(as_text=True)
    return re.sub(r'name="(csrf_token|_once)" value="[^"]*"', "", text)


@pytest.mark.parametrize("step", [step for _, step in SWAPPED], ids=[name for name, _ in SWAPPED])
def test_the_page_stays_the_same_when_other_options_are_right(app: Flask, step: AnyStep) -> None:
    assert page_of(app, step) == page_of(app, _otherwise(step))


@pytest.mark.parametrize("step", [step for _, step in STEPS], ids=[name for name, _ in STEPS])
def test_what_is_said_after_answering_is_not_in_the_page(app: Flask, step: AnyStep) -> None:
    page = page_of(app, step)
    for words in _feedback(step):
        if len(words) > 12:
            assert words not in page, words


def _feedback(spec: Spec) -> Iterator[str]:
    for name in type(spec).model_fields:
        value = getattr(spec, name)
        if isinstance(value, Text) and name in ("feedback", "done", "right", "not_yet", "remember", "all_closed"):
            yield value.say("nl")
        elif isinstance(value, Spec) and not isinstance(value, Text):
            yield from _feedback(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, Spec):
                    yield from _feedback(item)


def _otherwise(spec: Any) -> Any:
    """``spec`` with the judgements turned round among its parts."""
    changes: dict[str, Any] = {}
    for name in type(spec).model_fields:
        value = getattr(spec, name)
        if isinstance(value, list) and value and isinstance(value[0], Spec):
            changes[name] = [_otherwise(item) for item in _turned(value)]
        elif isinstance(value, Spec) and not isinstance(value, Text):
            changes[name] = _otherwise(value)
    return spec.model_copy(update=changes)


def _turned(parts: list[Any]) -> list[Any]:
    for name in (*JUDGING, *KEYS):
        if name in type(parts[0]).model_fields and not isinstance(getattr(parts[0], name), Text):
            values = [getattr(part, name) for part in parts]
            parts = [
                part.model_copy(update={name: value})
                for part, value in zip(parts, values[1:] + values[:1], strict=True)
            ]
    return parts
