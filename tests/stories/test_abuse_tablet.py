"""Abuse of a tablet that goes to the next child: A37 of the threat model, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.lessons.walking import signed_in
from tests.world import World

NEVER = ("Noor", "Mijn lessen")


def test_a37_the_next_child_finds_nothing_of_the_one_before(visit: Callable[..., Page], world: World) -> None:
    page = signed_in(visit(), world.browser("noor"))
    page.goto("/thuis")
    assert "Noor" in page.content()
    page.goto("/les/doorsturen")
    page.goto("/thuis")
    page.evaluate("() => { localStorage.setItem('left', 'behind'); sessionStorage.setItem('left', 'behind') }")
    page.locator("summary", has_text="Noor").click()
    page.get_by_role("button", name="Niet jij? Log uit").click()
    page.wait_for_url("**/")
    for _ in range(3):
        page.go_back()
        shown = page.locator("body").inner_text()
        assert not [word for word in NEVER if word in shown], page.url
        assert urlsplit(page.url).path in ("/", "/readyz"), "the way back leads to the door"
    page.goto("/")
    left = page.evaluate("async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]")
    assert left == [0, 0, 0]
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) <= {"netjes"} and all(cookie["httpOnly"] for cookie in cookies.values())
    assert page.locator("input[autocomplete]:not([autocomplete=off])").count() == 0, (
        "the door fills nothing in by itself"
    )
