"""Registers what the pledges feature adds to the site."""

from __future__ import annotations

from random import SystemRandom

from flask import Flask

import pledges.models  # noqa: F401 - its tables
from core.settings import ROOT
from pledges.cli import register_commands
from pledges.seal.store import Seals
from pledges.views import certificate, check, choosing, home, of_class, of_school, own, signing, understanding
from pledges.views.blueprint import pledges as pages

PAGES = (own, understanding, choosing, signing, certificate, home, check, of_class, of_school)
"""The modules that hang their views on the blueprint."""


def init(app: Flask) -> None:
    """Blueprint, commands, and where keys and heads are."""
    app.jinja_env.globals["has_drawing"] = _drawings().__contains__
    app.extensions["seals"] = Seals.at(app.extensions["settings"].instance_path, SystemRandom())
    app.register_blueprint(pages)
    register_commands(app)


def _drawings() -> frozenset[str]:
    """Names of the drawings there are: a promise without one is shown without."""
    return frozenset(path.stem for path in (ROOT / "static" / "img" / "drawn").glob("*.svg"))
