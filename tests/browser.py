"""A real browser for tests, the site on a port for it, and the accessibility check.

The browser, in order: BROWSER_PATH; chromium, chromium-browser or google-chrome on the PATH; Edge on Windows, Chrome
on macOS; Playwright's own, downloaded where that is possible. Where none is to be had the tests that need it are
skipped with the reason, and fail instead when REQUIRE_BROWSER=1.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Request, expect, sync_playwright
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# The default run of axe leaves WCAG 2.2 (target size) out, so the rules are named.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
PHONE, TABLET, LAPTOP, BOARD = (320, 640), (768, 1024), (1366, 768), (1920, 1080)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser per test process."""
    with sync_playwright() as playwright:
        found = launch(playwright)
        if isinstance(found, str):
            if REQUIRED:
                pytest.fail(found)
            pytest.skip(found)
        yield found
        found.close()


def launch(playwright: Playwright) -> Browser | str:
    """A running browser, or the reason why there is none."""
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    if path:
        return playwright.chromium.launch(executable_path=path)
    channel = {"win32": "msedge", "darwin": "chrome"}.get(sys.platform)
    if channel:
        try:
            return playwright.chromium.launch(channel=channel)
        except Error:
            pass  # not installed on this machine: try Playwright's own
    if not Path(playwright.chromium.executable_path).exists():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=300)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return "no browser: install chromium, or set BROWSER_PATH"
    return playwright.chromium.launch()


class Served:
    """The site for browsers, while a test is on: it knows whether somebody is still being answered."""

    def __init__(self, site: Flask) -> None:
        self.site, self.address = site, ""
        self._open, self._inside, self._change = False, 0, threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._enter():
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"between two tests"]
        try:  # read whole: a browser that goes away meanwhile must not leave an answer half given
            with closing(ClosingIterator(self.site(environ, start_response))) as answer:
                return [b"".join(answer)]
        finally:
            self._leave()

    def _enter(self) -> bool:
        with self._change:
            self._inside += self._open
            return self._open

    def _leave(self) -> None:
        with self._change:
            self._inside -= 1
            self._change.notify_all()

    def begin(self) -> None:
        """Answer whoever asks."""
        with self._change:
            self._open = True

    def rest(self) -> None:
        """Let nobody in and wait until everybody has been answered: the next test puts another database in the place of
        this one, and what a closing browser still asks may not reach it."""
        with self._change:
            self._open = False
            self._change.wait_for(lambda: self._inside == 0, timeout=10)


@pytest.fixture(scope="session")
def _server(site: Flask) -> Iterator[Served]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    served = Served(site)
    server = make_server("127.0.0.1", 0, served, threaded=True)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def address(app: Flask, _server: Served) -> Iterator[str]:
    """Where the site of this test answers. It is the same site as ``app``: one database, one clock."""
    _server.begin()
    yield _server.address
    _server.rest()


class Visit:
    """A browser window of its own. ``complaints`` holds script errors, refused content and requests to other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.complaints: list[str] = []
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", lambda message: self._heard(message.type, message.text))
        context.on("request", self._asked)
        self.page: Page = context.new_page()

    def _heard(self, kind: str, words: str) -> None:
        # A page that answers 4xx on purpose is not a fault of the page; the test looks at its status itself.
        if kind == "error" and "Failed to load resource" not in words:
            self.complaints.append(f"console: {words}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"foreign request: {request.url}")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """``visit(language=, size=, javascript=, **options)`` opens a window; complaints of any window fail the test.

    ``options`` go to Playwright's new_context: ``color_scheme="dark"``, ``reduced_motion="reduce"`` …
    """
    visits: list[Visit] = []

    def open_window(
        language: str = "nl", size: tuple[int, int] = LAPTOP, *, javascript: bool = True, **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            locale={"nl": "nl-NL", "en": "en-GB"}[language],
            timezone_id="Europe/Amsterdam",
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            **options,
        )
        context.set_default_timeout(20_000)
        visits.append(Visit(context, address))
        return visits[-1].page

    yield open_window
    complaints = [line for one in visits for line in one.complaints]
    for one in visits:
        one.context.close()
    assert not complaints, "\n".join(complaints)


def accessible(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Fail with every fault that axe finds on the page as it stands now. Needs scripts to be on in the window."""
    page.wait_for_load_state()  # a click returns as soon as the next page begins to come in
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": {rule: {"enabled": False} for rule in without}}
    found = Axe().run(page, options=options).response["violations"]
    lines = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    {node['target']}\n    {node['html'][:200]}"
        for fault in found
        for node in fault["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def fits(page: Page) -> None:
    """Fail when the page must be scrolled sideways in the window it has."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide for {page.viewport_size}"
