"""Tablets are shared: on every page a child sees whose account is open, and signs out with one press."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import Rule

from school.access import TABLE
from tests.house.test_access import address, needs, rules
from tests.world import World

PUPILS_OWN = {"lesson.do", "quiz.do", "pledge.do", "own.see"}


def pages(app: Flask) -> list[Rule]:
    """Every address that only pupils open and that is a page."""
    return [rule for rule in rules(app) if needs(app, rule) in PUPILS_OWN and "GET" in (rule.methods or ())]


def test_every_page_of_a_pupil_says_whose_it_is(world: World) -> None:
    assert world.app is not None
    assert set(TABLE) >= PUPILS_OWN
    seen, silent = 0, []
    client = world.browser("noor")
    for rule in pages(world.app):
        answer = client.get(address(rule, slug="doorsturen", class_key=world.keys["groep7"]), follow_redirects=True)
        page = answer.get_data(as_text=True)
        if answer.mimetype != "text/html" or "<html" not in page or answer.request.path == "/":
            continue
        seen += 1
        if "Niet jij? Log uit" not in page or "Je bent ingelogd als Noor." not in page:
            silent.append(f"{rule.rule} ({answer.status_code})")
    assert not silent, "\n".join(silent)
    assert seen > 20
