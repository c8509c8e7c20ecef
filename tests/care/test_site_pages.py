"""What the site says about itself to everybody: privacy, accessibility, where to report a leak; and damage."""

from __future__ import annotations

import html
from datetime import datetime
from pathlib import Path

import pytest

from care.inventory import INVENTORY
from care.rules.retention import BACKUPS_KEPT
from core.clock import now
from tests.world import World


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["/privacy", "/toegankelijkheid", "/wat-deze-site-belooft", "/hulp"])
def test_everybody_reads_it_in_their_language(world: World, path: str, language: str) -> None:
    for who in ("", "noor", "bakker"):
        page = world.browser(who).get(path, headers={"Accept-Language": language})
        assert page.status_code == 200 and f'lang="{language}"' in page.get_data(as_text=True)


def test_the_privacy_page_names_everything_that_is_kept(world: World) -> None:
    page = html.unescape(world.browser().get("/privacy").get_data(as_text=True))
    for one in INVENTORY:
        assert one.what in page and one.who in page and one.until in page
    assert f"hoogstens {BACKUPS_KEPT.days} dagen" in page


def test_security_txt_says_where_and_until_when(world: World) -> None:
    answer = world.browser().get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    lines = dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())
    assert lines["Contact"].endswith("/privacy#lek") and lines["Preferred-Languages"] == "nl, en"
    assert datetime.fromisoformat(lines["Expires"]) > now()
    assert 'id="lek"' in world.browser().get("/privacy").get_data(as_text=True)


def test_the_operator_may_put_an_own_security_txt(world: World) -> None:
    assert world.app is not None
    path: Path = world.app.extensions["settings"].instance_path / "security.txt"
    path.write_text("Contact: mailto:ict@school.example\n", encoding="utf-8")
    try:
        assert "ict@school.example" in world.browser().get("/.well-known/security.txt").get_data(as_text=True)
    finally:
        path.unlink()


def test_the_way_back_stays_on_this_site(world: World) -> None:
    page = world.browser().get("/hulp?terug=//evil.example/x").get_data(as_text=True)
    assert 'href="//evil' not in page


def test_help_stands_on_an_error_page_too(world: World) -> None:
    page = world.browser().get("/bestaat-niet")
    assert page.status_code == 404 and 'href="/hulp?terug=' in page.get_data(as_text=True)
