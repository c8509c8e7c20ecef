"""Abuse of a quiz that the other tests here leave: A20 to A22 of the threat model."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from progress.commands import Person
from progress.models import Evidence
from quizzes import catalog
from quizzes.catalog import Entry
from quizzes.commands.attempts import begin_quiz, submit_answer
from quizzes.models import AttemptAnswer
from quizzes.sheet import Sheet
from tests.conftest import Clock
from tests.quizzes.quizzing import ROOT, begin, running
from tests.school.test_door import PICTURES, at_the_secret, send_pictures
from tests.world import World, csrf_of


def test_a20_an_answer_from_a_queue_that_is_sent_again_counts_once(world: World, session: Session) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    form = {"csrf_token": csrf_of(browser, f"{ROOT}/{item}"), "unsure": "1"}
    answers = [browser.post(f"{ROOT}/{item}", data=form) for _ in range(5)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert session.scalar(select(func.count()).select_from(AttemptAnswer)) == 1
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_a21_the_clock_of_the_site_counts_and_not_what_a_form_says(
    world: World, session: Session, clock: Clock
) -> None:
    browser = world.browser("noor")
    item = begin(browser).rsplit("/", 1)[1]
    form = {
        "csrf_token": csrf_of(browser, f"{ROOT}/{item}"), "unsure": "1", "at": "2031-01-01T00:00:00Z",
        "answered_at": "2031-01-01", "right": "1", "score": "8", "pupil_id": str(world.ids["tygo"]),
    }  # fmt: skip
    headers = {"Date": "Wed, 01 Jan 2031 00:00:00 GMT"}
    assert browser.post(f"{ROOT}/{item}", data=form, headers=headers).status_code == 303
    answer = session.scalars(select(AttemptAnswer)).one()
    assert answer.answered_at == clock.at and not answer.right
    assert session.scalars(select(Evidence)).one().pupil_id == world.ids["noor"]


def test_a21_what_arrives_after_the_session_is_kept_and_never_silently_lost(world: World, clock: Clock) -> None:
    browser = at_the_secret(world)
    send_pictures(browser, PICTURES)
    item = begin(browser).rsplit("/", 1)[1]
    form = {"csrf_token": csrf_of(browser, f"{ROOT}/{item}"), "unsure": "1"}
    clock.at += timedelta(minutes=50)
    late = browser.post(f"{ROOT}/{item}", data=form)
    assert "bewaard" in late.get_data(as_text=True)
    assert send_pictures(at_the_secret(world), PICTURES).location.startswith("/bewaard")


def test_a22_an_answer_says_which_version_of_the_question_it_was(
    world: World, session: Session, noor: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = begin_quiz(session, person=noor, module="doorsturen", at=clock.at, rng=Random(1))
    first, second = attempt.items[:2]
    answer = {"person": noor, "kind": "quiz", "module": "doorsturen", "form": {"unsure": ["1"]}, "settings": {}}
    submit_answer(session, item=first, at=clock.at, **answer)  # type: ignore[arg-type]
    before = Sheet.of(catalog.entry(second), {}, attempt.seed).digest
    whole, stem = catalog.entry, catalog.entry(first).item.stem
    edited = Entry(whole(second).module, whole(second).item.model_copy(update={"stem": stem}))
    monkeypatch.setattr(catalog, "entry", lambda name: edited if name == second else whole(name))
    submit_answer(session, item=second, at=clock.at, **answer)  # type: ignore[arg-type]
    kept = {row.item: row.digest for row in session.scalars(select(AttemptAnswer))}
    assert list(running(world).items) == list(attempt.items), "the attempt keeps the questions that it gave"
    assert kept[second] == Sheet.of(edited, {}, attempt.seed).digest != before, "the answer names the text it was to"
    monkeypatch.setattr(catalog, "entry", whole)
    assert kept[first] == Sheet.of(whole(first), {}, attempt.seed).digest
