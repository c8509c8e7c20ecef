"""Thirty sign in at once while others read: how long until all are in, and what the readers notice of it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench.client import TargetError
from bench.measure import percentile, ready
from bench.steps import Target

CLASS = 30
READERS = 4


async def storm(target: Target, seconds: float) -> dict[str, Any]:
    """Seconds until the class is in, and the readers' p95 before and meanwhile, in ms. Raises TargetError."""
    pairs = [await ready(target, "page", number) for number in range(READERS)]

    async def reading(until: asyncio.Event, times: list[float]) -> None:
        async def one(client: Any, names: Any) -> None:
            turn = 0
            while not until.is_set():
                began = time.perf_counter()
                await target.iterate("page", client, names, turn)
                times.append(1000 * (time.perf_counter() - began))
                turn += 1

        await asyncio.gather(*(one(*pair) for pair in pairs))

    quiet: list[float] = []
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, over.set)
    await reading(over, quiet)
    busy: list[float] = []
    over = asyncio.Event()
    others = asyncio.create_task(reading(over, busy))
    began = time.perf_counter()
    try:
        arrived = await asyncio.gather(*(target.log_in(READERS + n) for n in range(CLASS)), return_exceptions=True)
    finally:
        all_in = time.perf_counter() - began
        over.set()
        await others
    failed = [one for one in arrived if isinstance(one, BaseException)]
    for client, _names in [*pairs, *(one for one in arrived if not isinstance(one, BaseException))]:
        client.close()
    if failed:
        raise TargetError(f"{target.name}: {len(failed)} of {CLASS} did not get in, first: {failed[0]!r}")
    before, meanwhile = percentile(quiet, 0.95), percentile(busy, 0.95)
    return {
        "all_in_s": all_in,
        "quiet_p95_ms": before,
        "busy_p95_ms": meanwhile,
        "x_quiet": meanwhile / before,
        "pages": len(busy),
    }
