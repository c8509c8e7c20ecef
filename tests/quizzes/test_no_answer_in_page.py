"""Nothing in a question's page tells which answer is right, before it is sent."""

from __future__ import annotations

import html

import pytest
from flask import Flask, g, render_template

from quizzes.sheet import Sheet
from quizzes.types.base import UNSURE, Body
from tests.quizzes.quizzing import ROOT, begin, running, send, sheet
from tests.quizzes.test_types import SHEETS
from tests.quizzes.walking import Fields, an_answer
from tests.world import World


def test_a19_nothing_in_the_page_tells_the_answer(world: World) -> None:
    browser = world.browser("noor")
    for _ in range(2):
        begin(browser)
        attempt = running(world)
        for place, item in enumerate(attempt.items):
            page = html.unescape(browser.get(f"{ROOT}/{item}").get_data(as_text=True))
            question = sheet(world, attempt, item)
            for answer in [*question.body.answers(), UNSURE]:
                said = [line.why for line in question.body.lines(answer) if line.why] + question.body.why(answer)
                assert not any(words.say("nl") in page for words in said)
            values = {value for given in Fields(page).offered.values() for value in given}
            assert not values & {part.id for part in question.body.parts()}
            send(browser, world, item, an_answer(question.body, right=place > 1))


@pytest.mark.parametrize("question", [sheet for sheet in SHEETS if sheet.body is sheet.entry.item], ids=lambda s: s.id)
def test_a19_the_page_is_the_same_whatever_is_right(site: Flask, question: Sheet) -> None:
    """With the key turned round, tags and explanations included, the question's page does not change by one letter."""
    turned = Sheet(question.entry, turn_key(question.body), question.seed)
    part = f"quizzes/types/{question.type}.html"
    with site.test_request_context("/"):
        g.school_settings = {}
        pages = {render_template(part, sheet=one, form={}) for one in (question, turned)}
    assert len(pages) == 1


def turn_key(body: Body) -> Body:
    """The same question with other things right."""
    changes: dict[str, object] = {}
    for field in ("options", "clues", "acts"):
        parts = getattr(body, field, [])
        facts = [{"correct": p.correct, "tag": p.tag, "feedback": p.feedback} for p in parts]
        changes[field] = [p.model_copy(update=facts[i - 1]) for i, p in enumerate(parts)]
    if hasattr(body, "before"):
        changes["before"] = [(later, first) for first, later in body.before]
    if hasattr(body, "boxes"):
        boxes = [box.id for box in body.boxes]
        changes["cards"] = [card.model_copy(update={"box": [boxes[-1]]}) for card in body.cards]  # type: ignore[attr-defined]
    return body.model_copy(update={name: value for name, value in changes.items() if value})
