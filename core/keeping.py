"""What a process keeps because it comes back on every page: made once for each name, a bounded number of them.

The name must change whenever the thing would; see docs/adr/063.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Things by name. When there are ``most``, all are forgotten: simple, and never wrong."""

    def __init__(self, most: int) -> None:
        self._most, self._made = most, dict[K, V]()

    def of(self, name: K, make: Callable[[], V]) -> V:
        """The thing called ``name``; made where it lacks. Two threads may both make it: either is right."""
        found = self._made.get(name)
        if found is None:
            found = make()
            if len(self._made) >= self._most:
                self._made.clear()
            self._made[name] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._made.clear()
