"""Registers what the care feature adds to the site."""

from __future__ import annotations

from flask import Flask

from care.cli import register_commands
from care.traces import leave_no_traces
from care.views import help as help_views
from care.views import of_child, site  # noqa: F401 - hang their views on the blueprint
from care.views.own import care as pages
from care.views.sound import init_soundness
from core.database import db


def init(app: Flask) -> None:
    """Pages about what the site knows of a child, help, the rules it keeps, and the operator's commands."""
    app.register_blueprint(pages)
    app.jinja_env.globals["help_post"] = help_views.help_post
    with app.app_context():
        leave_no_traces(db.engine)
    init_soundness(app)
    register_commands(app)
