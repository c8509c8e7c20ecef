"""Words stand next to each other: on a phone no column is so narrow that a word falls apart into letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.lessons.walking import signed_in
from tests.world import World

pytestmark = pytest.mark.browser

PHONE = (360, 740)
SQUEEZED = """() => [...document.querySelectorAll("main *")].filter((part) => {
    const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 7);
    const box = part.getBoundingClientRect(), style = getComputedStyle(part);
    const hidden = style.clipPath !== "none" || part.closest(".vh, .stil, [hidden]");
    return own && !hidden && box.width > 1 && box.width < 48 && box.height > 3 * parseFloat(style.fontSize);
}).map((part) => part.textContent.trim().slice(0, 60))"""
"""Parts of a page with words of their own that are narrower than a fingertip and three lines high."""

PAGES = {
    "noor": ("/thuis", "/hulp", "/wat-weet-deze-site", "/afspraken", "/belofte", "/privacy", "/les/doorsturen"),
    "samira": (
        "/klassen", "/klas/{class}", "/klas/{class}/leerlingen", "/klas/{class}/lessen", "/klas/{class}/beloftes",
        "/klas/{class}/afspraken", "/klas/{class}/lesgids/doorsturen",
    ),
    "bakker": (
        "/beheer", "/beheer/team", "/beheer/belofte", "/beheer/vakanties", "/beheer/dekking", "/beheer/instellingen",
        "/beheer/logboek",
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_no_word_is_squeezed_on_a_phone(world: World, visit: Callable[..., Page], who: str) -> None:
    page = signed_in(visit(size=PHONE), world.browser(who))
    for path in PAGES[who]:
        answer = page.goto(path.replace("{class}", world.keys["groep7"]))
        assert answer
        assert answer.status == 200, path
        assert page.evaluate(SQUEEZED) == [], path
