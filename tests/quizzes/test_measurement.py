"""The start and end measurement: swapped forms, no feedback before the end, sentences with faces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEntry
from progress.commands import Person
from progress.models import Evidence, ItemMemory
from quizzes import catalog
from quizzes.commands.measurement import begin_measurement, close_measurement, open_measurement
from quizzes.models import StatementAnswer
from quizzes.queries.measurement import class_phases, complete_forms, measurement_state
from quizzes.refusals import NoForms, NotOpen
from quizzes.rules.measuring import form_for, other
from quizzes.schema import CORE_MODULES
from tests.conftest import MONDAY_MORNING
from tests.quizzes.forms import lay_out
from tests.world import World, csrf_of


@pytest.fixture(autouse=True)
def forms() -> Iterator[None]:
    shelf = catalog.shelf()
    before = (shelf.forms, shelf.measured, shelf.statements)
    lay_out()
    yield
    shelf.forms, shelf.measured, shelf.statements = before


def switch(session: Session, world: World, phase: str, *, shut: bool = False) -> None:
    command = close_measurement if shut else open_measurement
    command(
        session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], class_key=world.keys["groep7"],
        phase=phase, actor="staff:1", at=MONDAY_MORNING,
    )  # fmt: skip


def person(world: World, name: str) -> Person:
    return Person(world.ids["gsv-school"], world.ids[name], world.ids["groep7"], "nl")


def make(browser: FlaskClient) -> None:
    """Make a whole measurement with *weet ik niet*, faces included."""
    token = csrf_of(browser, "/meting")
    where = browser.post("/meting", data={"csrf_token": token}).headers["Location"]
    for number in range(1, 23):
        assert where.endswith(f"-{number:02}")
        page = browser.get(where)
        assert page.status_code == 200
        where = browser.post(where, data={"unsure": "1", "csrf_token": token}).headers["Location"]
    assert browser.get(where).headers["Location"].endswith("/meting/zinnen")
    spec = catalog.shelf().statements
    assert spec is not None
    assert browser.post("/meting/zinnen", data={"csrf_token": token}).status_code == 422
    faces = {one.id: spec.faces[0].id for one in spec.statements}
    assert browser.post("/meting/zinnen", data={**faces, "csrf_token": token}).status_code == 303
    assert "Dank je wel" in browser.get("/meting").get_data(as_text=True)


@given(st.lists(st.sampled_from(["a", "b"]), max_size=30), st.booleans())
def test_forms_are_spread_evenly_and_swapped(begun: list[str], coin: bool) -> None:
    chosen = form_for(begun, None, coin=coin)
    assert begun.count(chosen) <= begun.count(other(chosen))
    assert form_for(begun, "a", coin=coin) == "b"
    assert form_for(begun, "b", coin=coin) == "a"


def test_classmates_get_different_forms_and_swap(world: World, session: Session) -> None:
    switch(session, world, "start")
    given_forms = {}
    for name in ("noor", "tygo"):
        start = begin_measurement(session, person=person(world, name), at=MONDAY_MORNING, rng=Random(1))
        given_forms[name] = start.plan
    assert set(given_forms.values()) == {("a",), ("b",)}
    switch(session, world, "end")
    later = MONDAY_MORNING + timedelta(days=100)
    for name in ("noor", "tygo"):
        end = begin_measurement(session, person=person(world, name), at=later, rng=Random(1))
        assert end.plan != given_forms[name]
        assert len(end.items) == 22


def test_nothing_is_open_by_itself(world: World, session: Session, noor: Person) -> None:
    with pytest.raises(NotOpen):
        begin_measurement(session, person=noor, at=MONDAY_MORNING, rng=Random(1))
    browser = world.browser("noor")
    assert "staat nu niet open" in browser.get("/meting").get_data(as_text=True)
    assert browser.get("/meting/MA-01").status_code == 404
    assert browser.get("/meting/terugblik").status_code == 404


def test_without_forms_it_cannot_be_opened(world: World, session: Session) -> None:
    catalog.shelf().forms = {}
    with pytest.raises(NoForms):
        switch(session, world, "start")


def test_the_start_gives_no_feedback_and_no_mastery(world: World, session: Session, noor: Person) -> None:
    switch(session, world, "start")
    browser = world.browser("noor")
    make(browser)
    assert "Zo zit het" not in browser.get("/meting").get_data(as_text=True)
    assert browser.get("/meting/terugblik").status_code == 404
    sources = session.scalars(select(Evidence.source)).all()
    assert list(sources) == ["start"] * 22
    assert session.scalar(select(func.count()).select_from(ItemMemory)) == 0
    assert session.scalar(select(func.count()).select_from(StatementAnswer)) == 5
    assert measurement_state(session, noor.pupil_id, noor.class_id or 0, MONDAY_MORNING).done


def test_after_the_end_there_is_a_look_back(world: World, session: Session) -> None:
    switch(session, world, "end")
    browser = world.browser("tygo")
    make(browser)
    page = browser.get("/meting/terugblik").get_data(as_text=True)
    assert page.count("<article") == 22


def test_closing_keeps_what_was_answered(world: World, session: Session, noor: Person) -> None:
    switch(session, world, "start")
    attempt = begin_measurement(session, person=noor, at=MONDAY_MORNING, rng=Random(1))
    switch(session, world, "start", shut=True)
    browser = world.browser("noor")
    assert browser.get(f"/meting/{attempt.items[0]}").status_code == 404
    switch(session, world, "start")
    again = begin_measurement(session, person=noor, at=MONDAY_MORNING, rng=Random(2))
    assert again.key == attempt.key


def test_the_teacher_opens_and_closes(world: World) -> None:
    browser = world.browser("samira")
    where = f"/klas/{world.keys['groep7']}/meting"
    token = csrf_of(browser, where)
    assert browser.post(f"{where}/start", data={"open": "1", "csrf_token": token}).status_code == 303
    page = browser.get(where).get_data(as_text=True)
    assert "Open sinds" in page
    assert browser.post(f"{where}/start", data={"csrf_token": token}).status_code == 303
    assert "Gesloten op" in browser.get(where).get_data(as_text=True)
    assert browser.post(f"{where}/midden", data={"csrf_token": token}).status_code == 404


def test_a_teacher_of_another_class_may_not(world: World) -> None:
    assert world.browser("bo").get(f"/klas/{world.keys['groep7']}/meting").status_code == 404
    assert world.browser("noor").get(f"/klas/{world.keys['groep7']}/meting").status_code == 404


def test_opening_is_in_the_audit(world: World, session: Session) -> None:
    switch(session, world, "start")
    switch(session, world, "start", shut=True)
    acts = select(AuditEntry.action).where(AuditEntry.action.like("measurement%")).order_by(AuditEntry.id)
    actions = session.scalars(acts).all()
    assert list(actions) == ["measurement.open", "measurement.close"]


def test_a_class_is_counted(world: World, session: Session, noor: Person) -> None:
    switch(session, world, "start")
    begin_measurement(session, person=noor, at=MONDAY_MORNING, rng=Random(1))
    start, end = class_phases(session, world.ids["groep7"], 2026)
    assert (start.begun, start.finished, start.is_open) == (1, 0, True)
    assert (end.begun, end.opened_at) == (0, None)


def test_the_real_forms_are_parallel_and_complete() -> None:
    kept, shelf = catalog.shelf(), catalog.load()
    try:
        assert complete_forms()
        first, second = shelf.forms["a"].items, shelf.forms["b"].items
        for one, twin in zip(first, second, strict=True):
            assert (one.module, one.goal, one.type_name, one.parallel) == (
                twin.module, twin.goal, twin.type_name, twin.parallel,
            )  # fmt: skip
            assert one.stem.say("nl") != twin.stem.say("nl")
        count = Counter(item.module for item in first)
        assert all(count[module] == (3 if module in CORE_MODULES else 1) for module in shelf.banks)
        stems = {item.stem.say("nl") for bank in shelf.banks.values() for item in bank.items}
        assert not stems & {item.stem.say("nl") for item in [*first, *second]}
    finally:
        catalog.put_back(kept)
