"""A damaged database serves nobody: the first request looks, and then every page says what to do."""

from __future__ import annotations

import threading

import structlog
from flask import Flask, Response, abort, request

from care.soundness import fault_of
from core.database import db

log = structlog.get_logger()
ALIVE = ("health.alive", "static")


def init_soundness(app: Flask) -> None:
    """Look at the database once per process, before its first page; 503 for everything when it is damaged.

    A start by ``run.py`` has looked already and refuses to start; this is for every other server.
    """
    looked = threading.Lock()
    verdict: list[str] = []

    def gate() -> Response | None:
        if not verdict:
            with looked:
                if not verdict:
                    verdict.append(fault_of(db.engine))
                    if verdict[0]:
                        log.error("damaged", fault=verdict[0])
        if verdict[0] and request.endpoint not in ALIVE:
            abort(503)
        return None

    app.before_request_funcs.setdefault(None, []).insert(0, gate)
