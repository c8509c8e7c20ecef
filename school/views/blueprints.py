"""The groups of pages of this feature; the modules beside this one hang their views on them."""

from __future__ import annotations

from flask import Blueprint

entrance = Blueprint("entrance", __name__)
"""Signing in and out, first run, joining the staff."""

people = Blueprint("people", __name__)
"""Classes, pupils, cards, colleagues."""

team = Blueprint("team", __name__)
"""The staff of a school, for its administrators."""

account = Blueprint("account", __name__)
"""The own account of a member of staff."""
