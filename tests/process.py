"""The site as its own process, started the way people start it: for crashes, restarts and what the terminal says."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
"""Seconds until a first start must answer: it reads all content and makes the demo."""


class Running:
    """A started site: ``address``, what it printed so far, and two ways to end it."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, output: Path) -> None:
        self.process, self.address, self._output = process, address, output

    @property
    def said(self) -> str:
        """Everything on its terminal up to now."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it as a power cut would: no goodbye, nothing flushed by the process."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        """End it as the operating system does."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def served(
    instance: Path,
    *arguments: str,
    port: int | None = None,
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = (sys.executable, "run.py"),
) -> Iterator[Running]:
    """``run.py`` with its own instance folder on a free port, until it answers; stopped afterwards.

    ``command`` starts it in another way. Raises RuntimeError with what it printed when it ends early or does not
    answer within PATIENCE.
    """
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="netjes-said-") as folder:
        output = Path(folder) / "terminal"
        own = {"HOST": "127.0.0.1", "PORT": str(port), "INSTANCE_PATH": str(instance), "PYTHONUNBUFFERED": "1"}
        with output.open("wb") as file:
            process = subprocess.Popen(
                [*command, *arguments],
                cwd=ROOT,
                env={**os.environ, **own, **(env or {})},
                stdout=file,
                stderr=file,
            )
        running = Running(process, address, output)
        try:
            _wait(running)
            yield running
        finally:
            running.stop()


def gunicorn(port: int, workers: int = 2) -> tuple[str, ...]:
    """The command of the server with several processes."""
    words = ("-w", str(workers), "-b", f"127.0.0.1:{port}", "app:create_app()")
    return (sys.executable, "-m", "gunicorn", *words)


def _wait(running: Running) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if running.process.poll() is not None:
            raise RuntimeError(f"ended with {running.process.returncode}:\n{running.said}")
        try:
            with urllib.request.urlopen(f"{running.address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"does not answer:\n{running.said}")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
