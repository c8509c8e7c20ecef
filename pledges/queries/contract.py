"""The contract as one class has it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.catalog import contract_for
from agreements.contract import Contract
from pledges.models import ClassPromise
from pledges.rules.class_promise import with_class_promise


def contract_of_class(session: Session, school_id: int, class_id: int | None) -> Contract:
    """The school's contract, with the promise that this class made itself where there is one."""
    contract = contract_for(session, school_id)
    words = session.scalars(select(ClassPromise.words).where(ClassPromise.class_id == class_id)).first()
    return with_class_promise(contract, words) if words else contract
