"""Registers what the school feature adds to the site."""

from __future__ import annotations

from typing import Any

from flask import Flask, g

from core.settings import Settings, secret
from school.access import ANONYMOUS
from school.cli import register_commands
from school.rules.names import order
from school.sealed import Sealer
from school.views import BLUEPRINTS, display, kept


def init(app: Flask) -> None:
    """Blueprints and commands of this feature."""
    settings: Settings = app.extensions["settings"]
    app.extensions["sealer"] = Sealer(secret(settings, "sealer"))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.filters["name_order"] = order
    kept.init_kept(app)
    display.init_display(app)
    app.context_processor(lambda: _demo(settings))
    register_commands(app)


def _demo(settings: Settings) -> dict[str, Any]:
    visitor = g.get("visitor", ANONYMOUS)
    return {"demo": visitor.demo if visitor.signed_in else settings.demo}
