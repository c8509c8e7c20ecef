"""Static files: found without a session, kept for a year under an address that changes with them."""

from __future__ import annotations

import re

import pytest

from tests.world import World


@pytest.fixture
def start(world: World) -> str:
    assert world.app is not None
    return world.app.test_client().get("/").text


def test_what_a_browser_asks_on_its_own_begins_no_session(world: World) -> None:
    assert world.app is not None
    with world.app.test_client().get("/favicon.ico") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert "Set-Cookie" not in answer.headers


def test_styles_are_compressed_and_kept_for_a_year(world: World, start: str) -> None:
    assert world.app is not None
    address = re.findall(r'rel="stylesheet" href="([^"]+)"', start)[0]
    with world.app.test_client().get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"] and "max-age=31536" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
