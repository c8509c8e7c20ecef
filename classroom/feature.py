"""Registers what the classroom adds to the site."""

from __future__ import annotations

from flask import Flask

import classroom.models  # noqa: F401 - its tables
from classroom.aims import aims
from classroom.cli import init_cli
from classroom.views import after, agreements, board, guide, home, live, own, pupil, reports, vote
from classroom.views.blueprint import classroom as blueprint
from classroom.views.filters import init_filters
from classroom.views.for_pupils import live_address, my_promises, own_questions, vote_open
from classroom.views.help import explain
from classroom.views.tryout import tryout

PAGES = (after, agreements, board, guide, home, live, own, pupil, reports, vote)
"""The modules whose views hang on the blueprint."""


def init(app: Flask) -> None:
    """The teacher's pages, and the words that their templates use."""
    aims()  # a fault in the file stops the start
    for one in (blueprint, explain, tryout):
        app.register_blueprint(one)
    init_filters(app)
    app.jinja_env.globals.update(
        live_address=live_address, vote_open=vote_open, own_questions=own_questions, my_promises=my_promises
    )
    init_cli(app)
