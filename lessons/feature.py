"""Registers what the lessons add to the site."""

from __future__ import annotations

from flask import Flask

import lessons.models  # noqa: F401 - its tables
from lessons import catalog, prose
from lessons.cli import init_cli
from lessons.facts import facts_of
from lessons.views import running
from lessons.views.flash import flash
from lessons.views.home import home
from lessons.views.plans import if_then_plan
from lessons.views.player import lessons as player
from lessons.views.preview import preview
from quizzes import catalog as banks


def init(app: Flask) -> None:
    """Read the modules, tell the questions about them, hang up the pages and the command."""
    course = catalog.load(app.extensions["settings"].instance_path / "cache")
    banks.register(facts_of(module) for module in course.modules.values())
    app.jinja_env.globals.update(inline=running.inline, prose=running.prose)
    app.jinja_env.filters["bare"] = prose.bare
    app.jinja_env.globals["if_then_plan"] = if_then_plan
    for pages in (home, player, flash, preview):
        app.register_blueprint(pages)
    init_cli(app)
