#!/usr/bin/env python3
"""Measure Netjes beside the floor: sign-in, page, answer, report, the board's poll, a class that comes in, a visit.

    .venv/bin/python bench/run.py [--clients 1,8,30,60] [--seconds 2] [--repeats 5] [--out FILE]
    DATABASE_URL=postgresql://… .venv/bin/python bench/run.py --database postgresql

Makes an instance with the demo in a temporary folder, counts what Netjes does for each workload (requests,
statements, cells of the report), gives the floor as many of each, and serves both with the same server and as many
workers. The rest is as in load.py. The floor is on SQLite whatever Netjes is on. PostgreSQL needs an empty database.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import re
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from werkzeug.serving import make_server

if __name__ == "__main__":  # started as a file: the folder above holds the package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.floor import serve_command
from bench.instance import Instance, make_instance
from bench.load import measure_and_print, options, workloads
from bench.measure import MORE, TEACHERS, WORKLOADS
from bench.netjes import Netjes, description, modules_with_questions
from bench.servers import free_port
from bench.site import database_option, database_url, site
from bench.steps import Names, run_step

ROOT = Path(__file__).resolve().parent.parent
OWN_READS = {"login": 1, "page": 1, "answer": 1, "dashboard": 3}
ALL = (*WORKLOADS, *MORE)
OWN_WRITES = {"answer": 1}
"""Statements that the floor does anyway."""


class Width:
    """What Netjes does for one iteration of a workload."""

    def __init__(self) -> None:
        self.reads: Counter[str] = Counter()
        self.writes: Counter[str] = Counter()
        self.requests: dict[str, int] = {}
        self.cells = 0

    def floor_env(self) -> dict[str, str]:
        """How baseline.py is told to do as many statements."""
        reads = {work: max(0, self.reads[work] - own) for work, own in OWN_READS.items()}
        writes = {work: max(0, self.writes[work] - own) for work, own in OWN_WRITES.items()}
        return {
            "BASELINE_READS": ",".join(f"{work}={n}" for work, n in reads.items()),
            "BASELINE_WRITES": ",".join(f"{work}={n}" for work, n in writes.items()),
        }

    def __str__(self) -> str:
        parts = [f"{w} {self.requests[w]} requests, {self.reads[w]} reads, {self.writes[w]} writes" for w in ALL]
        return f"Netjes does: {'; '.join(parts)}; {self.cells} cells in the report. The floor does as many."


async def probe(target: Netjes) -> Width:
    """Do each workload once and count."""
    width = Width()
    for workload in ALL:
        client, names = await _signed_in(target, workload)
        with _counting(workload, width):
            if workload == "login":
                client, names = await target.log_in(1)
                width.requests[workload] = len(target.d["login"])
            else:
                await target.iterate(workload, client, names, 0)  # the first begins the quiz as well
                width.reads[workload] = width.writes[workload] = 0
                _, width.requests[workload] = await target.iterate(workload, client, names, 1)
        if workload == "dashboard":
            page = await client.request("GET", target.d["dashboard"][0]["path"])
            width.cells = len(re.findall(r"<td\b", page.text))
        client.close()
    return width


async def _signed_in(target: Netjes, workload: str) -> tuple[Any, Names]:
    client, names = await target.log_in(0, teacher=workload in TEACHERS)
    for step in target.d.get(f"{workload}_setup", []):
        await run_step(client, step, names, look=True)
    return client, names


@contextmanager
def _counting(workload: str, width: Width) -> Iterator[None]:
    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        verb = statement.lstrip().split(None, 1)[0].upper()
        if verb in ("SELECT", "WITH"):
            width.reads[workload] += 1
        elif verb in ("INSERT", "UPDATE", "DELETE"):
            width.writes[workload] += 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@contextmanager
def served_here(instance: Instance) -> Iterator[str]:
    """The instance on a port of this process, where its statements can be counted."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, instance.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main(arguments: list[str] | None = None) -> int:
    parser = options((__doc__ or "").split("\n\n")[0])
    parser.add_argument("--children", type=int, default=240, help="pupils who answer, in classes of thirty")
    parser.set_defaults(workloads=",".join(ALL), storm=True)
    check = database_option(parser)
    args = workloads(parser, parser.parse_args(arguments))
    check(args)
    with tempfile.TemporaryDirectory(prefix="netjes-bench-") as folder, site(Path(folder), args.database) as app:
        instance = make_instance(app, args.children)
        known = modules_with_questions(ROOT)
        with served_here(instance) as here:
            width = asyncio.run(probe(Netjes(description(here, instance, known))))
        print(width, flush=True)
        port = free_port()
        whole = description(f"http://127.0.0.1:{port}", instance, known)
        _, command = serve_command("app:create_app", port, args.workers, args.server)
        env = {"INSTANCE_PATH": folder, "LOG_LEVEL": "WARNING", "DATABASE_URL": database_url(args.database)}
        env["MALLOC_ARENA_MAX"] = "2"  # as docs/run-it.md has it
        whole["server"] = {"command": command, "cwd": str(ROOT), "env": env, "ready": "/readyz"}
        return measure_and_print(
            [Netjes(whole)], _as_wide(args, width, instance.rows), width.floor_env(), width.requests
        )


def _as_wide(args: argparse.Namespace, width: Width, rows: int) -> argparse.Namespace:
    """The floor's report with as many rows and cells."""
    args.pupils, args.modules = rows, max(1, round(width.cells / rows))
    return args


if __name__ == "__main__":
    sys.exit(main())
