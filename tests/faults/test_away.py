"""The database cannot be written, or is away, while somebody reads or answers: what is shown, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from core.clock import now, set_clock
from core.database import db
from school.sign_in import SEEN_EVERY
from tests.faults.inside import Child, a_site, folder_of, pragma
from tests.faults.locks import held
from tests.world import World, csrf_of


@pytest.fixture
def site(tmp_path: Path) -> Iterator[World]:
    with a_site(tmp_path / "one") as made:
        yield made


@pytest.mark.parametrize("fault", ["PRAGMA busy_timeout=50", "PRAGMA query_only=1"])
def test_who_has_been_in_for_a_while_reads_on_too(site: World, fault: str) -> None:
    """Now and then the site notes that somebody is still there; that it cannot must not keep the page away."""
    assert site.app is not None
    noor = site.browser("noor")
    later = now() + 2 * SEEN_EVERY
    set_clock(lambda: later)
    try:
        with pragma(site.app, fault), held(folder_of(site) / "netjes.sqlite"):
            assert noor.get("/thuis").status_code == 200
    finally:
        set_clock(None)
    assert noor.get("/thuis").status_code == 200


@contextmanager
def breaks(app: Flask, moment: str) -> Iterator[None]:
    """Every connection of the site breaks at each ``begin`` or ``rollback``."""

    def away(_connection: Connection) -> None:
        raise OperationalError(moment, {}, Exception("away"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, moment, away)
    try:
        yield
    finally:
        event.remove(engine, moment, away)


def test_a_database_that_is_away_is_a_clear_answer_for_who_is_signed_in(site: World) -> None:
    """Also the page that says so must do without asking who reads it."""
    assert site.app is not None
    child = Child(site)
    with breaks(site.app, "begin"):
        refused = [child.send(), child.browser.get("/hulp"), child.browser.get("/thuis")]
    assert [one.status_code for one in refused] == [503] * 3
    assert all(int(one.headers["Retry-After"]) > 0 for one in refused)
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', refused[0].get_data(as_text=True)))
    assert child.browser.post("/hulp/bericht", data=again).status_code == 303, "the page has all that was sent"
    assert child.stored == 1


def test_what_staff_typed_is_offered_again_but_never_sent_by_itself(site: World) -> None:
    assert site.app is not None
    samira, path = site.browser("samira"), f"/klas/{site.keys['groep7']}/regels"
    form = {"csrf_token": csrf_of(samira, path), "rule": ["Wij vragen <eerst>.", "Wij wachten."]}
    with breaks(site.app, "begin"):
        refused = samira.post(path, data=form)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 503 and "Verstuur het nog een keer" in page and "data-unsent" not in page
    assert "juf of meester" not in page, "who reads this is one"
    rules = [unescape(words) for words in re.findall(r'<input type="hidden" name="rule" value="([^"]*)">', page)]
    assert rules == form["rule"]
    assert samira.post(path, data={**form, "rule": rules}).status_code == 303
    kept = samira.get(path).get_data(as_text=True)
    assert "Wij vragen &lt;eerst&gt;." in kept and "Wij wachten." in kept


def test_a_form_of_another_site_is_not_offered_again(site: World) -> None:
    assert site.app is not None
    child = Child(site)
    with breaks(site.app, "begin"):
        forged = child.browser.post("/hulp/bericht", data={"csrf_token": "x", "words": "van een ander"})
    assert forged.status_code in (400, 503) and "van een ander" not in forged.get_data(as_text=True)


def test_no_secret_is_put_into_the_page_that_says_try_again(site: World) -> None:
    assert site.app is not None
    clean = site.app.test_client()
    token = csrf_of(clean, "/leerkracht")
    form = {"csrf_token": token, "email": "samira@wilg.example", "password": "regen loopt langs het raam"}
    with breaks(site.app, "begin"):
        for path in ("/leerkracht", "/geheim"):
            refused = clean.post(path, data=form)
            assert refused.status_code == 503 and form["password"] not in refused.get_data(as_text=True)


def test_a_connection_that_breaks_after_the_page_was_made_costs_no_page(site: World) -> None:
    assert site.app is not None
    child = Child(site)
    with breaks(site.app, "rollback"):
        assert child.browser.get("/hulp").status_code == 200
        assert child.send().status_code == 303
    assert child.stored == 1
