"""*Wie ziet dit?* stands beside every field a child writes in: in the templates, and on the pages themselves."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from care.commands.help import name_adult
from core.database import db
from lessons import catalog
from lessons.steps.terugvertellen import Terugvertellen
from tests.conftest import Clock
from tests.house.sources import ROOT, files, shown
from tests.lessons.walking import settings_of, up_to
from tests.world import World

OF_CHILDREN = ("lessons", "quizzes", "pledges", "entrance", "care", "components")
"""Folders with templates that a child may see."""
OTHERWISE = {
    "components/choice.html": "a strip to tick: radio or checkbox",
    "components/field.html": "the macro itself; what calls it is looked at",
    "entrance/class_code.html": "the code of the class, which the class has on its cards",
    "entrance/pair_secret.html": "signing in, as the second of two on one device: nothing is kept",
    "entrance/secret.html": "signing in with a secret that was made before: nothing is kept",
    "pledges/check.html": "a code on paper, typed by whoever holds the paper; nothing is kept",
}
"""Templates whose fields a child does not write in, each with the reason."""
GROWN_UPS = {
    "entrance/staff.html", "entrance/join.html", "entrance/first_run.html", "entrance/second_step.html",
    "entrance/tie_outside.html",
}  # fmt: skip
"""The door of staff; a passphrase is theirs only."""
CHOSEN = {"hidden", "radio", "checkbox", "number", "range", "submit", "button", "date"}
CALL = re.compile(r"\{\{\s*field\((.*?)\)\s*\}\}(?!\s*\))", re.DOTALL)
RAW = re.compile(r"<(textarea|input)\b((?:[^<>\"]|\"[^\"]*\")*)>")
SEES = re.compile(r"\bsees=(?!\"\"|'')")


def of_staff(words: str) -> bool:
    """Pages of teachers and administrators, and of grown-ups at their own door."""
    parent = re.search(r"\{% extends \"([^\"]+)\"", words)
    if parent is None:
        return False
    path = ROOT / "templates" / parent.group(1)
    return parent.group(1) == "layouts/staff.html" or of_staff(path.read_text(encoding="utf-8"))


def silent_fields(words: str) -> list[str]:
    """Fields to write in, in the source of a template, that do not say who sees what is written."""
    bare = re.sub(r"\{#.*?#\}", "", words, flags=re.DOTALL)
    told = set(re.findall(r"who_sees\(.*?, \"([\w-]+)\"\)", bare))
    found = [hit.group(1)[:60] for hit in CALL.finditer(bare) if not SEES.search(hit.group(1))]
    for hit in RAW.finditer(CALL.sub("", bare)):
        kind = re.search(r"\btype=\"(\w+)\"", hit.group(2))
        about = re.search(r"aria-describedby=\"([^\"]*)\"", hit.group(2))
        if hit.group(1) == "input" and kind and kind.group(1) in CHOSEN:
            continue
        if not (about and set(re.split(r"[\s{}]+", about.group(1))) & told):
            found.append(hit.group(0)[:60])
    return found


def templates() -> list[Path]:
    return [path for folder in OF_CHILDREN for path in files("*.html", under=f"templates/{folder}")]


def test_every_field_of_a_child_says_who_sees_it() -> None:
    silent = []
    for path in templates():
        name = shown(path).removeprefix("templates/")
        words = path.read_text(encoding="utf-8")
        if name in OTHERWISE or name in GROWN_UPS or of_staff(words) or _part_of_staff_page(name):
            continue
        silent += [f"{name}: {field}" for field in silent_fields(words)]
    assert not silent, "\n".join(silent)


def _part_of_staff_page(name: str) -> bool:
    """A template without a layout of its own counts as the staff's when only staff pages take it in."""
    users = [
        path.read_text(encoding="utf-8")
        for path in files("*.html", under="templates")
        if f'"{name}"' in path.read_text(encoding="utf-8")
    ]
    return bool(users) and all(of_staff(words) for words in users)


@pytest.mark.parametrize(
    "breach",
    [
        '<textarea name="x"></textarea>',
        '<input name="x">',
        '<input type="text" name="x" aria-describedby="hint">',
        '<input type="search" name="x">',
        '{{ field("x", _("Vertel"), "", "textarea", rows=3) }}',
        '{{ field("x", _("Vertel"), sees="") }}',
        '{{ who_sees(_("Jij."), "a-ziet") }}<textarea aria-describedby="b-ziet"></textarea>',
    ],
)
def test_a_breach_is_found(breach: str) -> None:
    assert len(silent_fields(breach)) == 1


@pytest.mark.parametrize(
    "sound",
    [
        '{{ field("x", _("Vertel"), sees=_("Alleen jij.")) }}',
        '{{ who_sees(_("Jij."), "a-ziet") }}<textarea aria-describedby="a-ziet"></textarea>',
        '<input type="radio" name="x"><input type="hidden" name="y"><input type="number" name="z">',
        '{# <textarea> in a remark #}',
    ],
)  # fmt: skip
def test_what_is_sound_is_left_alone(sound: str) -> None:
    assert silent_fields(sound) == []


def test_the_reasons_are_about_templates_that_exist() -> None:
    for name in OTHERWISE:
        assert (ROOT / "templates" / name).is_file(), name


class Fields(HTMLParser):
    """The fields of a page with what describes them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[list[str]] = []
        self.words: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "textarea" or (tag == "input" and given.get("type", "text") not in CHOSEN):
            self.fields.append(given.get("aria-describedby", "").split())
        if tag in ("p", "div", "span") and "id" in given:
            self._open.append((tag, given["id"]))

    def handle_data(self, data: str) -> None:
        for _tag, name in self._open:
            self.words[name] = self.words.get(name, "") + data

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == "p" and self._open[-1][0] == "p":
            self._open.pop()

    @property
    def silent(self) -> int:
        return sum(
            not any("Wie ziet dit?" in self.words.get(name, "") for name in described) for described in self.fields
        )


def test_pages_say_it_beside_the_field(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context():
        name_adult(
            db.session, school_id=world.ids["gsv-school"], staff_key=world.keys["bo"], task="vertrouwenspersoon",
            by=world.ids["bakker"], at=clock.at,
        )  # fmt: skip
    browser = world.browser("noor")
    page = Fields(browser.get("/hulp/bericht").get_data(as_text=True))
    assert page.fields and not page.silent
    module = catalog.module("doorsturen", settings_of("gsv"))
    telling = next(step for step in module.steps if isinstance(step, Terugvertellen))
    path = up_to(browser, module, telling.id)
    page = Fields(browser.get(path).get_data(as_text=True))
    assert len(page.fields) == 2 and not page.silent
