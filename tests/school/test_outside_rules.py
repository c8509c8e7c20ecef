"""What is read of an account elsewhere, and what the operator's file may say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from school.outside import read_providers
from school.rules.outside import read

ENTREE = {
    "sub": "pairwise", "uid": "0f3c@dewilg.nl", "givenName": "Noor", "sn": "Canarievogel", "mail": "noor@dewilg.nl",
    "eduPersonAffiliation": ["student"], "nlEduPersonHomeOrganizationId": "11ZZ03",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "claims", "expected"),
    [
        ("entree", ENTREE, ("0f3c@dewilg.nl", "Noor", "pupil", "11zz03")),
        ("entree", {**ENTREE, "eduPersonAffiliation": "employee"}, ("0f3c@dewilg.nl", "Noor", "staff", "11zz03")),
        ("entree", {**ENTREE, "eduPersonAffiliation": "affiliate"}, ("0f3c@dewilg.nl", "Noor", "nobody", "11zz03")),
        ("entree", {"sub": "only"}, ("only", "", "nobody", "")),
        ("google", {"sub": "1", "given_name": "Noor", "hd": "DeWilg.nl"}, ("1", "Noor", "", "dewilg.nl")),
        ("microsoft", {"sub": "1", "given_name": "Noor", "tid": "T-1"}, ("1", "Noor", "", "t-1")),
        ("other", {"sub": "1", "given_name": "<b>No\u202eor"}, ("1", "<b>Noor", "", "")),
        ("other", {"sub": "1", "given_name": ["x"], "givenName": 7}, ("1", "", "", "")),
    ],
)  # fmt: skip
def test_what_is_read_of_an_account(kind: str, claims: dict[str, Any], expected: tuple[str, ...]) -> None:
    found = read(kind, claims)
    assert found is not None
    assert (found.subject, found.first_name, found.role, found.domain) == expected


def test_an_account_without_a_subject_is_nobody() -> None:
    assert read("entree", {"givenName": "Noor"}) is None
    assert read("other", {"sub": 7}) is None


def test_the_file_of_providers_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "single-sign-on.json"
    assert read_providers(path) == ()
    one = {"name": "google", "kind": "google", "label": "Google", "issuer": "https://accounts.google.com",
           "client_id": "a", "client_secret": "b"}  # fmt: skip
    path.write_text(json.dumps([one]))
    assert read_providers(path)[0].people == "both"
    assert "b'" not in repr(read_providers(path)[0])
    for fault in ({"issuer": "http://elsewhere.example"}, {"name": "../x"}, {"secret": "typo"}, {"kind": "saml"}):
        path.write_text(json.dumps([{**one, **fault}]))
        with pytest.raises(ValidationError):
            read_providers(path)
