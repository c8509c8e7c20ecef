"""Whose turn it is, across threads and processes: to write a SQLite file, one after the other, or to do something
heavy, a few at a time.

SQLite itself lets writers who find it locked sleep and try again, each longer than the last time; under a class that
answers at once some then wait for seconds while others pass. Here they stand in line instead. SQLite's own lock stays
what keeps the file sound: this only decides who asks for it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LOOK_EVERY = 0.0005
LOOK_FOR_PLACE_EVERY = 0.002


class TurnNotCome(Exception):
    """The line was too long: nothing was written."""


class Turns:
    """The line of writers of the file ``database``. Processes meet at two empty files beside it: who holds *next* is
    the only one who waits for *turn*, so that a process with many writers cannot pass another one again and again."""

    def __init__(self, database: Path) -> None:
        self._here = threading.Lock()
        self._files = tuple(database.with_name(f"{database.name}-{name}") for name in ("next", "turn"))

    @contextmanager
    def taken(self, patience: float) -> Iterator[None]:
        """Wait for the turn and keep it until the block ends. Raises TurnNotCome after ``patience`` seconds."""
        until = time.monotonic() + patience
        if not self._here.acquire(timeout=patience):
            raise TurnNotCome
        try:
            with ExitStack() as held:
                with ExitStack() as waiting:
                    for stack, path in zip((waiting, held), self._files, strict=True):
                        stack.enter_context(_locked(path, until))
                yield
        finally:
            self._here.release()


class Places:
    """A few places for something heavy. Processes meet at empty files in ``folder``, one a place."""

    def __init__(self, folder: Path, name: str, number: int) -> None:
        self._here = threading.BoundedSemaphore(number)
        self._files = [folder / f"{name}-{place}" for place in range(number)]

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a place and keep it until the block ends."""
        with self._here, ExitStack() as held:
            while not any(_entered(held, path) for path in self._files):
                time.sleep(LOOK_FOR_PLACE_EVERY)
            yield


def _entered(held: ExitStack, path: Path) -> bool:
    try:
        held.enter_context(_locked(path, until=0.0))
    except TurnNotCome:
        return False
    return True


@contextmanager
def _locked(path: Path, until: float) -> Iterator[None]:
    """Hold the lock on ``path``. It goes with the process that holds it, however that ends."""
    if sys.platform == "win32":  # there is one process there, and its threads stand in line
        yield
        return
    # Opened anew each time: what a process inherits from the one it was forked from would be one lock for both.
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _lock_now(file):
            if time.monotonic() > until:
                raise TurnNotCome
            time.sleep(LOOK_EVERY)
        yield
    finally:
        os.close(file)


def _lock_now(file: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
