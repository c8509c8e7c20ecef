"""A lesson page is light: what goes over the line on a first visit and after, and how many requests it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from tests.browser import LAPTOP, PHONE
from tests.lessons.walking import begin, signed_in
from tests.world import World

FIRST, NEXT, REQUESTS = 60_000, 15_000, 10


class Line:
    """Counts what a page loads; answers that the browser kept cost nothing."""

    def __init__(self, page: Page) -> None:
        self.loaded: list[tuple[str, int]] = []
        page.on("requestfinished", lambda request: self._finished(request.response()))

    def _finished(self, response: Response | None) -> None:
        if response is None:
            return
        sizes = response.request.sizes()
        size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        if sizes["responseBodySize"]:
            self.loaded.append((response.url, size))

    @property
    def bytes(self) -> int:
        return sum(size for _, size in self.loaded)


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
@pytest.mark.parametrize("path", ["", "/stap/s1"])
def test_a_lesson_page_is_light(world: World, visit: Callable[..., Page], size: tuple[int, int], path: str) -> None:
    client = world.browser("noor")
    begin(client, "doorsturen")
    page = signed_in(visit(size=size), client)
    first = Line(page)
    page.goto(f"/les/doorsturen{path}")
    page.wait_for_load_state("networkidle")
    assert first.bytes <= FIRST, first.loaded
    assert len(first.loaded) <= REQUESTS, first.loaded
    after = Line(page)
    page.goto(f"/les/doorsturen{path}")
    page.wait_for_load_state("networkidle")
    assert after.bytes <= NEXT, after.loaded


def test_nothing_jumps_while_a_lesson_page_loads(world: World, visit: Callable[..., Page]) -> None:
    page = signed_in(visit(size=PHONE), world.browser("noor"))
    page.add_init_script(
        "globalThis.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())"
        " if (!one.hadRecentInput) globalThis.shift += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto("/les/doorsturen")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("shift") < 0.02
