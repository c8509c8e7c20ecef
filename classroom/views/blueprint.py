"""The group of pages of this feature; the modules beside this one hang their views on it."""

from __future__ import annotations

from flask import Blueprint

classroom = Blueprint("classroom", __name__)
