"""Registers what the questions feature adds to the site."""

from __future__ import annotations

from flask import Flask

import quizzes.models  # noqa: F401 - its tables
from agreements import catalog as protocols
from core.content import Fault
from quizzes import catalog, linter
from quizzes.cli import init_cli
from quizzes.views.invitations import invitations
from quizzes.views.measurement import measurement
from quizzes.views.preview import preview
from quizzes.views.quiz import quiz
from quizzes.views.refresher import refresher


def init(app: Flask) -> None:
    """Read the banks; blueprints and checks of this feature.

    The modules report their facts later, when the floor above starts: ``quizzes.catalog.register``.
    """
    catalog.load(app.extensions["settings"].instance_path / "cache")
    for pages in (quiz, refresher, measurement, preview):
        app.register_blueprint(pages)
    app.jinja_env.globals["invitations"] = invitations
    init_cli(app)
    app.extensions.setdefault("content_checks", []).append(check_banks)


def check_banks() -> list[Fault]:
    """What is wrong in banks and forms, for ``check-content``."""
    shelf = protocols.shelf()
    clauses = {clause.id for protocol in shelf.everything.values() for clause in protocol.clauses}
    settings = {one.id: [variant.value for variant in one.variants] for one in shelf.settings.settings}
    known = linter.Known(catalog.shelf().facts, clauses, settings)
    return linter.check(catalog.shelf(), known)
