"""The mark on a view that says which permission it needs; ``school.access`` holds the table and the gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def stamped(permission: str) -> Callable[[V], V]:
    """Stamp a view. It must be the outermost decorator under the route."""

    def stamp(view: V) -> V:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return stamp
