"""The if-then plan a pupil made in a lesson, for pages of other features: ``if_then_plan(slug)`` in templates."""

from __future__ import annotations

from core.database import db
from core.web import say, school_settings
from lessons import catalog, queries
from lessons.steps.terugvertellen import OWN
from school.access import current


def if_then_plan(slug: str) -> str:
    """*Als …, dan …* in the words of the pupil who asks; empty where no plan was made."""
    made = queries.plan_of(db.session, current().pupil_id, slug) if current().pupil_id else None
    if made is None:
        return ""
    try:
        plan = catalog.module(slug, school_settings()).plan
    except catalog.NoSuchModule:
        return ""
    if plan is None:
        return ""
    chosen = next((option.text for option in plan.options if option.id == made.plan), None)
    second = made.plan_text if made.plan == OWN else say(chosen)
    return f"{say(plan.lead)} {second}" if second else ""
