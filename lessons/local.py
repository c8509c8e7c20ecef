"""A module as one school sees it: parts that exist only elsewhere are gone, keys of the school are filled in."""

from __future__ import annotations

from typing import Any, TypeVar

from core.text import Conditional, Settings, Spec
from lessons.steps.gevolgentrap import Situation
from lessons.steps.sorteren import SortCard

P = TypeVar("P", bound=Spec)


def at_school(part: P, settings: Settings) -> P:
    """``part`` without what does not exist at a school with ``settings``; its words are left alone."""
    changes: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        fresh = _localized(value, settings)
        if fresh is not value:
            changes[name] = fresh
    changes.update(_key(part, settings))
    return part.model_copy(update=changes) if changes else part


def _localized(value: Any, settings: Settings) -> Any:
    if isinstance(value, Spec):
        return at_school(value, settings)
    if isinstance(value, list) and any(isinstance(item, Spec) for item in value):
        kept = [item for item in value if not isinstance(item, Conditional) or item.exists_at(settings)]
        fresh = [_localized(item, settings) for item in kept]
        same = len(fresh) == len(value) and all(a is b for a, b in zip(fresh, value, strict=True))
        return value if same else fresh
    return value


def _key(part: Spec, settings: Settings) -> dict[str, Any]:
    if isinstance(part, SortCard):
        key = next((key for key in part.keys if key.holds(settings)), None)
        return {"boxes": key.boxes, "feedback": key.feedback, "keys": []} if key else {}
    if isinstance(part, Situation):
        first = next((key for key in part.keys if key.holds(settings)), None)
        return {"first": first.first, "feedback": first.feedback, "keys": []} if first else {}
    return {}
