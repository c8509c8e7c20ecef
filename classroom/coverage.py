"""What lessons, banks and pledges say about the agreements, gathered for the floor below that cannot read them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agreements.catalog import base_clause, contract_for, shelf
from agreements.coverage import Course, report
from lessons.catalog import modules
from pledges.models import Pledge
from pledges.rules.states import STANDING
from quizzes.catalog import shelf as banks


def course() -> Course:
    """Agreements with the clauses they cite, steps and items with their agreements, over all modules there are.

    Each agreement cites its own clause of the base too, so that a protocol that is like the base takes part.
    """
    base = shelf().base.by_id
    cited, steps = {}, {}
    for module in modules():
        for agreement in module.agreements:
            own = base_clause(module.slug, agreement.id)
            cited[module.slug, agreement.id] = (*agreement.sources, *([own] if own in base else []))
        for step in module.steps:
            steps[f"{module.slug}/{step.id}"] = [(module.slug, name) for name in step.agreements]
    items = {item.id: (slug, item.agreement) for slug, bank in banks().banks.items() for item in bank.items}
    return Course(cited, steps, items)


def coverage() -> dict[str, Any]:
    """Coverage of every shipped protocol, the base included, as data for JSON."""
    return report(shelf().everything.values(), course(), shelf().contract)


def pledges_held(session: Session, school_id: int, year: int) -> dict[str, int]:
    """Promise id → pledges of this school year that stand on what the promise means now."""
    now = {promise.id: promise.meaning for promise in contract_for(session, school_id).promises}
    rows = session.execute(
        select(Pledge.promise, Pledge.meaning, func.count())
        .where(Pledge.school_id == school_id, Pledge.year == year, Pledge.state.in_(list(STANDING)))
        .group_by(Pledge.promise, Pledge.meaning)
    )
    return {promise: count for promise, meaning, count in rows if now.get(promise) == meaning}
