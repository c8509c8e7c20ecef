"""Figures for Prometheus at ``/metrics``: off by default, for this machine only, and never about persons.

Labels are names of endpoints, methods and statuses: no address, id, key or name is ever one. All processes of one
instance folder count into files there, so that any of them answers for all; machines answer each for themselves.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import time
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import Engine, event
from werkzeug.wrappers import Response as AnyResponse

from core.database import db
from core.settings import Settings
from core.stamp import stamped

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via")
ANSWER = "INSERT INTO attempt_answer "


class Figures:
    """What is counted, in files under ``folder`` that the processes of this instance share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)
        _sweep(folder)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
        own = CollectorRegistry()
        self.requests = Counter("netjes_requests", "Requests answered", ("endpoint", "method", "status"), registry=own)
        self.durations = Histogram(
            "netjes_request_seconds", "Time to answer", ("endpoint",), registry=own, buckets=SECONDS
        )
        self.answers = Counter("netjes_answers_recorded", "Answers to questions, committed", registry=own)
        self.statements = Histogram(
            "netjes_database_statement_seconds", "Waiting for one statement", registry=own, buckets=SECONDS
        )
        self.lock = Histogram(
            "netjes_database_lock_seconds", "Waiting for the turn to write (SQLite)", registry=own, buckets=SECONDS
        )

    def text(self) -> bytes:
        """The figures of all processes, in Prometheus' text format."""
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(self.folder))  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def init_metrics(app: Flask, settings: Settings) -> None:
    """Count, and answer ``/metrics``, where METRICS is on; otherwise that address does not exist."""
    if not settings.metrics:
        return
    figures = Figures(settings.instance_path / "metrics")
    page = Blueprint("metrics", __name__)

    @page.get("/metrics")
    @stamped("public")
    def metrics() -> Response:
        """The figures, for this machine only: everybody else finds no such page."""
        if not _from_this_machine():
            abort(404)
        return Response(figures.text(), content_type=CONTENT_TYPE_LATEST)

    @app.after_request
    def count(response: AnyResponse) -> AnyResponse:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        figures.requests.labels(endpoint, method, str(response.status_code)).inc()
        if "began" in g:
            figures.durations.labels(endpoint).observe(time.monotonic() - g.began)
        return response

    app.register_blueprint(page)
    with app.app_context():
        _listen(db.engine, figures)


def _from_this_machine() -> bool:
    """True for a request that began on this machine: one that was handed on by a web server does not count as such."""
    before = request.environ.get("werkzeug.proxy_fix.orig", {}).get("REMOTE_ADDR", request.remote_addr)
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return all(ipaddress.ip_address(one or "").is_loopback for one in (request.remote_addr, before))
    except ValueError:
        return False


def _listen(engine: Engine, figures: Figures) -> None:
    """Time statements and count answers; an answer counts when its transaction is committed."""

    def before(connection: Any, *_: Any) -> None:
        connection.info["asked"] = time.perf_counter()

    def after(connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        took = time.perf_counter() - connection.info.pop("asked", time.perf_counter())
        (figures.lock if statement == "BEGIN IMMEDIATE" else figures.statements).observe(took)
        if statement.startswith(ANSWER):
            rows = len(parameters) if many else max(cursor.rowcount, 0)
            connection.info["answers"] = connection.info.get("answers", 0) + rows

    def committed(connection: Any) -> None:
        if answers := connection.info.pop("answers", 0):
            figures.answers.inc(answers)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "commit", committed)
    event.listen(engine, "rollback", lambda connection: connection.info.pop("answers", None))


def _sweep(folder: Path) -> None:
    """Begin at zero when no process that counted here lives: one that was replaced has counted for the others too."""
    files = list(folder.glob("*.db"))
    if not any(_lives(path) for path in files):
        for path in files:
            path.unlink(missing_ok=True)


def _lives(path: Path) -> bool:
    pid = path.stem.rpartition("_")[2]
    if os.name == "nt" or not pid.isdigit() or int(pid) == os.getpid():
        return False  # on Windows there is one process, and asking would end it
    with contextlib.suppress(ProcessLookupError):
        with contextlib.suppress(PermissionError):
            os.kill(int(pid), 0)
        return True
    return False
