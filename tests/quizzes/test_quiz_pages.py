"""A pupil makes a quiz over plain HTTP: nothing in the page tells the answer, nothing counts twice."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.database import db
from progress import queries as progress
from progress.commands import Person, record_action
from progress.models import Evidence
from quizzes import catalog
from quizzes.commands.attempts import begin_quiz
from quizzes.models import AnswerDraft
from quizzes.sheet import Sheet
from quizzes.types.base import UNSURE
from tests.conftest import MONDAY_MORNING, Clock
from tests.quizzes.quizzing import ROOT, begin, running, send, sheet, walk
from tests.quizzes.walking import an_answer, form_for
from tests.world import World, csrf_of


def test_from_begin_to_result(world: World) -> None:
    browser = world.browser("noor")
    assert "Acht vragen" in browser.get(ROOT).get_data(as_text=True)
    walk(browser, world, wrong=set())
    page = browser.get(ROOT).get_data(as_text=True)
    assert "Het is gelukt" in page
    assert page.count("Gesnapt") == 4


def test_a_failed_goal_is_all_that_a_retake_asks(world: World) -> None:
    browser = world.browser("noor")
    items = walk(browser, world, wrong={0, 4, 1})
    page = browser.get(ROOT).get_data(as_text=True)
    assert "Je bent er bijna" in page
    assert page.count("Nog even oefenen") == 2
    begin(browser)
    again = list(running(world).items)
    assert {catalog.entry(item).item.goal for item in again} == {"G1", "G2"}
    assert not set(again) & set(items)


def test_the_third_attempt_waits_for_the_rehearsal(world: World, clock: Clock, session: Session, noor: Person) -> None:
    browser = world.browser("noor")
    for wrong in ({0, 4}, {0, 1}):
        walk(browser, world, wrong=wrong)
        clock.at += timedelta(minutes=5)
    page = browser.get(ROOT).get_data(as_text=True)
    assert "/les/doorsturen/s2" in page
    token = csrf_of(browser, ROOT)
    assert browser.post(ROOT, data={"csrf_token": token}).status_code == 409
    record_action(
        session, person=noor, module="doorsturen", step="s2", protective=True, right=True, token="again", at=clock.at
    )
    begin(browser)
    assert running(world).finished_at is None


def test_options_are_mixed_per_attempt_and_stable_within_it(session: Session, noor: Person) -> None:
    first = begin_quiz(session, person=noor, module="doorsturen", at=MONDAY_MORNING, rng=Random(1))
    item = catalog.entry("DS-01")
    one, two = Sheet.of(item, {}, first.seed), Sheet.of(item, {}, "another")
    options = item.item.options  # type: ignore[attr-defined]
    assert [option.id for option in one.mixed(options)] == [option.id for option in one.mixed(options)]
    assert not set(one.meaning) & set(two.meaning)
    orders = {tuple(o.id for o in Sheet.of(item, {}, f"{seed}").mixed(options)) for seed in range(60)}
    assert len(orders) == 6


def test_a20_an_item_is_answered_once(world: World, session: Session) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    body = sheet(world, running(world), item).body
    form = form_for(sheet(world, running(world), item), an_answer(body, right=False))
    better = form_for(sheet(world, running(world), item), an_answer(body, right=True))
    token = csrf_of(browser, f"{ROOT}/{item}")
    for sent in (form, form, better):
        assert browser.post(f"{ROOT}/{item}", data={**sent, "csrf_token": token}).status_code == 303
    page = browser.get(f"{ROOT}/{item}").get_data(as_text=True)
    assert "Nog niet" in page
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    assert session.scalars(select(Evidence)).one().right is False


def test_a21_an_item_that_was_not_given_is_not_found(world: World) -> None:
    browser = world.browser("noor")
    begin(browser)
    attempt = running(world)
    other = next(item.id for item in catalog.bank_items("doorsturen") if item.id not in attempt.items)
    token = csrf_of(browser, f"{ROOT}/{attempt.items[0]}")
    for item in (other, "WW-01", "DS-99", "../x", "%00"):
        assert browser.get(f"{ROOT}/{item}").status_code == 404
        assert browser.post(f"{ROOT}/{item}", data={"answer": "x", "csrf_token": token}).status_code == 404
    assert browser.get("/les/nergens/toets").status_code == 404


def test_another_pupils_attempt_is_not_mine(world: World) -> None:
    begin(world.browser("noor"))
    item = running(world).items[0]
    assert world.browser("tygo").get(f"{ROOT}/{item}").status_code == 404


def test_a21_a_later_item_waits_its_turn(world: World) -> None:
    browser = world.browser("noor")
    begin(browser)
    attempt = running(world)
    later, now = attempt.items[3], attempt.items[0]
    assert browser.get(f"{ROOT}/{later}").headers["Location"].endswith(now)
    token = csrf_of(browser, f"{ROOT}/{now}")
    reply = browser.post(f"{ROOT}/{later}", data={"unsure": "1", "csrf_token": token})
    assert reply.status_code == 422
    assert "Deze vraag komt later" in reply.get_data(as_text=True)


@pytest.mark.parametrize("form", [{}, {"answer": ""}, {"answer": ["x", "y"]}, {"answer": "ja" * 90}, {"place-x": "1"}])
def test_nonsense_gets_a_sentence_and_keeps_nothing(world: World, session: Session, form: dict[str, str]) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    token = csrf_of(browser, f"{ROOT}/{item}")
    reply = browser.post(f"{ROOT}/{item}", data={**form, "csrf_token": token})
    assert reply.status_code == 422
    assert "fouten" in reply.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_unsure_shows_the_answer_without_a_cross(world: World, session: Session, noor: Person) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    assert send(browser, world, item, UNSURE) == 303
    page = browser.get(f"{ROOT}/{item}").get_data(as_text=True)
    assert "Zo zit het" in page
    assert "gekozen-niet" not in page
    assert session.scalars(select(Evidence)).one().unsure
    assert progress.items_seen(session, noor.pupil_id, "doorsturen")[item].right is False


def test_a_draft_is_kept_for_this_pupil_and_gone_on_sending(world: World, session: Session) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    question = sheet(world, running(world), item)
    form = form_for(question, an_answer(question.body, right=True))
    token = csrf_of(browser, f"{ROOT}/{item}")
    assert browser.post(f"{ROOT}/{item}/concept", data={**form, "csrf_token": token}).status_code == 204
    page = browser.get(f"{ROOT}/{item}").get_data(as_text=True)
    if question.type in ("single", "multi", "cloze"):
        assert "checked" in page
    assert world.browser("tygo").post(f"{ROOT}/{item}/concept", data={"csrf_token": token}).status_code in (400, 404)
    browser.post(f"{ROOT}/{item}", data={**form, "csrf_token": token})
    assert session.scalar(select(func.count()).select_from(AnswerDraft)) == 0


def test_help_is_marked_until_the_next_answer(world: World, session: Session, noor: Person) -> None:
    from quizzes.queries.attempts import help_asked

    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    token = csrf_of(browser, f"{ROOT}/{item}")
    browser.post(f"{ROOT}/{item}/hulp", data={"csrf_token": token})
    assert help_asked(session, [noor.pupil_id])[noor.pupil_id][:2] == ("doorsturen", item)
    assert "Lees de vraag nog eens" in browser.get(f"{ROOT}/{item}").get_data(as_text=True)
    send(browser, world, item, UNSURE)
    session.expire_all()
    assert help_asked(session, [noor.pupil_id]) == {}


def test_two_tabs_share_one_attempt(session: Session, noor: Person) -> None:
    first = begin_quiz(session, person=noor, module="doorsturen", at=MONDAY_MORNING, rng=Random(1))
    second = begin_quiz(session, person=noor, module="doorsturen", at=MONDAY_MORNING, rng=Random(2))
    assert first.key == second.key


def test_staff_and_strangers_make_no_quiz(world: World) -> None:
    assert world.browser("samira").get(ROOT).status_code == 404
    assert world.browser().get(ROOT).status_code == 302


def test_a_later_year_asks_all_goals_again(world: World, clock: Clock) -> None:
    browser = world.browser("noor")
    first = walk(browser, world, wrong=set())
    clock.at = MONDAY_MORNING.replace(year=2027)
    browser = world.browser("noor")
    assert "Acht vragen" in browser.get(ROOT).get_data(as_text=True)
    begin(browser)
    again = list(running(world).items)
    assert len(again) == 8
    assert not set(first) & set(again)


def test_random_forms_never_break_the_page(world: World, session: Session) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    token = csrf_of(browser, f"{ROOT}/{item}")
    question, rng = sheet(world, running(world), item), Random(20261116)
    opaque = [*question.meaning, "unsure", "", "0", "9" * 40, "\x07", "🐢", "../..", "<b>"]
    names = ["answer", "clue", "act", "place-x", *(f"card-{name}" for name in question.meaning), "next", "é"]
    statuses = set()
    for _ in range(60):
        form = {rng.choice(names): [rng.choice(opaque) for _ in range(rng.randrange(4))] for _ in range(4)}
        form.pop("answer", None) if rng.random() < 0.8 else None
        statuses.add(browser.post(f"{ROOT}/{item}", data={**form, "csrf_token": token}).status_code)
    assert statuses <= {303, 422}
    assert (session.scalar(select(func.count()).select_from(Evidence)) or 0) <= 1


def test_an_answer_costs_a_fixed_number_of_statements(world: World, session: Session, noor: Person) -> None:
    """However much a pupil did before, one answer is a fixed amount of work."""
    from sqlalchemy import event

    from quizzes.commands.attempts import submit_answer

    counts = []
    attempt = begin_quiz(session, person=noor, module="doorsturen", at=MONDAY_MORNING, rng=Random(1))
    for item in attempt.items:
        statements: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)  # noqa: B023 - used within this round only

        event.listen(db.engine, "before_cursor_execute", count)
        submit_answer(
            session, person=noor, kind="quiz", module="doorsturen", item=item, form={"unsure": ["1"]}, settings={},
            at=MONDAY_MORNING,
        )  # fmt: skip
        event.remove(db.engine, "before_cursor_execute", count)
        counts.append(len(statements))
    assert max(counts) <= 25, counts
