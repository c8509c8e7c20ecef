"""Heavy work in threads of its own, no more of them than cores over all processes of this machine.

On Linux those threads step back for whoever makes a page, so heavy work takes what pages leave. Elsewhere a thread
cannot be told to, and one core stays free of it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

from core.turns import Places

T = TypeVar("T")

STEPS_BACK = sys.platform == "linux"
CORES = os.cpu_count() or 2
AT_ONCE = CORES if STEPS_BACK else max(1, CORES - 1)
NICENESS = 10
"""setpriority(2): a tenth of a core that a page asks for too, a whole one when no page does."""


class Apart:
    """A kind of heavy work, called ``name``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._places: Places | None = None
        self._pool = self._threads()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin_anew)

    def share(self, folder: Path) -> None:
        """Let all processes that serve from ``folder`` have AT_ONCE places together."""
        folder.mkdir(parents=True, exist_ok=True)
        self._places = Places(folder, self.name, AT_ONCE)

    def do(self, work: Callable[[], T]) -> T:
        """What ``work`` gives; it begins when there is a place. What it raises is raised here."""
        return self._pool.submit(self._in_place, work).result()

    def _in_place(self, work: Callable[[], T]) -> T:
        place: AbstractContextManager[object] = self._places.taken() if self._places else nullcontext()
        with place:
            return work()

    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(AT_ONCE, self.name, _step_back)

    def _begin_anew(self) -> None:
        self._pool = self._threads()  # a process has no threads of the one it was forked from


def _step_back() -> None:
    if STEPS_BACK:
        thread = threading.get_native_id()
        with suppress(PermissionError):  # where a service may not, heavy work and pages share the cores
            os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
