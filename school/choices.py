"""What a school chooses about the site itself: every name with its default, in one place."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from school.models import School

DEFAULTS: dict[str, Any] = {
    "check_page": True,  # strangers may check a certificate's code
    "agreements_public": False,  # the school's own wording may be read without signing in
    "class_in_name": True,  # certificates name the class
    "school_in_name": True,  # certificates name the school
    "promises_off": [],  # promises without a clause that this school leaves out
}


def choice(session: Session, school_id: int, name: str) -> Any:
    """What the school chose for ``name``, or the default. Raises KeyError for a name that does not exist."""
    default = DEFAULTS[name]
    school = session.get(School, school_id)
    return default if school is None else school.choices.get(name, default)
