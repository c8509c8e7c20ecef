#!/usr/bin/env python3
"""Measure a site beside the floor, in one run.

    python bench/load.py target.json [more-targets.json ...] [--clients 8] [--seconds 2] [--repeats 5] [--out FILE]

Four workloads, closed loop, N pupils at once (bench/README.md has the file format). Every repeat measures the floor
(baseline.py, started here) and all targets in turn, forwards and then backwards, so that a slow minute of the machine
hits all of them. The table quotes the median of the repeats, percentiles over all repeats together, and ratios, each
the median of the ratios within a repeat.

Bounded on purpose: loopback only, at most 64 clients, 20 s and 20,000 requests per measurement, a wall-clock budget
for the whole run, and a stop as soon as more than 2 % of the requests fail.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

if __name__ == "__main__":  # started as a file: the folder above holds the package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.client import TargetError
from bench.floor import DEFAULT_SERVER, HERE, SERVERS, baseline_target, hello_target, serve_command
from bench.measure import (
    MAX_CLIENTS,
    MAX_REPEATS,
    MAX_REQUESTS,
    MAX_SECONDS,
    MORE,
    TEACHERS,
    WORKLOADS,
    count_answers,
    measure,
)
from bench.servers import check_loopback, free_port, memory, server
from bench.steps import Target
from bench.storm import storm
from bench.table import Rows, report
from bench.visit import weigh


class Run:
    """The floor and the targets, measured in turn."""

    def __init__(
        self, targets: list[Target], args: argparse.Namespace, floor_env: dict[str, str], like: dict[str, int]
    ) -> None:
        names = [target.name for target in targets]
        if len(set(names)) < len(names) or {"baseline", "hello"} & set(names):
            raise TargetError("target names must differ, and not be baseline or hello")
        for target in targets:
            check_loopback(target.base)
        self.targets, self.args, self.floor_env, self.like = targets, args, floor_env, like
        self.rows: Rows = {}
        self.extra: dict[str, dict[str, Any]] = {}
        self.notes: list[str] = []
        self.server_name = ""

    def go(self) -> None:
        """Start what has to be started, measure, end it."""
        deadline = time.monotonic() + self.args.budget
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            port, db = free_port(), str(Path(folder) / "baseline.db")
            self.server_name, command = serve_command("baseline:create_app", port, self.args.workers, self.args.server)
            base = baseline_target(port, db, self.args.modules, self.like)
            env = {
                "BASELINE_DB": db,
                "BASELINE_HISTORY": str(self.args.history),
                "BASELINE_PUPILS": str(self.args.pupils),
                "BASELINE_MODULES": str(self.args.modules),
                **self.floor_env,
            }
            pid, cold = stack.enter_context(server(command, f"{base.base}/hello", HERE, env))
            self.extra["baseline"] = {"cold_start_s": cold, "pids": [pid], "server": self.server_name}
            for target in self.targets:
                self._start(target, stack)
            everyone = [base, *self.targets]
            for target in everyone:
                if self.extra[target.name]["pids"]:
                    self.extra[target.name]["idle"] = memory(self.extra[target.name]["pids"])
            asyncio.run(self._measure(everyone, hello_target(port), deadline))

    def _start(self, target: Target, stack: contextlib.ExitStack) -> None:
        found = self.extra[target.name] = {"pids": [int(pid) for pid in target.d.get("pids", [])]}
        given = target.d.get("server")
        if given:
            ready = urljoin(target.base + "/", given.get("ready", "/"))
            pid, cold = stack.enter_context(server(given["command"], ready, given.get("cwd"), given.get("env")))
            found.update(cold_start_s=cold, pids=[pid])

    async def _measure(self, everyone: list[Target], hello: Target, deadline: float) -> None:
        for target in everyone:  # warm-up, and a first check that the description fits
            for workload in self.args.workloads:
                await measure(target, workload, 2, 0.4, 20)
            self.extra[target.name]["weight"] = await weigh(target)
        args = self.args
        for turn in range(args.repeats):
            for target in everyone if args.storm else ():
                self.extra[target.name].setdefault("storms", []).append(await storm(target, args.seconds))
            for workload in args.workloads:
                unit = await measure(hello, "page", args.clients, min(1.0, args.seconds), args.requests)
                self.rows.setdefault(("hello", workload), []).append(unit)
                for target in everyone if turn % 2 == 0 else everyone[::-1]:
                    if time.monotonic() > deadline:
                        self.notes.append(f"out of time after {turn} repeats")
                        return
                    await self._one(target, workload)

    async def _one(self, target: Target, workload: str) -> None:
        args, spec = self.args, target.d.get("answer_count") if workload == "answer" else None
        before = count_answers(spec) if spec else 0
        clients = args.teachers if workload in TEACHERS and workload != "board" else args.clients
        found = await measure(target, workload, clients, args.seconds, args.requests)
        self.rows.setdefault((target.name, workload), []).append(found)
        if spec:
            found["recorded"] = count_answers(spec) - before
            if found["recorded"] < found["done"] * spec.get("each", 1):
                self.notes.append(
                    f"{target.name} LOST ANSWERS: {found['done']} acknowledged, {found['recorded']} recorded"
                )
        extra = self.extra[target.name]
        if extra["pids"]:
            extra["loaded"] = max(memory(extra["pids"]), extra.get("loaded", {"pss_MB": 0}), key=lambda m: m["pss_MB"])


def bounded(kind: Callable[[str], float], low: float, high: float) -> Callable[[str], float]:
    """An argument type for a number between ``low`` and ``high``."""

    def check(text: str) -> float:
        value = kind(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be between {low} and {high}")
        return value

    return check


def options(description: str) -> argparse.ArgumentParser:
    """The options that every run has."""
    p = argparse.ArgumentParser(description=description)
    each = bounded(int, 1, MAX_CLIENTS)
    p.add_argument(
        "--clients", type=lambda words: [each(word) for word in words.split(",")], default=[8],
        help="pupils at once; several numbers, as 1,8,30,60: one run each",
    )  # fmt: skip
    p.add_argument("--teachers", type=bounded(int, 1, MAX_CLIENTS), default=1, help="clients of the dashboard workload")
    p.add_argument("--seconds", type=bounded(float, 0.2, MAX_SECONDS), default=2.0, help="length of each measurement")
    p.add_argument("--requests", type=bounded(int, 1, MAX_REQUESTS), default=MAX_REQUESTS, help="most per measurement")
    p.add_argument("--repeats", type=bounded(int, 1, MAX_REPEATS), default=5)
    p.add_argument("--budget", type=bounded(float, 5, 1800), default=600.0, help="most seconds for the whole run")
    p.add_argument("--workers", type=bounded(int, 1, 8), default=os.cpu_count() or 1, help="processes of each server")
    p.add_argument("--server", choices=SERVERS, default=DEFAULT_SERVER, help="what floor and site are served with")
    p.add_argument("--pupils", type=bounded(int, 1, 60), default=30, help="rows of the floor's report")
    p.add_argument("--modules", type=bounded(int, 1, 60), default=12, help="columns of the floor's report")
    p.add_argument("--history", type=bounded(int, 0, 1000), default=10, help="the floor's answers per pupil per module")
    p.add_argument("--workloads", default=",".join(WORKLOADS))
    p.add_argument("--storm", action="store_true", help="also thirty who sign in at once while others read")
    p.add_argument("--out", help="write all figures to this JSON file")
    return p


def measure_and_print(
    targets: list[Target],
    args: argparse.Namespace,
    floor_env: dict[str, str] | None = None,
    like: dict[str, int] | None = None,
) -> int:
    """The whole run, once for each number of clients; ``floor_env`` and ``like`` widen the floor.

    Gives 0: fine, 1: it failed, 2: a target acknowledged answers that it did not record.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers we started end
    results, code = [], 0
    for clients in args.clients:
        try:
            result, table = _once(targets, argparse.Namespace(**{**vars(args), "clients": clients}), floor_env, like)
        except (TargetError, OSError, ValueError) as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            return 1
        print(table, flush=True)
        results.append(result)
        code = 2 if any("LOST" in note for note in result["notes"]) else code
    if args.out:
        found = results[0] if len(results) == 1 else {"runs": results}
        Path(args.out).write_text(json.dumps(found, indent=1), encoding="utf-8")
    return code


def _once(
    targets: list[Target], args: argparse.Namespace, floor_env: dict[str, str] | None, like: dict[str, int] | None
) -> tuple[dict[str, Any], str]:
    run = Run(targets, args, floor_env or {}, like or {})
    run.go()
    about = {key: getattr(args, key) for key in ("clients", "teachers", "seconds", "repeats", "workloads")}
    about |= {"server": run.server_name, "notes": run.notes, "load_average": os.getloadavg()[0]}
    return report(run.rows, run.extra, ["baseline", *(target.name for target in targets)], about)


def workloads(parser: argparse.ArgumentParser, args: argparse.Namespace) -> argparse.Namespace:
    """The options with ``workloads`` as a checked list."""
    args.workloads = args.workloads.split(",")
    if set(args.workloads) - {*WORKLOADS, *MORE}:
        parser.error("workloads are " + ", ".join((*WORKLOADS, *MORE)))
    return args


def main(arguments: list[str] | None = None) -> int:
    parser = options((__doc__ or "").split("\n\n")[0])
    parser.add_argument("targets", nargs="*", help="target descriptions (JSON); none: the floor alone")
    args = workloads(parser, parser.parse_args(arguments))
    try:
        targets = [Target(json.loads(Path(path).read_text(encoding="utf-8")), path) for path in args.targets]
        return measure_and_print(targets, args)
    except (TargetError, OSError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
