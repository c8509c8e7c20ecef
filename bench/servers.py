"""Servers under measurement: started, waited for, weighed in memory, ended by their own process id."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import shlex
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bench.client import TargetError


@contextlib.contextmanager
def server(
    command: list[str] | str,
    ready_url: str,
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    limit: float = 60.0,
) -> Iterator[tuple[int, float]]:
    """Start a server, wait until it answers, give its process id and the seconds that took; end it afterwards."""
    began = time.perf_counter()
    words = command if isinstance(command, list) else shlex.split(command)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(words, cwd=cwd, env={**os.environ, **(env or {})}, stdout=log, stderr=log)
        try:
            while not answers(ready_url):
                if process.poll() is not None or time.perf_counter() - began > limit:
                    log.seek(0)
                    raise TargetError(f"server did not start: {log.read()[-800:].decode('utf-8', 'replace')}")
                time.sleep(0.02)
            yield process.pid, time.perf_counter() - began
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        for pid in reversed(tree(process.pid)):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        process.wait(5)


def answers(url: str) -> bool:
    """True when something answers there with a status of 2xx or 3xx."""
    parts = urlsplit(url)
    request = f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((parts.hostname, parts.port or 80), 2) as connection:
            connection.settimeout(10)
            connection.sendall(request.encode())
            return connection.recv(12)[9:10] in (b"2", b"3")
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def check_loopback(url: str) -> None:
    """Refuse to load anything but this machine."""
    for info in socket.getaddrinfo(urlsplit(url).hostname, None):
        if not ipaddress.ip_address(info[4][0]).is_loopback:
            raise TargetError(f"{url} is not on this machine: refused")


def tree(pid: int) -> list[int]:
    """The process and all its descendants (Linux)."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, pending = [], [pid]
    while pending:
        found.append(pending.pop())
        pending += children.get(found[-1], [])
    return found


def memory(pids: Iterable[int]) -> dict[str, float]:
    """Resident and proportional memory of the process trees, in MB (Linux)."""
    sums = {"Rss:": 0, "Pss:": 0}
    for pid in {child for root in pids for child in tree(root)}:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                key = line.split()[0]
                if key in sums:
                    sums[key] += int(line.split()[1])
    return {"rss_MB": sums["Rss:"] / 1024, "pss_MB": sums["Pss:"] / 1024}
