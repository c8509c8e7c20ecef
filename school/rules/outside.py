"""What an account elsewhere says about a person, read per kind of provider.

Taken are: who (a subject that means nothing elsewhere), a first name to greet with, and whether it is a pupil or a
member of staff. Everything else a provider sends (surname, e-mail address, picture, number) is not even looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.safe_html import plain

KINDS = ("entree", "google", "microsoft", "other")

AFFILIATION = {"student": "pupil", "employee": "staff", "staff": "staff", "faculty": "staff"}
"""eduPersonAffiliation of Entree Federatie; ``affiliate`` (a parent, a guest) is nobody here."""


@dataclass(frozen=True)
class Outsider:
    """A person as a provider describes them. ``role``: pupil, staff, nobody, or empty where it does not say."""

    subject: str
    first_name: str
    role: str = ""
    domain: str = ""
    """The organisation that the account belongs to: a Workspace domain, a tenant, a BRIN."""


def read(kind: str, claims: Mapping[str, Any]) -> Outsider | None:
    """The person in ``claims``; None where they hold no subject."""
    subject = _text(claims.get("uid") if kind == "entree" else None) or _text(claims.get("sub"))
    if not subject:
        return None
    name = _text(claims.get("given_name")) or _text(claims.get("givenName"))
    return Outsider(subject[:255], plain(name)[:40].strip(), _role(kind, claims), _domain(kind, claims))


def _role(kind: str, claims: Mapping[str, Any]) -> str:
    if kind != "entree":
        return ""
    said = claims.get("eduPersonAffiliation") or claims.get("edu_person_affiliation") or ""
    roles = {AFFILIATION.get(_text(one).casefold(), "nobody") for one in (said if isinstance(said, list) else [said])}
    if "staff" in roles:
        return "staff"  # somebody who works at the school and follows a course there is staff
    return "pupil" if "pupil" in roles else "nobody"


def _domain(kind: str, claims: Mapping[str, Any]) -> str:
    name = {"entree": "nlEduPersonHomeOrganizationId", "google": "hd", "microsoft": "tid"}.get(kind, "")
    return _text(claims.get(name)).casefold()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
