"""Every page of every role in the demo, found by its links: nothing for axe in any way of looking, and it fits."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

import app as roof
from core.clock import now
from core.database import db
from core.settings import load
from school.commands.invitations import join
from school.commands.team import invite_board
from school.homes import home
from school.models import School
from school.rules.second_step import code_at
from tests.browser import accessible, fits
from tests.process import served
from tests.stories.standard import departures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Way(NamedTuple):
    """A way of looking. ``scale`` is how many dots of the screen make one pixel of the page."""

    name: str
    width: int
    scheme: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"
    height: int = 800
    scale: int = 1


WAYS = (
    Way("light", 1366, "light"),
    Way("dark", 320, "dark"),
    Way("forced colours", 320, "light", "active"),
    Way("400 % zoom of 1280 × 1024", 320, "light", height=256, scale=4),
)
STARTS = {
    "anonymous": ("/", "/leerkracht", "/controle", "/ontwerp", "/nergens"),
    "pupil": ("/thuis", "/afspraken", "/akte", "/praatkaart", "/wat-weet-deze-site", "/meting", "/opfrisser"),
    "teacher": ("/klassen", "/account", "/voorbeeld/lessen", "/voorbeeld/vragen", "/lesgids/doorsturen"),
    "administrator": ("/klassen", "/beheer/protocol", "/beheer/team", "/beheer/belofte"),
    "board": ("/bestuur", "/account"),
}
FEWEST = {"anonymous": 8, "pupil": 20, "teacher": 35, "administrator": 40, "board": 15}
"""Kinds of pages that each role must reach; fewer means that links were lost."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of a running demo, and the accounts of its first school."""
    instance: Path = tmp_path_factory.mktemp("demo")
    with served(instance) as site:
        accounts = json.loads((instance / "demo-accounts.json").read_text(encoding="utf-8"))["schools"][0]
        accounts["staff"].append(board_member(instance))
        yield site.address, accounts


def board_member(instance: Path) -> dict[str, Any]:
    """The account of a board member of all demo schools; the demo itself has none."""
    account = {
        "role": "board",
        "email": "bestuur@example.org",
        "password": "vijver lantaarn zadel mus",
        "totp_secret": "",
    }
    site = roof.create_app(load({}, INSTANCE_PATH=instance, LOG_LEVEL="ERROR"))
    with site.app_context():
        schools = db.session.scalars(select(School.id)).all()
        invited = invite_board(
            db.session, school_ids=schools, name="Bestuur", email=account["email"], actor="operator", at=now()
        )
        join(db.session, code=invited.code, passphrase=account["password"], dutch=(), at=now())
        db.engine.dispose()
    return account


def sign_in(page: Page, role: str, accounts: dict[str, Any]) -> None:
    """Sign in as the first of that role."""
    if role == "pupil":
        group = accounts["classes"][0]
        page.goto("/")
        page.locator("[name=code]").fill(group["code"])
        page.locator("button.doe").first.click()
        page.get_by_role("button", name=group["pupils"][0]["name"], exact=True).click()
        for picture in group["pupils"][0]["secret"]:
            page.locator(f"button[name=picture][value={picture}]").click()
        page.wait_for_url("**/thuis")
    elif role != "anonymous":
        one = next(person for person in accounts["staff"] if person["role"] == role)
        page.goto("/leerkracht")
        page.locator("[name=email]").fill(one["email"])
        page.locator("[name=password]").fill(one["password"])
        page.locator("button.doe").click()
        if one["totp_secret"]:
            page.locator("[name=code]").fill(code_at(one["totp_secret"], now()))
            page.locator("button.doe").click()
        page.wait_for_url(f"**{home(role)}")


def kinds(page: Page, site: Flask, starts: tuple[str, ...]) -> dict[str, str]:
    """Every kind of page that links lead to from ``starts``: endpoint → an address of it."""
    adapter = site.url_map.bind("localhost")
    found: dict[str, str] = {}
    queue = deque(starts)
    while queue:
        path = queue.popleft()
        try:
            endpoint, values = adapter.match(urlsplit(path).path, method="GET")
        except HTTPException:
            endpoint, values = path, {}
        kind = " ".join([endpoint, *(str(values[name]) for name in ("name", "audience", "who") if name in values)])
        kind += " of one school" * ("school=" in urlsplit(path).query)
        if kind in found or endpoint == "static" or "kind" in values:
            continue
        reply = page.request.get(path)
        if "html" not in reply.headers.get("content-type", ""):
            continue
        found[kind] = path
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)', reply.text()):
            queue.append(link.replace("&amp;", "&"))
    return found


@pytest.mark.parametrize("role", STARTS)
def test_every_page_in_every_way(browser: Browser, app: Flask, demo: tuple[str, dict[str, Any]], role: str) -> None:
    address, accounts = demo
    first = browser.new_context(base_url=address, locale="nl-NL")
    page = first.new_page()
    sign_in(page, role, accounts)
    found = kinds(page, app, STARTS[role])
    assert len(found) >= FEWEST[role], sorted(found)
    wrong = departures(page, found.values())
    state = first.storage_state()
    first.close()
    for way in WAYS:
        context = browser.new_context(
            base_url=address, locale="nl-NL", storage_state=state, viewport={"width": way.width, "height": way.height},
            color_scheme=way.scheme, forced_colors=way.forced, device_scale_factor=way.scale,
        )  # fmt: skip
        page = context.new_page()
        for kind, path in found.items():
            page.goto(path)
            for look in (accessible, fits, leaves_room):
                wrong += _found(look, page, f"{kind} {path} ({way.name})")
        context.close()
    assert not wrong, "\n".join(wrong)


def leaves_room(page: Page) -> None:
    """Fail when bars that stay in sight while scrolling take more than half of the window."""
    taken = page.evaluate(
        """() => [...document.querySelectorAll("body *")].reduce((taken, element) => {
          const { position, top, bottom } = getComputedStyle(element);
          const stays = position === "fixed" || (position === "sticky" && (top !== "auto" || bottom !== "auto"));
          return taken + (stays ? element.getBoundingClientRect().height : 0);
        }, 0) / innerHeight"""
    )
    assert taken <= 0.5, f"{page.url}: bars take {taken:.0%} of a window of {page.viewport_size}"


def _found(look: Callable[[Page], None], page: Page, where: str) -> list[str]:
    try:
        look(page)
    except AssertionError as error:
        return [f"{where}: {str(error)[:600]}"]
    return []
