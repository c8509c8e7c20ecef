"""Registers what the progress feature adds to the site."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

import progress.models  # noqa: F401 - its tables
from core.clock import local_day, school_year
from core.marked import N_
from progress.holidays import published
from progress.queries import breaks_of_year
from progress.views import holidays
from school.models import School
from school.queries.august import Step


def init(app: Flask) -> None:
    """Read the holidays, so that a fault in them stops the start."""
    published()
    app.register_blueprint(holidays)
    app.extensions.setdefault("august", []).append(_holidays_known)


def _holidays_known(session: Session, school_id: int, at: datetime) -> Step:
    """A line of the administrator's list for August."""
    region = session.get_one(School, school_id).region
    found, _own = breaks_of_year(session, school_id, region, school_year(local_day(at)))
    return Step(N_("De schoolvakanties zijn bekend"), bool(found), "holidays.page")
