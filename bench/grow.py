#!/usr/bin/env python3
"""Fill an installation with schools and school years, and show what grows.

    .venv/bin/python bench/grow.py [--schools 1,10,50] [--years 1,10] [--pupils 250] [--rounds 15] [--out FILE]
    DATABASE_URL=postgresql://… .venv/bin/python bench/grow.py --database postgresql

For each number of years a fresh database gets an empty school and one whose rows are made pupil by pupil (seeded); the
others are copies of that one. At each number of schools the pages are measured twice: those of the empty school, and
those of the first with its history. Nobody leaves and nothing is tidied away: it is more than a site that does its
daily upkeep ever holds. With --upkeep the first school is tidied before it is copied, as `maintenance` does.

The pages run in this process, one at a time. A time is quoted in units of `/healthz`, measured in turn with it, and as
a ratio to the empty school's in the empty database. Statements are counted, and on SQLite the steps of its machine in
them: a figure of how much a page reads that no other work on the computer can change. PostgreSQL needs an empty
database.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, func, select, text

if __name__ == "__main__":  # started as a file: the folder above holds the package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.copying import copy_school
from bench.people import Place, add_school, visitors_of
from bench.site import database_option, site
from care.maintenance import maintain
from core.clock import local_day, now, school_year
from core.database import Base, db
from pledges.commands.erasing import ErasedList

Figures = dict[str, Any]
Request = Callable[[], int]
LARGEST = 8
"""Tables that are named in the table of rows."""


def main(arguments: list[str] | None = None) -> int:
    args = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that gigabytes in a temporary folder go
    result: Figures = {"pupils": args.pupils, "database": args.database, "upkeep": args.upkeep, "sizes": []}
    for years in args.years:
        with tempfile.TemporaryDirectory(prefix="netjes-grow-") as folder, site(Path(folder), args.database) as app:
            result["sizes"] += list(grow(app, args, years))
    print(tables(result))
    if args.out:
        Path(args.out).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    numbers = lambda words: sorted(int(word) for word in words.split(","))  # noqa: E731
    p = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    p.add_argument("--schools", type=numbers, default=[1, 10, 50])
    p.add_argument("--years", type=numbers, default=[1, 10])
    p.add_argument("--pupils", type=int, default=250, help="of a school")
    p.add_argument("--classes", type=int, default=10, help="of a school")
    p.add_argument("--rounds", type=int, default=15, help="times that each page is measured")
    p.add_argument("--upkeep", action="store_true", help="what is due to go has gone")
    p.add_argument("--seed", type=int, default=1)
    check = database_option(p)
    p.add_argument("--out", help="write all figures to this JSON file")
    args = p.parse_args(arguments)
    check(args)
    return args


def grow(app: Flask, args: argparse.Namespace, years: int) -> Iterator[Figures]:
    """Figures of the empty installation and at each number of schools."""
    rng = random.Random(args.seed)
    running = school_year(local_day(now()))
    told = range(running - years + 1, running + 1)
    with app.app_context():
        empty = add_school(db.session, "Leeg", args.classes, args.pupils, [], running, rng)
        small = size()
    first: Place | None = None
    yield {"schools": 0, "years": 0, **small, "empty": pages(app, empty, args.rounds)}
    for number in range(1, max(args.schools) + 1):
        began = time.perf_counter()
        with app.app_context():
            if first is None:
                first = add_school(db.session, "Vol", args.classes, args.pupils, told, running, rng)
                if args.upkeep:
                    erased = ErasedList(app.extensions["settings"].instance_path / "erased.jsonl")
                    maintain(db.session, app.extensions["seals"], erased, at=now())
            else:
                with db.engine.begin() as connection:
                    copy_school(connection, first.school, number)
        if number in args.schools:
            print(f"{number} x {years} years; the last in {time.perf_counter() - began:.0f} s", file=sys.stderr)
            with app.app_context():
                _analyse()
                large = size()
            found = {"empty": pages(app, empty, args.rounds), "full": pages(app, first, args.rounds)}
            yield {"schools": number, "years": years, **large, **found}


def _analyse() -> None:
    """Tell the planner what is in the tables now, as the servers do by themselves in time."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def size() -> Figures:
    """Megabytes of the database, and rows by table."""
    rows = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
    if db.engine.dialect.name == "postgresql":
        taken = db.session.scalar(text("SELECT pg_database_size(current_database())"))
    else:
        pages_of = [db.session.scalar(text(f"PRAGMA {what}")) for what in ("page_count", "page_size")]
        taken = pages_of[0] * pages_of[1]
    db.session.commit()
    return {"MB": float(taken) / 1e6, "rows": rows}


def pages(app: Flask, place: Place, rounds: int) -> dict[str, Figures]:
    """Page → its time in units of ``/healthz`` (median of paired rounds), milliseconds, statements and kilobytes."""
    requests, hello = visitors_of(app, place)
    with app.app_context():
        engine = db.engine
    found: dict[str, Figures] = {}
    for name, request in requests.items():
        request()
        with counted(engine) as done:
            kilobytes = request() / 1000
        for _ in range(3):
            request(), hello()
        pairs = [(_seconds(request), statistics.median(_seconds(hello) for _ in range(5))) for _ in range(rounds)]
        found[name] = {
            "units": statistics.median(one / unit for one, unit in pairs),
            "ms": 1000 * statistics.median(one for one, _ in pairs),
            "statements": done.statements,
            "steps": done.steps,
            "kB": kilobytes,
        }
    return found


def _seconds(request: Request) -> float:
    began = time.perf_counter()
    request()
    return time.perf_counter() - began


class Done:
    """Statements, and on SQLite the steps that its machine took, to the hundred."""

    statements = steps = 0

    def statement(self, _connection: Any, cursor: Any, *_: Any) -> None:
        self.statements += 1
        if isinstance(getattr(cursor, "connection", None), sqlite3.Connection):
            cursor.connection.set_progress_handler(self.hundred, 100)

    def hundred(self) -> int:
        self.steps += 100
        return 0


@contextmanager
def counted(engine: Engine) -> Iterator[Done]:
    """What the database did until the block ends."""
    done = Done()
    event.listen(engine, "before_cursor_execute", done.statement)
    try:
        yield done
    finally:
        event.remove(engine, "before_cursor_execute", done.statement)
        engine.dispose()  # the connections would go on counting


def tables(result: Figures) -> str:
    """The figures to read."""
    base = result["sizes"][0]
    names = list(base["empty"])
    lines = [
        f"{result['pupils']} pupils a school, {result['database']}. x the empty school's in the empty database",
        "(statements, thousands of SQLite's steps).",
        "",
        "| schools | years | MB | pages of | " + " | ".join(names) + " |",
        "|---:|---:|---:|---|" + "---:|" * len(names),
    ]
    for one in result["sizes"]:
        for whose in ("empty", "full"):
            if whose in one:
                cells = [_cell(one[whose][name], base["empty"][name]) for name in names]
                lines.append(f"| {one['schools']} | {one['years']} | {one['MB']:.0f} | {whose} | {' | '.join(cells)} |")
    last = max(result["sizes"], key=lambda one: sum(one["rows"].values()))
    largest = sorted(last["rows"].items(), key=lambda pair: -pair[1])[:LARGEST]
    lines += ["", f"Most rows at {last['schools']} schools, {last['years']} years: "]
    lines[-1] += ", ".join(f"{name} {rows:,}" for name, rows in largest)
    return "\n".join(lines) + "\n"


def _cell(found: Figures, base: Figures) -> str:
    work = f"; {found['steps'] / 1000:.1f}" if found["steps"] else ""
    return f"{found['units'] / base['units']:.2f} ({found['statements']}{work})"


if __name__ == "__main__":
    sys.exit(main())
