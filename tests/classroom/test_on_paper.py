"""What is printed: as many sheets as promised, and not a word cut off at the end of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from core.database import db
from lessons.catalog import modules
from school.models import SchoolClass
from tests.classroom.history import fill_class, take_quiz
from tests.conftest import MONDAY_MORNING
from tests.world import World, csrf_of

pytestmark = pytest.mark.browser

QUICK = ("doorsturen", "samen")
CUT = """[...document.querySelectorAll(".a4")].filter((sheet) => {
    const foot = sheet.querySelector(".foot"), end = sheet.getBoundingClientRect().bottom;
    const last = foot && getComputedStyle(foot).position === "absolute" ? foot.getBoundingClientRect().top : end;
    const parts = [...sheet.querySelectorAll(":scope > *:not(.foot)")];
    return parts.some((part) => part.getBoundingClientRect().bottom > last + 1);
}).length"""


@pytest.fixture
def paper(world: World, visit: Callable[..., Page], address: str) -> Callable[..., int]:
    """``paper(path, who, language=)``: the number of sheets that the page prints, after looking that nothing is cut."""

    def sheets(path: str, who: str = "samira", **options: Any) -> int:
        page = visit(**options)
        cookie = world.browser(who).get_cookie("netjes")
        assert cookie is not None
        page.context.add_cookies([{"name": "netjes", "value": cookie.value, "url": address}])
        page.goto(path)
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == 0, path
        printed = page.pdf(prefer_css_page_size=True)
        page.context.close()
        return len(re.findall(rb"/Type\s*/Page(?!s)", printed))

    return sheets


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "slug", [pytest.param(m.slug, marks=[] if m.slug in QUICK else pytest.mark.slow) for m in modules()]
)
@pytest.mark.parametrize("who", ["samira", pytest.param("els", marks=pytest.mark.slow)])
def test_a_guide_takes_two_pages_at_every_school(paper: Callable[..., int], who: str, slug: str, language: str) -> None:
    assert paper(f"/lesgids/{slug}", who, language=language) == 2
    assert paper(f"/lesgids/{slug}/zonder-schermen", who, language=language) <= 2
    assert paper(f"/lesgids/{slug}/thuis", who, language=language) == 1


def test_the_longest_class_rules_fit_their_poster(world: World, paper: Callable[..., int]) -> None:
    client, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/regels"
    rules = ["Wij vragen altijd eerst of het mag, " + "en dat doen we netjes, " * 4] * 5
    sent = {"csrf_token": csrf_of(client, path), "rule": [rule[:140] for rule in rules]}
    assert client.post(path, data=sent).status_code == 303
    assert paper(f"{path}/poster") == 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("overzicht", 2), ("kerndoelen", 1), ("afspraken-school", 5)])
def test_a_sheet_for_the_board_loses_no_row_of_a_whole_year(
    world: World, paper: Callable[..., int], name: str, most: int
) -> None:
    assert world.app is not None
    with world.app.app_context():
        told = fill_class(db.session, db.session.get_one(SchoolClass, world.ids["groep7"]), 5, MONDAY_MORNING)
        for pupil in told.pupils:
            for module in modules():
                take_quiz(db.session, pupil, module.slug, Random(1), 0.9, MONDAY_MORNING)
    assert paper(f"/school/verslag/{name}", "bakker") <= most
