"""In which order a class does its modules."""

from __future__ import annotations

from sqlalchemy.orm import Session

from classroom import catalog
from lessons.queries import shown_modules


def order_of(session: Session, class_id: int) -> list[str]:
    """The modules that the class sees, in its order; all of the course when everything is hidden."""
    shown = [module.slug for module in shown_modules(session, class_id)]
    return shown or [module.slug for module in catalog.modules()]
