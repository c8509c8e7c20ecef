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
from werkzeug.exceptions import HTTPException

from core.clock import now
from school.rules.second_step import code_at
from tests.browser import accessible, fits
from tests.process import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Way(NamedTuple):
    """A way of looking. 320 px wide is a phone, and 1280 px at 400 % zoom."""

    name: str
    width: int
    scheme: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"


WAYS = (Way("light", 1366, "light"), Way("dark", 320, "dark"), Way("forced colours", 320, "light", "active"))
STARTS = {
    "anonymous": ("/", "/leerkracht", "/controle", "/ontwerp", "/nergens"),
    "pupil": ("/thuis", "/afspraken", "/akte", "/praatkaart", "/wat-weet-deze-site", "/meting", "/opfrisser"),
    "teacher": ("/klassen", "/account", "/voorbeeld/lessen", "/voorbeeld/vragen", "/lesgids/doorsturen"),
    "administrator": ("/klassen", "/beheer/protocol", "/beheer/team", "/beheer/belofte"),
}
FEWEST = {"anonymous": 8, "pupil": 20, "teacher": 35, "administrator": 40}
"""Kinds of pages that each role must reach; fewer means that links were lost."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of a running demo, and the accounts of its first school."""
    instance: Path = tmp_path_factory.mktemp("demo")
    with served(instance) as site:
        accounts = json.loads((instance / "demo-accounts.json").read_text(encoding="utf-8"))["schools"][0]
        yield site.address, accounts


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
        page.wait_for_url("**/klassen")


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
    state = first.storage_state()
    first.close()
    wrong: list[str] = []
    for way in WAYS:
        context = browser.new_context(
            base_url=address, locale="nl-NL", storage_state=state, viewport={"width": way.width, "height": 800},
            color_scheme=way.scheme, forced_colors=way.forced,
        )  # fmt: skip
        page = context.new_page()
        for kind, path in found.items():
            page.goto(path)
            for look in (accessible, fits):
                wrong += _found(look, page, f"{kind} {path} ({way.name})")
        context.close()
    assert not wrong, "\n".join(wrong)


def _found(look: Callable[[Page], None], page: Page, where: str) -> list[str]:
    try:
        look(page)
    except AssertionError as error:
        return [f"{where}: {str(error)[:600]}"]
    return []
