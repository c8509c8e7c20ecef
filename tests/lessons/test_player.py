"""A pupil goes through a module over plain HTTP, without scripts."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import select

from core.database import db
from lessons import catalog
from lessons.models import ClassVote, LessonProgress, StepDraft, StepState, TeachBack
from lessons.queries import CLASS_TOTALS_FROM
from lessons.steps import played
from lessons.steps.klassengesprek import Klassengesprek
from lessons.steps.sorteren import Sorteren
from lessons.steps.terugvertellen import Terugvertellen
from progress.models import Evidence, ModuleState, StepMemory
from tests.lessons.samples import MODULES
from tests.lessons.walking import begin, finish, send, settings_of, up_to
from tests.world import World

SLUGS = [path.stem for path in MODULES]
QUICK = ("doorsturen", "wachtwoorden")
"""Walked in every run; the others, and English, in the full tier."""


WALKS = [
    pytest.param(slug, language, marks=[] if slug in QUICK and language == "nl" else pytest.mark.slow)
    for slug in SLUGS
    for language in ("nl", "en")
]


@pytest.mark.parametrize(("slug", "language"), WALKS)
def test_a_pupil_walks_a_module(world: World, slug: str, language: str) -> None:
    client = world.browser("noor")
    client.get(f"/thuis?lang={language}")
    module = catalog.module(slug, settings_of("gsv"))
    begin(client, slug)
    for step in module.steps:
        finish(client, slug, step)
    closing = html.unescape(client.get(f"/les/{slug}/klaar").get_data(as_text=True))
    assert module.closing.text.say(language).split("\n")[0][:30] in closing
    assert module.title.say(language) in html.unescape(client.get("/thuis").get_data(as_text=True))
    assert world.app
    with world.app.app_context():
        row = db.session.get_one(LessonProgress, {"pupil_id": world.ids["noor"], "module": slug, "year": 2026})
        assert row.finished_at
        assert row.done == row.total == len(module.steps)
        states = db.session.scalars(select(StepState)).all()
        assert len(states) == len(module.steps)
        assert {state.language for state in states} == {language}
        assert all(state.started_at.second == state.started_at.microsecond == 0 for state in states)
        assert db.session.get_one(ModuleState, {"pupil_id": world.ids["noor"], "module": slug}).protective_at


def test_the_path_of_route_basis_is_shorter(world: World) -> None:
    client = world.browser("amara")
    module = catalog.module("doorsturen", settings_of("gsv"))
    begin(client, "doorsturen")
    basis = catalog.steps_on(module, "basis")
    for step in basis:
        finish(client, "doorsturen", step)
    assert len(basis) < len(module.steps)
    assert client.get("/les/doorsturen/klaar").status_code == 200
    other = next(step for step in module.steps if step.route == "plus")
    assert client.get(f"/les/doorsturen/stap/{other.id}").status_code == 404


def test_it_goes_on_where_it_was_on_another_device(world: World) -> None:
    module = catalog.module("doorsturen", settings_of("gsv"))
    up_to(world.browser("noor"), module, "s4")
    tablet = world.browser("noor")
    assert tablet.get("/les/doorsturen/verder").headers["Location"].endswith("/les/doorsturen/stap/s4")
    assert tablet.get("/les/doorsturen/stap/s2").status_code == 200


def test_a_step_not_yet_reached(world: World) -> None:
    client = world.browser("noor")
    assert client.get("/les/doorsturen/stap/s1").headers["Location"].endswith("/les/doorsturen")
    module = catalog.module("doorsturen", settings_of("gsv"))
    up_to(client, module, "s2")
    assert client.get("/les/doorsturen/stap/s4").headers["Location"].endswith("/stap/s2")
    answer = send(client, "/les/doorsturen/stap/s4", {"card-gym": ["ok"]})
    assert answer.status_code == 409
    assert "Deze stap komt straks" in answer.get_data(as_text=True)
    assert client.get("/les/doorsturen/klaar").status_code == 302


def test_strange_addresses(world: World) -> None:
    client = world.browser("noor")
    begin(client, "doorsturen")
    for path in ("/les/bestaatniet", "/les/doorsturen/stap/s99", "/les/doorsturen/stap/..", "/les/wachtwoorden/stap/x"):
        assert client.get(path).status_code == 404
    assert send(client, "/les/doorsturen/stap/s99", {"guess": ["1"]}).status_code == 404


def test_the_same_form_twice_counts_once(world: World) -> None:
    client = world.browser("noor")
    module = catalog.module("doorsturen", settings_of("gsv"))
    path = up_to(client, module, "s4")
    step = catalog.step_of(module.steps, "s4")
    assert isinstance(step, Sorteren)
    card = step.cards[0]
    other = next(box.id for box in step.boxes if box.id not in card.boxes)
    for _ in range(3):
        assert send(client, path, {f"card-{card.id}": [other]}, once="one-and-the-same").status_code == 303
    assert world.app
    with world.app.app_context():
        assert state(world, "s4").tries == {card.id: 1}
        rows = db.session.scalars(select(Evidence).where(Evidence.name == f"s4/{card.id}")).all()
        assert [(row.right, row.first, row.source) for row in rows] == [(False, True, "step")]


def test_only_the_first_answer_is_the_first(world: World) -> None:
    client = world.browser("noor")
    module = catalog.module("doorsturen", settings_of("gsv"))
    path = up_to(client, module, "s4")
    step = catalog.step_of(module.steps, "s4")
    assert isinstance(step, Sorteren)
    card = step.cards[0]
    other = next(box.id for box in step.boxes if box.id not in card.boxes)
    send(client, path, {f"card-{card.id}": [other]})
    send(client, path, {f"card-{card.id}": [card.boxes[0]]})
    assert world.app
    with world.app.app_context():
        kept = state(world, "s4")
        assert kept.first == {card.id: other}
        assert kept.last == {card.id: card.boxes[0]}
        assert kept.tries == {card.id: 2}
        memory = {"pupil_id": world.ids["noor"], "module": "doorsturen", "step": f"s4/{card.id}"}
        assert db.session.get_one(StepMemory, memory).right_first is False


@pytest.mark.parametrize("words", ["x" * 100_000, "kort", ""])
def test_a_text_that_cannot_be_is_refused_and_not_lost(world: World, words: str) -> None:
    client = world.browser("noor")
    module = catalog.module("doorsturen", settings_of("gsv"))
    path = up_to(client, module, last_of("doorsturen"))
    answer = send(client, path, {"text": [words]})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert world.app
    with world.app.app_context():
        assert db.session.scalars(select(TeachBack)).all() == []


def test_control_characters_go(world: World) -> None:
    client = world.browser("noor")
    module = catalog.module("doorsturen", settings_of("gsv"))
    path = up_to(client, module, last_of("doorsturen"))
    assert send(client, path, {"text": ["Eerst \x00denken,\u202e dan sturen. <b>Echt</b>."]}).status_code == 303
    assert world.app
    with world.app.app_context():
        assert db.session.scalars(select(TeachBack.text)).one() == "Eerst denken, dan sturen. <b>Echt</b>."
    assert "&lt;b&gt;Echt" in client.get(path).get_data(as_text=True)


def test_a_draft_is_kept_and_goes_on_sending(world: World) -> None:
    client = world.browser("noor")
    module = catalog.module("doorsturen", settings_of("gsv"))
    path = up_to(client, module, last_of("doorsturen"))
    page = client.get(path).get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    half = {"field": "text", "words": "Ik was nog bez", "csrf_token": token}
    assert client.post(f"{path}/concept", data=half).status_code == 204
    assert "Ik was nog bez" in world.browser("noor").get(path).get_data(as_text=True)
    assert "Ik was nog bez" not in world.browser("tygo").get(path, follow_redirects=True).get_data(as_text=True)
    assert client.post(f"{path}/concept", data={**half, "field": "anders"}).status_code == 404
    send(client, path, {"text": ["Eerst denken, dan pas sturen."]})
    assert world.app
    with world.app.app_context():
        assert db.session.scalars(select(StepDraft)).all() == []


def test_asking_for_help_shows_a_hint_and_the_teacher_sees_it(world: World) -> None:
    client = world.browser("noor")
    begin(client, "doorsturen")
    page = client.get("/les/doorsturen/stap/s1").get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    answer = client.post("/les/doorsturen/stap/s1/hulp", data={"csrf_token": token})
    assert "Een tip" in client.get(answer.headers["Location"].partition("#")[0]).get_data(as_text=True)
    assert world.app
    with world.app.app_context():
        key = {"pupil_id": world.ids["noor"], "module": "doorsturen", "year": 2026}
        assert db.session.get_one(LessonProgress, key).help_at
    finish(client, "doorsturen", catalog.module("doorsturen", settings_of("gsv")).steps[0])
    with world.app.app_context():
        assert db.session.get_one(LessonProgress, key).help_at is None


def test_votes_are_totals_without_persons(world: World) -> None:
    module = catalog.module("doorsturen", settings_of("gsv"))
    talk = next(step for step in module.steps if isinstance(step, Klassengesprek))
    for name, vote in (("noor", "agree"), ("tygo", "disagree")):
        client = world.browser(name)
        path = up_to(client, module, talk.id)
        assert send(client, path, {"before": [vote]}).status_code == 303
        assert send(client, path, {"before": ["unsure"]}).status_code == 422
    assert world.app
    with world.app.app_context():
        row = db.session.scalars(select(ClassVote)).one()
        assert (row.moment, row.agree, row.unsure, row.disagree) == ("before", 1, 0, 1)
        kept = db.session.scalars(select(StepState).where(StepState.step == talk.id)).all()
        assert [one.last for one in kept] == [{"before": True}, {"before": True}]
    assert CLASS_TOTALS_FROM > 2
    assert "Zo koos de klas" not in client.get(path).get_data(as_text=True)


def test_the_same_agreement_names_the_own_schools_clauses(world: World) -> None:
    """GSV and Meilân each see their own place behind one agreement."""
    pages = {}
    for name in ("noor", "sem"):
        client = world.browser(name)
        begin(client, "doorsturen")
        pages[name] = client.get("/les/doorsturen").get_data(as_text=True)
    assert pages["noor"] != pages["sem"]
    assert "CBO Meilân" in pages["noor"]
    assert "Groningse Schoolvereniging" in pages["sem"]


def test_only_pupils_do_lessons(world: World) -> None:
    for who in ("samira", "bakker"):
        assert world.browser(who).get("/les/doorsturen").status_code == 404
    assert world.browser().get("/les/doorsturen").status_code == 302


def state(world: World, step: str) -> StepState:
    key = {"pupil_id": world.ids["noor"], "module": "doorsturen", "year": 2026, "step": step}
    return db.session.get_one(StepState, key)


def last_of(slug: str) -> str:
    step = catalog.course().modules[slug].steps[-1]
    assert isinstance(step, Terugvertellen)
    assert played(step).name == "terugvertellen"
    return step.id
