"""One measurement: closed loop, several clients, one workload."""

from __future__ import annotations

import asyncio
import contextlib
import math
import resource
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any

from bench.client import Client, TargetError
from bench.steps import Names, Target, run_step

WORKLOADS = ("login", "page", "answer", "dashboard")
MORE = ("board", "history")
"""Of a teacher too: a poll that finds nothing changed, and the report of a class with a long past."""

TEACHERS = ("dashboard", *MORE)
MAX_CLIENTS, MAX_SECONDS, MAX_REQUESTS, MAX_REPEATS = 64, 20.0, 20_000, 9
MAX_FAILED = 0.02
"""Share of iterations that may fail before a measurement is worth nothing."""

Figures = dict[str, Any]


def percentile(values: list[float], share: float) -> float:
    """Nearest rank: the smallest value that ``share`` of all values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(round(share * len(ranked), 6)) - 1)]


@dataclass
class _Tally:
    left: int
    done: int = 0
    failed: int = 0
    bytes: int = 0
    requests: int = 0
    error: str = ""
    times: list[float] = field(default_factory=list)
    last: float = 0.0

    @property
    def too_many_failed(self) -> bool:
        return self.failed > max(3, MAX_FAILED * (self.failed + self.done))


async def measure(target: Target, workload: str, clients: int, seconds: float, limit: int) -> Figures:
    """Figures of one workload, or TargetError when the site does not do it."""
    target.offset += clients
    pairs = [await ready(target, workload, number) for number in range(clients)]
    tally = _Tally(left=limit)
    start = time.perf_counter()
    cpu = _cpu()
    loops = (
        _loop(target, workload, number, clients, pair, start + seconds, tally) for number, pair in enumerate(pairs)
    )
    await asyncio.gather(*loops)
    for client, _ in pairs:
        client.close()
    if tally.too_many_failed or not tally.times:
        total = tally.failed + tally.done
        raise TargetError(f"{target.name}/{workload}: {tally.failed} of {total} failed, first: {tally.error}")
    wall = tally.last - start
    return {
        "per_second": tally.done / wall,
        "done": tally.done,
        "failed": tally.failed,
        "first_error": tally.error,
        "wall_s": wall,
        "kB_each": tally.bytes / tally.done / 1000,
        "requests_each": tally.requests / tally.done,
        "client_cpu_share": (_cpu() - cpu) / wall,
        "times": tally.times,
    }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def ready(target: Target, workload: str, number: int) -> tuple[Client, Names]:
    """A client signed in and set up for ``workload``: not timed."""
    if workload == "login":
        return Client(target.base), target.names(number)
    client, names = await target.log_in(number, teacher=workload in TEACHERS)
    for step in target.d.get(f"{workload}_setup", []):
        await run_step(client, step, names, look=True)
    return client, names


async def _loop(
    target: Target, workload: str, number: int, clients: int, pair: tuple[Client, Names], end: float, tally: _Tally
) -> None:
    client, names = pair
    turn = 0
    while tally.left > 0 and time.perf_counter() < end:
        tally.left -= 1
        names["seq"] = turn
        if workload == "login":  # a new browser, and the next pupil
            client.close()
            client, names = Client(target.base), target.names(number + clients * turn)
        began = time.perf_counter()
        try:
            size, requests = await target.iterate(workload, client, names, turn)
            tally.bytes += size
            tally.requests += requests
            tally.last = time.perf_counter()
            tally.times.append(tally.last - began)
            tally.done += 1
        except (TargetError, OSError, asyncio.IncompleteReadError, ValueError) as error:
            tally.failed += 1
            tally.error = tally.error or f"{type(error).__name__}: {error}"
            client.close()
            if tally.too_many_failed:
                tally.left = 0
        turn += 1
    client.close()


def count_answers(spec: dict[str, Any]) -> int:
    """The number of recorded answers, read behind the site's back."""
    if "database" in spec:
        from sqlalchemy import NullPool, create_engine, text

        with create_engine(spec["database"], poolclass=NullPool).connect() as reading:
            return int(reading.scalar(text(spec["sql"])) or 0)
    if "sqlite" in spec:
        with contextlib.closing(sqlite3.connect(f"file:{spec['sqlite']}?mode=ro", uri=True)) as connection:
            return int(connection.execute(spec["sql"]).fetchone()[0])
    out = subprocess.run(spec["command"], capture_output=True, text=True, timeout=30, check=True)
    return int(out.stdout.strip())
