"""Registers what the agreements feature adds to the site."""

from __future__ import annotations

from flask import Flask

import agreements.models  # noqa: F401 - its tables
from agreements import catalog
from agreements.checks import faults
from agreements.coverage import Course
from agreements.views import clause, publishing  # noqa: F401 - their routes
from agreements.views.manage import manage
from agreements.views.own import own
from agreements.views.pages import agreements as pages
from core.safe_html import stored


def init(app: Flask) -> None:
    """Read the shelf; blueprints of this feature.

    Two functions come from the floors above, which set them: ``app.extensions["course"]`` gives what lessons and
    banks say, ``app.extensions["pledges_held"]`` counts the pledges of a school per promise.
    """
    catalog.load(app.extensions["settings"].instance_path / "cache")
    app.jinja_env.filters["official"] = stored
    app.extensions.setdefault("content_checks", []).append(lambda: faults(catalog.shelf()))
    app.extensions.setdefault("course", Course)
    app.extensions.setdefault("pledges_held", lambda _school_id: {})
    for blueprint in (pages, manage, own):
        app.register_blueprint(blueprint)
