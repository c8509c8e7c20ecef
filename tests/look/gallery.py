"""Photographs twelve key pages of the demo in four sizes, light and dark, Dutch and English, for docs/gallery.

    .venv/bin/python -m tests.look.gallery

Each sheet shows a page eight times, so that every size is seen light and dark and in both languages. It is no test:
somebody looks at the sheets after a change of the looks.
"""

from __future__ import annotations

import base64
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import launch
from tests.process import ROOT, served

FOLDER = ROOT / "docs" / "gallery"
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "laptop": (1366, 768), "digibord": (1920, 1080)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PUPIL, TEACHER = "Aylin", "marit@gsv.example"


@dataclass(frozen=True)
class Sheet:
    """One page: the name of its file, who looks at it and its address (``{class}`` is the teacher's class). With
    ``press``, that button is pressed there once and the sheet shows where it leads."""

    name: str
    who: Literal["pupil", "teacher"]
    path: str
    press: str = ""


SHEETS = (
    Sheet("home", "pupil", "/thuis"),
    Sheet("lesson", "pupil", "/les/vrienden"),
    Sheet("story", "pupil", "/les/fotos", "main form button.doe"),
    Sheet("simulation", "pupil", "/les/privacy/verder"),
    Sheet("quiz", "pupil", "/les/wachtwoorden/toets", ".voet form button.doe"),
    Sheet("promise", "pupil", "/belofte/p03"),
    Sheet("agreements", "pupil", "/afspraken"),
    Sheet("class", "teacher", "/klas/{class}"),
    Sheet("mastery", "teacher", "/klas/{class}/afspraken"),
    Sheet("after", "teacher", "/klas/{class}/na/doorsturen"),
    Sheet("digibord", "teacher", "/klas/{class}/digibord"),
    Sheet("guide", "teacher", "/klas/{class}/lesgids/doorsturen"),
)


def take(folder: Path) -> None:
    """Write a sheet per page, and the picture of the README, to ``folder``. Raises RuntimeError without a browser."""
    with tempfile.TemporaryDirectory(prefix="netjes-gallery-") as instance, sync_playwright() as playwright:
        browser = launch(playwright)
        if isinstance(browser, str):
            raise RuntimeError(browser)
        with served(Path(instance)) as site:
            accounts = json.loads((Path(instance) / "demo-accounts.json").read_text(encoding="utf-8"))["schools"][0]
            doors = {"pupil": _pupil(browser, site.address, accounts)}
            doors["teacher"] = _teacher(browser, site.address, accounts)
            front: list[Shot] = []
            for sheet in SHEETS:
                cookies, place = doors[sheet.who]
                path = sheet.path.replace("{class}", place)
                if sheet.press:
                    path = _press(browser, site.address, cookies, path, sheet.press)
                shots = list(_shots(browser, site.address, cookies, path))
                (folder / f"{sheet.name}.jpg").write_bytes(_mount(browser, shots))
                front += [("", data) for words, data in shots if (sheet.name, words) in FRONT]
            (folder / "front.jpg").write_bytes(_mount(browser, front))
        browser.close()


FRONT = {("home", "phone, light, nl"), ("story", "tablet, light, nl"), ("quiz", "phone, dark, en")} | {
    ("class", "laptop, dark, nl"), ("digibord", "digibord, light, en")
}  # fmt: skip
"""What the picture at the top of the README shows."""

Door = tuple[list[Any], str]
"""The cookies of somebody signed in, and the key of the class."""


def _pupil(browser: Browser, address: str, accounts: dict[str, Any]) -> Door:
    context, page = _window(browser, address)
    group = accounts["classes"][0]
    secret = next(one["secret"] for one in group["pupils"] if one["name"] == PUPIL)
    page.goto("/")
    page.locator("[name=code]").fill(group["code"])
    page.locator("button.doe").first.click()
    page.get_by_role("button", name=PUPIL, exact=True).click()
    for picture in secret:
        page.locator(f"button[name=picture][value={picture}]").click()
    page.wait_for_url("**/thuis")
    return list(context.cookies()), ""


def _teacher(browser: Browser, address: str, accounts: dict[str, Any]) -> Door:
    context, page = _window(browser, address)
    page.goto("/leerkracht")
    page.locator("[name=email]").fill(TEACHER)
    page.locator("[name=password]").fill(next(one["password"] for one in accounts["staff"] if one["email"] == TEACHER))
    page.locator("button.doe").click()
    page.wait_for_url("**/klassen")
    href = page.locator("main h2 a").first.get_attribute("href") or ""
    return list(context.cookies()), href.rsplit("/", 1)[1]


def _window(browser: Browser, address: str, **options: Any) -> tuple[BrowserContext, Page]:
    context = browser.new_context(base_url=address, locale="nl-NL", timezone_id="Europe/Amsterdam", **options)
    return context, context.new_page()


Shot = tuple[str, bytes]


def _press(browser: Browser, address: str, cookies: list[Any], path: str, button: str) -> str:
    """Where ``button`` on the page ``path`` leads."""
    context, page = _window(browser, address)
    context.add_cookies(cookies)
    page.goto(path)
    with page.expect_navigation():
        page.locator(button).first.click()
    found = page.url.removeprefix(address)
    context.close()
    return found


def _shots(browser: Browser, address: str, cookies: list[Any], path: str) -> Iterator[Shot]:
    """The page in every size and scheme; the language alternates so that each size is seen in both."""
    for number, (size, scheme) in enumerate(itertools.product(SIZES, SCHEMES)):
        language = ("nl", "en")[(number + number // 4) % 2]
        width, height = SIZES[size]
        context, page = _window(browser, address, viewport={"width": width, "height": height}, color_scheme=scheme)
        context.add_cookies(cookies)
        page.goto(f"/?lang={language}")
        page.goto(path)
        page.wait_for_load_state("networkidle")
        yield f"{size}, {scheme}, {language}", page.screenshot(type="png")
        context.close()


def _mount(browser: Browser, shots: list[Shot]) -> bytes:
    """One picture of all shots, each with its words under it."""
    figures = "".join(
        f'<figure><img src="data:image/png;base64,{base64.b64encode(data).decode()}">'
        f"<figcaption>{words}</figcaption></figure>"
        for words, data in shots
    )
    style = (
        "body{margin:0;padding:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-end;background:#e9e4da;"
        "font:13px sans-serif;width:1568px}figure{margin:0}img{height:430px;display:block;border:1px solid #999}"
    )
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.set_content(f"<style>{style}</style>{figures}")
    try:
        return page.screenshot(type="jpeg", quality=82, full_page=True)
    finally:
        page.close()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.jpg"):
        old.unlink()
    take(FOLDER)
    sys.stdout.write(f"{len(SHEETS)} sheets in {FOLDER}\n")
