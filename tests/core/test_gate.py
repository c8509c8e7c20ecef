"""The gate, the headers and the ways a signed-in browser ends."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Clock
from tests.world import World


def test_health_needs_nobody(world: World) -> None:
    assert world.browser().get("/healthz").status_code == 200
    assert world.browser().get("/readyz").status_code == 200


def test_headers_forbid_everything_from_elsewhere(world: World) -> None:
    headers = world.browser().get("/healthz").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_a_browser_ends_after_idling(world: World, clock: Clock) -> None:
    from school.sign_in import PUPIL_IDLE, find

    browser = world.browser("noor")
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    from core.database import db

    assert world.app is not None
    with world.app.app_context():
        found = find(db.session, token, at=clock.at)
        assert found is not None and found.visitor.role == "pupil" and not found.ended
        found = find(db.session, token, at=clock.at + PUPIL_IDLE)
        assert found is not None and found.ended
        assert find(db.session, token, at=clock.at + timedelta(days=1)) is None
