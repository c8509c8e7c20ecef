"""Is the process alive, and is it ready to serve?"""

from __future__ import annotations

from flask import Blueprint, Response, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.database import db
from core.stamp import stamped

health = Blueprint("health", __name__)


@health.get("/healthz")
@stamped("public")
def alive() -> Response:
    """200 as long as the process answers."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
@stamped("public")
def ready() -> Response:
    """200 when the database answers and the content is loaded, else 503."""
    try:
        db.session.execute(text("SELECT 1 FROM school LIMIT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return Response("database\n", 503, mimetype="text/plain")
    if not current_app.extensions.get("content_ready"):
        return Response("content\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
