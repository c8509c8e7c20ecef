"""The roof: puts the features together. Nothing imports it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from werkzeug.middleware.proxy_fix import ProxyFix

import agreements.catalog
import agreements.feature
import care.demo.feature
import care.feature
import classroom.feature
import core.audit
import lessons.feature
import pledges.feature
import progress.feature
import quizzes.feature
import school.feature
from agreements.views.visitor import settings_of_visitor
from core import errors, headers, languages, logs, metrics, web
from core.assets import init_assets
from core.database import Base, db, prepare_engine
from core.health import health
from core.host import ConfiguredHost
from core.look import init_look
from core.settings import Settings, load, prepare_instance, secret
from school import access, visitors

MEGABYTE = 1024 * 1024

FEATURES = (
    school.feature,
    agreements.feature,
    progress.feature,
    quizzes.feature,
    lessons.feature,
    pledges.feature,
    classroom.feature,
    care.feature,
    care.demo.feature,
)
"""Low floors first. A feature's ``init(app)`` registers its blueprints and commands and reads its content."""


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """The whole site. ``config`` overrides Flask's settings (tests).

    Raises core.settings.UnusableInstance when the instance folder cannot be used, core.content.ContentError when
    lessons, banks or protocols hold a fault.
    """
    settings = settings or load()
    prepare_instance(settings)
    app = Flask("app", static_folder=None)
    app.jinja_environment = web.Templates
    app.config.update(_config(settings), **config)
    app.extensions["settings"] = settings
    cache = settings.instance_path / "cache"
    logs.init_logs(app, settings.log_level)
    _database(app, settings)
    languages.init_languages(app, cache)
    visitors.init_visitors(app)
    web.init_web(app, settings_of_visitor)
    access.init_gate(app)
    errors.init_errors(app)
    headers.init_headers(app, secure=settings.secure)
    app.register_blueprint(health)
    metrics.init_metrics(app, settings)
    init_look(app)
    for feature in FEATURES:
        feature.init(app)
    app.extensions["protocol_choices"] = _protocols
    app.extensions["content_ready"] = True
    init_assets(app, cache)
    if settings.public_url:
        app.wsgi_app = ConfiguredHost(app.wsgi_app, settings.public_url)  # type: ignore[method-assign]
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _protocols() -> list[tuple[str, str]]:
    """(slug, name) of every protocol that a new school can choose, the shared base last."""
    return [(one.slug, one.name) for one in agreements.catalog.shelf().everything.values()]


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret(settings, "cookie"),
        "SESSION_COOKIE_NAME": "__Host-netjes" if settings.secure else "netjes",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "WTF_CSRF_TIME_LIMIT": None,  # the session's end is the limit; a slow reader must not lose an answer
        "WTF_CSRF_SSL_STRICT": False,  # it asks for a Referer, which our own policy leaves out
        "MAX_CONTENT_LENGTH": 6 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 1 * MEGABYTE,
        "MAX_FORM_PARTS": 500,
        "SQLALCHEMY_ENGINES": {"default": settings.database},
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _database(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    # There are no asynchronous sessions here; closing them would start an event loop after every request (0.9 ms).
    closing = [one for one in app.teardown_appcontext_funcs if one.__name__ != "_close_async_sessions"]
    app.teardown_appcontext_funcs = [_quietly(one) for one in closing]
    with app.app_context():
        prepare_engine(db.engine)
    migrating = create_engine(settings.database, poolclass=NullPool)
    if migrating.dialect.name == "sqlite":
        event.listen(migrating, "connect", _prepare_migration)
        event.listen(migrating, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True}
    Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=migrating)


def _quietly(close: Callable[[BaseException | None], Any]) -> Callable[[BaseException | None], None]:
    """``close``, after which the page is there even when the connection has broken since it was made."""

    def closing(error: BaseException | None) -> None:
        with contextlib.suppress(DBAPIError):
            close(error)

    return closing


def _prepare_migration(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # Batch mode rebuilds tables by dropping them; with foreign keys on, that deletes every child row.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA journal_mode=WAL")


__all__ = ["core", "create_app"]
