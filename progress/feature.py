"""Registers what the progress feature adds to the site."""

from __future__ import annotations

from flask import Flask

import progress.models  # noqa: F401 - its tables
from progress.holidays import published
from progress.views import holidays


def init(app: Flask) -> None:
    """Read the holidays, so that a fault in them stops the start."""
    published()
    app.register_blueprint(holidays)
