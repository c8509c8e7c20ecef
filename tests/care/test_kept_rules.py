"""*Deze site houdt zich ook aan de afspraken*: the page, and the tests that its lines rest on."""

from __future__ import annotations

import ast
import html
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from agreements.catalog import settings_of
from care import outcomes
from care.kept import KEPT
from care.outcomes import Outcome, Report
from core.database import Base, db
from core.headers import FIXED
from core.settings import ROOT
from lessons import catalog
from school.models import Pupil
from tests import suite
from tests.care.lived import NAME, WORD, lives
from tests.conftest import Clock
from tests.house.pages import Page
from tests.house.test_access import address, rules
from tests.house.test_pages import OF_EACH, kind_of
from tests.world import SECRET, World, csrf_of


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def page_of(world: World) -> str:
    return html.unescape(world.browser().get("/wat-deze-site-belooft").get_data(as_text=True))


def line(page: str, name: str) -> str:
    found = re.search(rf'<li class="(\w+)" id="{name}">(.*?)</details>', page, re.DOTALL)
    assert found, name
    return found[1] + found[2]


@pytest.fixture
def report(world: World, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a report of this version, the only one that the page sees."""
    assert world.app is not None
    monkeypatch.setattr("care.views.site.ROOT", world.app.extensions["settings"].instance_path / "elsewhere")
    monkeypatch.setattr("care.views.site.version_of", lambda _root: "v1")
    path: Path = world.app.extensions["settings"].instance_path / outcomes.NAME
    path.unlink(missing_ok=True)
    return path


def test_every_line_names_tests_that_exist() -> None:
    for one in KEPT:
        assert one.tests
        for test in one.tests:
            path, _, name = test.partition("::")
            assert name in names_in(ROOT / path), f"{one.name}: {test}"


def test_every_line_is_about_a_lesson_of_the_course() -> None:
    assert {one.module for one in KEPT} <= {module.slug for module in catalog.modules()}
    assert len({one.name for one in KEPT}) == len(KEPT)


def test_without_a_report_nothing_is_called_checked(world: World, report: Path) -> None:
    page = page_of(world)
    assert page.count("Niet gecontroleerd.") == len(KEPT)
    assert "Gecontroleerd: het klopt" not in page and "nog niet gedaan" in page


def test_a_line_is_green_when_all_its_tests_passed(world: World, report: Path) -> None:
    outcomes.write(report, "v1", {test: "passed" for one in KEPT for test in one.tests}, at=datetime.now(UTC))
    page = page_of(world)
    assert page.count("Gecontroleerd: het klopt") == len(KEPT) and "Niet gecontroleerd" not in page


def test_a_line_is_red_when_one_of_its_tests_failed(world: World, report: Path) -> None:
    """Shown on purpose: the second test of the line about secrets did not hold."""
    results = {test: "passed" for one in KEPT for test in one.tests}
    results["tests/school/test_cards.py::test_the_database_keeps_neither_code_nor_token"] = "failed"
    outcomes.write(report, "v1", results, at=datetime.now(UTC))
    page = page_of(world)
    assert line(page, "secret-stays").startswith("mislukt") and "Mislukt: dit klopt nu niet" in line(
        page, "secret-stays"
    )
    assert page.count("Mislukt") == 1 and line(page, "no-upload").startswith("gelukt")


def test_a_line_is_open_when_one_of_its_tests_did_not_run(world: World, report: Path) -> None:
    results = {test: "passed" for one in KEPT for test in one.tests}
    del results["tests/school/test_cards.py::test_the_database_keeps_neither_code_nor_token"]
    outcomes.write(report, "v1", results, at=datetime.now(UTC))
    assert line(page_of(world), "secret-stays").startswith("onbekend")


def test_a_report_of_another_version_does_not_count(world: World, report: Path) -> None:
    outcomes.write(report, "v0", {test: "passed" for one in KEPT for test in one.tests}, at=datetime.now(UTC))
    assert page_of(world).count("Niet gecontroleerd.") == len(KEPT)


@pytest.mark.parametrize("words", ["", "{", "[]", '{"version": "v1"}', '{"version": "v1", "at": "x", "tests": {}}'])
def test_a_report_that_is_none_is_none(world: World, report: Path, words: str) -> None:
    report.write_text(words, encoding="utf-8")
    assert page_of(world).count("Niet gecontroleerd.") == len(KEPT)


def test_a_part_of_the_tests_keeps_what_the_rest_said(tmp_path: Path) -> None:
    path, at = tmp_path / "x.json", datetime.now(UTC)
    outcomes.write(path, "v1", {"a": "passed", "b": "passed"}, at=at)
    outcomes.write(path, "v1", {"b": "failed"}, at=at)
    assert outcomes.read([path], "v1").tests == {"a": "passed", "b": "failed"}
    outcomes.write(path, "v2", {"b": "passed"}, at=at)
    assert outcomes.read([path], "v2").tests == {"b": "passed"}


def test_outcomes_of_lines() -> None:
    report = Report(tests={"a": "passed", "b": "failed", "c": "unknown"})
    assert report.of(["a"]) == Outcome.PASSED and report.of(["a", "b"]) == Outcome.FAILED
    assert report.of(["a", "c"]) == report.of(["a", "x"]) == report.of([]) == Outcome.UNKNOWN


def test_the_test_command_writes_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From pytest's own XML: cases of one test together, a failing case fails it, a skipped one alone is unknown."""
    monkeypatch.setattr(suite, "RESULTS", tmp_path)
    cases = {
        ("tests.a.test_b", "test_good"): [], ("tests.a.test_b", "test_many[1]"): [],
        ("tests.a.test_b", "test_many[2]"): ["failure"], ("tests.a.test_b", "test_absent"): ["skipped"],
        ("tests.a.test_b", "test_broken"): ["error"],
    }  # fmt: skip
    root = ElementTree.Element("testsuites")
    for (place, name), kinds in cases.items():
        case = ElementTree.SubElement(root, "testcase", classname=place, name=name)
        for kind in kinds:
            ElementTree.SubElement(case, kind)
    ElementTree.ElementTree(root).write(tmp_path / "pytest-sqlite.xml")
    assert suite._outcomes(["sqlite", "postgresql"]) == {
        "tests/a/test_b.py::test_good": "passed", "tests/a/test_b.py::test_many": "failed",
        "tests/a/test_b.py::test_absent": "unknown", "tests/a/test_b.py::test_broken": "failed",
    }  # fmt: skip


def test_a_version_changes_with_its_code(tmp_path: Path) -> None:
    (tmp_path / "care").mkdir()
    (tmp_path / "care" / "x.py").write_text("1")
    before = outcomes.version_of(tmp_path)
    outcomes.version_of.cache_clear()
    (tmp_path / "care" / "x.py").write_text("2")
    assert outcomes.version_of(tmp_path) != before
    outcomes.version_of.cache_clear()


# What lines rest on that no other test says as plainly.


def test_no_place_for_more_than_a_first_name() -> None:
    columns = {column.name for column in Pupil.__table__.columns}
    for forbidden in (
        "surname",
        "last_name",
        "email",
        "birth",
        "address",
        "photo",
        "phone",
        "gender",
        "bsn",
        "nationality",
    ):
        assert not [name for name in columns if forbidden in name]


def test_children_cannot_place_pictures(world: World) -> None:
    assert world.app is not None
    browser = world.browser("noor")
    for rule in rules(world.app):
        if "GET" in (rule.methods or ()):
            page = browser.get(address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"]))
            assert b'type="file"' not in page.get_data() and b"multipart/form-data" not in page.get_data(), rule.rule
    assert "camera=()" in FIXED["Permissions-Policy"] and "microphone=()" in FIXED["Permissions-Policy"]


def test_a_teacher_cannot_read_a_secret(world: World) -> None:
    """It is nowhere in the database but as a slow hash, and on no page of the teacher or the administrator."""
    assert world.app is not None
    with world.app.app_context():
        stored = db.session.get_one(Pupil, world.ids["noor"]).secret_hash or ""
        assert stored.startswith("$argon2id$")
        for table in Base.metadata.sorted_tables:
            assert not any(SECRET in str(row) for row in db.session.execute(select(table))), table.name
    for who in ("samira", "bakker"):
        browser = world.browser(who)
        for rule in rules(world.app):
            if "GET" in (rule.methods or ()):
                path = address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"])
                page = browser.get(path).get_data(as_text=True)
                assert SECRET not in page and stored not in page, path


@pytest.mark.parametrize("protocol", ["gsv", "meilan", "albero", "tjongerschool", "skot"])
def test_yearly_change_is_told_only_where_the_school_asks_it(protocol: str) -> None:
    settings = settings_of(protocol)
    asks = any("yearly" in value for value in settings.get("password_rules") or ())
    assert asks == (protocol == "gsv")
    module = catalog.module("wachtwoorden", settings)
    said = " ".join(agreement.text.say("nl", settings, year=2026) for agreement in module.agreements)
    assert ("één keer per jaar" in said) == asks


def test_signing_out_clears_this_browser(world: World) -> None:
    browser = world.browser("noor")
    assert browser.get("/thuis").status_code == 200
    out = browser.post("/uitloggen", data={"csrf_token": csrf_of(browser, "/thuis")}, follow_redirects=False)
    assert {'"cache"', '"storage"'} <= set(out.headers["Clear-Site-Data"].replace(" ", "").split(","))
    assert browser.get("/thuis").status_code == 302
    assert out.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ["", "noor", "samira", "bakker"])
def test_no_page_asks_another_host_for_anything(world: World, who: str) -> None:
    assert world.app is not None
    browser = world.browser(who)
    loads = re.compile(
        r"""<(?:script|link|img|iframe|source|video|audio|object|embed|form|use)\b[^>]*?\b(?:src|href|action|data)="((?:https?:)?//[^"]+)"""
    )
    for rule in rules(world.app):
        if "GET" in (rule.methods or ()):
            path = address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"])
            answer = browser.get(path)
            assert loads.findall(answer.get_data(as_text=True) if answer.mimetype == "text/html" else "") == [], path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
            assert "http" not in answer.headers["Content-Security-Policy"], path


def test_a_stranger_finds_no_child(world: World, clock: Clock) -> None:
    """A child who did something of everything is on no page that opens without signing in."""
    assert world.app is not None
    lives(world, "noor", clock.at)
    browser = world.browser()
    pending = [address(rule) for rule in rules(world.app) if "GET" in (rule.methods or ())]
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    while pending:
        path = pending.pop()
        if path in seen or kinds[kind_of(world.app, path)] >= OF_EACH:
            continue
        seen.add(path)
        kinds[kind_of(world.app, path)] += 1
        answer = browser.get(path)
        words = answer.get_data(as_text=True) if (answer.mimetype or "").startswith("text/") else ""
        assert all(secret not in words for secret in (NAME, WORD, world.codes["groep7"], world.keys["groep7"])), path
        if answer.mimetype == "text/html":
            pending += [link for link in Page(path, words).links if not link.startswith("/static/")][:40]
    assert len(seen) > 30


def test_the_page_is_there_in_english_too(world: World) -> None:
    page = world.browser().get("/wat-deze-site-belooft?lang=en").get_data(as_text=True)
    assert "This site keeps to the agreements too" in page
