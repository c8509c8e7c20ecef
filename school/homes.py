"""Where each role begins. The pages themselves belong to features above this one, so only their addresses are here."""

from __future__ import annotations

HOMES = {"pupil": "/thuis", "teacher": "/klassen", "administrator": "/klassen", "board": "/bestuur"}


def home(role: str) -> str:
    """The first page of a role; the front page for visitors."""
    return HOMES.get(role, "/")
