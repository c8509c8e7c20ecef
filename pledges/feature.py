"""Registers what the pledges feature adds to the site."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from flask import Flask
from sqlalchemy.orm import Session

import pledges.models  # noqa: F401 - its tables
from agreements.catalog import contract_for
from core.marked import N_
from core.settings import ROOT
from pledges.cli import register_commands
from pledges.queries.of_school import school_side
from pledges.seal.store import Seals
from pledges.views import certificate, check, choosing, home, of_class, of_school, own, signing, understanding
from pledges.views.blueprint import pledges as pages
from school.queries.august import Step

PAGES = (own, understanding, choosing, signing, certificate, home, check, of_class, of_school)
"""The modules that hang their views on the blueprint."""


def init(app: Flask) -> None:
    """Blueprint, commands, and where keys and heads are."""
    app.jinja_env.globals["has_drawing"] = _drawings().__contains__
    app.extensions["seals"] = Seals.at(app.extensions["settings"].instance_path, SystemRandom())
    app.register_blueprint(pages)
    register_commands(app)
    app.extensions.setdefault("august", []).append(_school_signed)


def _school_signed(session: Session, school_id: int, _at: datetime) -> Step:
    """A line of the administrator's list for August."""
    side = school_side(session, school_id, contract_for(session, school_id).version)
    return Step(N_("De school heeft haar beloften getekend"), side is not None, "pledges.of_school")


def _drawings() -> frozenset[str]:
    """Names of the drawings there are: a promise without one is shown without."""
    return frozenset(path.stem for path in (ROOT / "static" / "img" / "drawn").glob("*.svg"))
