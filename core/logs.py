"""Logs: one JSON line per request on standard output, with an id and without names, addresses typed or words."""

from __future__ import annotations

import logging
import time
from secrets import token_hex

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response


def init_logs(app: Flask, level: str) -> None:
    """Configure structlog and log every request of ``app`` by endpoint, never by query or body."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_frames,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=False,
    )
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id, g.began = token_hex(6), time.monotonic()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    structlog.get_logger().info(
        "request",
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        ms=round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
    )
    response.headers["X-Request-Id"] = g.get("request_id", "")
    structlog.contextvars.clear_contextvars()
    return response


def _only_frames(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Keep of a traceback where it happened; messages and variables may hold a child's words."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames, step = [], error.__traceback__
        while step is not None:
            frames.append(f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}")
            step = step.tb_next
        event["frames"] = frames[-8:]
    return event
