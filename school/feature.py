"""Registers what the school feature adds to the site."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask, g
from flask_babel import format_date, format_datetime

from core.clock import SCHOOL_ZONE, local_day
from core.settings import Settings, secret
from school.access import ANONYMOUS
from school.cli import register_commands
from school.rules.names import order
from school.sealed import Sealer
from school.secrets import share_places
from school.views import BLUEPRINTS, display, kept
from school.views.outside_clients import init_outside


def init(app: Flask) -> None:
    """Blueprints and commands of this feature."""
    settings: Settings = app.extensions["settings"]
    share_places(settings.instance_path / "cache")
    app.extensions["sealer"] = Sealer(secret(settings, "sealer"))
    init_outside(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.filters["name_order"] = order
    app.jinja_env.filters.update(on_day=_on_day, on_moment=_on_moment)
    kept.init_kept(app)
    display.init_display(app)
    app.context_processor(lambda: _demo(settings))
    app.context_processor(lambda: {"outside_providers": tuple(app.extensions["outside"].providers.values())})
    register_commands(app)


def _on_day(day: date) -> str:
    """A day, or the day of a moment at school, in words of the reader's language."""
    return str(format_date(local_day(day) if isinstance(day, datetime) else day, "d MMMM yyyy"))


def _on_moment(moment: datetime) -> str:
    """A moment at school with its day, hour and minute."""
    return str(format_datetime(moment.astimezone(SCHOOL_ZONE), "d MMMM yyyy HH:mm", rebase=False))


def _demo(settings: Settings) -> dict[str, Any]:
    visitor = g.get("visitor", ANONYMOUS)
    return {"demo": visitor.demo if visitor.signed_in else settings.demo}
