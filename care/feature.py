"""Registers what the care feature adds to the site."""

from __future__ import annotations

from flask import Flask

from care.cli import register_commands
from care.views import of_child  # noqa: F401 - hangs its views on the blueprint
from care.views.own import care as pages


def init(app: Flask) -> None:
    """Pages about what the site knows of a child, and the operator's commands."""
    app.register_blueprint(pages)
    register_commands(app)
