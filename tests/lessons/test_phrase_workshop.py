"""The passphrase workshop in a real browser: how strength is worked out, and that nothing leaves while typing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from core.content import ROOT
from core.database import db
from lessons import catalog
from lessons.models import StepState
from lessons.steps.wachtzinwerkplaats import Wachtzinwerkplaats
from tests.browser import accessible, fits
from tests.lessons.walking import settings_of, signed_in, up_to
from tests.world import World

LISTS = ROOT / "static" / "js" / "phrase"
WORDS = 1296

CASES = [
    ("Pluis2016", 0), ("Pluis2016!", 0),
    ("w8woord", 0), ("voetbal10", 0), ("123456", 0), ("qwerty", 0),
    ("aaaaaaaa", 0), ("ik hou van jou", 0), ("appeltaart", 0), ("", 0),
    ("Xk7!", 1), ("wolk-fiets", 1), ("wolk fiets", 1),
    ("wolk-wolk-wolk-wolk", 0), ("wolk-fiets-kaas", 2), ("trampoline-kaas-dino-wolk", 3), ("lepel-maan-giraf-sok", 3),
    ("fiets-wolk-lama-soep", 3), ("w0lk-f1ets-l4ma-50ep", 3), ("trampolinekaasdinowolk", 3), ("wolk-fiets-2016", 2),
]  # fmt: skip

JUDGE = """async ([base, cases]) => {
  const { prepare, strength } = await import(`${base}js/phrase-strength.js`);
  const load = async (name) => (await fetch(`${base}js/phrase/${name}.json`)).json();
  const lists = prepare([await load('nl'), await load('en')], await load('common'));
  return cases.map(([text]) => strength(text, lists));
}"""


def words(language: str) -> list[str]:
    found: list[str] = json.loads((LISTS / f"{language}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_machine_has_as_many_words_as_it_says(language: str) -> None:
    found = words(language)
    assert len(found) == len(set(found)) == WORDS
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 10 for word in found)


def test_the_words_of_the_lesson_come_from_the_machine() -> None:
    examples = {"trampoline", "kaas", "dino", "wolk", "fiets", "lepel", "maan", "giraf", "sok", "lama", "soep"}
    assert examples <= set(words("nl"))


def test_a_word_that_is_guessed_first_is_no_word_of_the_machine() -> None:
    common: dict[str, list[str]] = json.loads((LISTS / "common.json").read_text(encoding="utf-8"))
    first = {*common["passwords"], *common["top"], *common["names"]}
    assert not first & {*words("nl"), *words("en")}
    assert len(common["passwords"]) >= 1000
    assert len(common["phrases"]) >= 200
    assert len(common["top"]) >= 200


@pytest.mark.browser
def test_levels(visit: Callable[..., Page], world: World) -> None:
    page = visit()
    page.goto("/")
    assert world.app
    found = page.evaluate(JUDGE, [world.app.config["STATIC_PREFIX"], CASES])
    assert [(text, one["level"]) for (text, _), one in zip(CASES, found, strict=True)] == CASES
    points = {text: one["points"] for (text, _), one in zip(CASES, found, strict=True)}
    assert points["Xk7!"] == 7.92
    assert points["wolk-fiets"] == 6.2
    assert points["wolk-fiets-kaas"] == 9.3
    assert points["trampoline-kaas-dino-wolk"] == 12.4


@pytest.mark.browser
def test_draws_are_fair(visit: Callable[..., Page], world: World) -> None:
    """Numbers beyond the last whole multiple are thrown away: no word comes up more often."""
    page = visit()
    page.goto("/")
    assert world.app
    drawn = page.evaluate(
        """async (base) => {
          const { drawNumber } = await import(`${base}js/phrase-strength.js`);
          const queue = [4294967295, 4294966032, 7, 4294966031];
          const fill = (box) => { box[0] = queue.shift(); };
          return [drawNumber(1296, fill), drawNumber(1296, fill), queue.length];
        }""",
        world.app.config["STATIC_PREFIX"],
    )
    assert drawn == [7, 1295, 0]


@pytest.mark.browser
def test_nothing_leaves_while_a_child_types(visit: Callable[..., Page], world: World) -> None:
    page, client, address = workshop(visit, world)
    page.goto(address)
    page.wait_for_selector("[data-workshop]:not([hidden])")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for _ in range(4):
        page.click("[data-draw]")
    drawn = page.locator("[data-drawn] li").all_text_contents()
    assert len(set(drawn)) == 4
    page.fill("#phrase", "")
    page.locator("#phrase").press_sequentially("-".join(drawn), delay=5)
    expect(page.locator("[data-level]").last).not_to_be_empty()
    page.click("[data-vanish]")
    expect(page.locator("#phrase")).to_have_value("")
    page.locator("#again").press_sequentially("-".join(drawn), delay=5)
    page.click("[data-compare]")
    page.wait_for_timeout(300)
    assert sent == []
    kept = page.evaluate("[localStorage.length, sessionStorage.length, location.search, document.cookie]")
    assert kept[:3] == [0, 0, ""]
    for field in ("#phrase", "#again"):
        assert page.evaluate("(field) => !document.querySelector(field).form", field)
        assert page.evaluate("(field) => !document.querySelector(field).name", field)
    bodies: list[str] = []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    page.click("[data-level-form] button")
    expect(page.get_by_role("link", name="Verder")).to_be_visible()
    assert not [body for body in bodies if any(word in body for word in drawn)]
    assert record(world) == {"level": 3, "memory": True}
    assert client


@pytest.mark.browser
@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1280, 800)])
def test_the_workshop_fits_and_is_accessible(visit: Callable[..., Page], world: World, size: tuple[int, int]) -> None:
    page, _, address = workshop(visit, world, size=size)
    page.goto(address)
    page.wait_for_selector("[data-workshop]:not([hidden])")
    fits(page)
    accessible(page)


@pytest.mark.browser
def test_without_scripts_phrases_are_ranked(visit: Callable[..., Page], world: World) -> None:
    page, _, address = workshop(visit, world, javascript=False)
    page.goto(address)
    assert page.locator("[data-workshop]").is_hidden()
    step = the_step()
    for place, phrase in enumerate(step.paper.phrases, start=1):
        page.select_option(f"select[name={phrase.id}]", str(place))
    page.click("[data-paper] button")
    expect(page.locator("main")).to_contain_text(step.paper.right.say("nl"))


def the_step() -> Wachtzinwerkplaats:
    steps = catalog.course().modules["wachtwoorden"].steps
    return next(step for step in steps if isinstance(step, Wachtzinwerkplaats))


def workshop(
    visit: Callable[..., Page], world: World, *, size: tuple[int, int] = (1280, 800), javascript: bool = True
) -> tuple[Page, FlaskClient, str]:
    """A window signed in as Noor who has come as far as the workshop."""
    client = world.browser("noor")
    module = catalog.module("wachtwoorden", settings_of("gsv"))
    address = up_to(client, module, the_step().id)
    return signed_in(visit(size=size, javascript=javascript), client), client, address


def record(world: World) -> dict[str, Any]:
    assert world.app
    with world.app.app_context():
        key = {"pupil_id": world.ids["noor"], "module": "wachtwoorden", "year": 2026, "step": the_step().id}
        return dict(db.session.get_one(StepState, key).last)
