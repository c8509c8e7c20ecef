"""Every address of the classroom tried by every role, as a real request: what is not yours is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from classroom.models import LiveLesson
from core.database import db, writing
from school.models import Staff
from tests.world import World

OURS = ("classroom.", "explain.", "tryout.")
ROLES = {
    "public": {"", "noor", "samira", "bakker", "board", "els"},
    "lesson.do": {"noor"},
    "preview.see": {"samira", "bakker", "els"},
    "class.see": {"samira", "bakker", "els"},
    "class.manage": {"samira", "bakker", "els"},
    "school.see": {"bakker"},
    "board.see": {"board"},
}
"""Permission → who of the cast reaches it; what names groep 7 is not there for juf Els of the other school."""

QUERY = "?les=doorsturen&leerling={pupil}&namen=1"
GIVEN = {"slug": "doorsturen", "step_id": "s2", "name": "klas", "kind": "csv", "who": "leerling"}


@pytest.fixture
def cast(world: World) -> World:
    """With a member of a board, and without tokens of forms: what is left are the roles."""
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        row = Staff(
            school_id=world.ids["gsv-school"], name="board", email="board@x.example", role="board", password_hash="x",
            created_at=db.session.get_one(Staff, world.ids["samira"]).created_at,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        world.ids["board"] = row.id
    return world


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(OURS))


def address(world: World, rule: Rule) -> str:
    found = rule.rule
    for name in rule.arguments:
        value = {
            "class_key": world.keys["groep7"], "pupil_key": world.keys["noor"],
            "name": "overzicht" if rule.rule.startswith(("/school", "/bestuur")) else "klas",
        }.get(name, GIVEN.get(name, "onbekend"))  # fmt: skip
        found = found.replace(f"<{name}>", value)
    return found + QUERY.format(pupil=world.keys["noor"])


@pytest.mark.parametrize("who", ["", "noor", "samira", "bakker", "els", "bo", "board"])
def test_each_role_opens_its_own_pages_and_no_other(cast: World, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = cast.app
    assert app is not None
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    client, wrong = cast.browser(who), []
    for rule in rules(app):
        permission: str = getattr(app.view_functions[rule.endpoint], "needs", "")
        teacher = "samira" if who == "bo" else who
        allowed = teacher in ROLES[permission] and not ("class_key" in rule.arguments and who in ("els", "bo"))
        for verb in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if allowed and verb == "POST":
                continue  # what may be sent is for the tests of each form
            answer = client.open(address(cast, rule), method=verb, headers={"X-Partial": "1"})
            fine = answer.status_code in ((200, 302, 303) if allowed else (302, 401, 404))
            if allowed and "onbekend" in address(cast, rule):
                fine = answer.status_code == 404
            named = any(
                f">{name}<" in answer.get_data(as_text=True) for name in ("Tygo", "Noor") if name.lower() != who
            )
            if not fine or (named and not allowed):
                wrong.append(f"{verb} {rule.rule} ({permission}): {answer.status_code} for {who or 'nobody'}")
    assert not wrong, "\n".join(wrong)
    with app.app_context():
        assert db.session.query(LiveLesson).count() == 0
