"""Lesson guides on paper: two pages for the teacher, one for at home, and the answers."""

from __future__ import annotations

from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from agreements import catalog as agreements
from agreements.rules import stated
from classroom import catalog
from classroom.asked import questions_of
from classroom.paper import exit_questions, for_paper
from classroom.queries.own import talk_questions
from classroom.views.blueprint import classroom
from classroom.views.page import class_page, group
from core.clock import local_day, now
from core.database import db
from core.web import render, school_settings
from lessons.schema import Module
from lessons.steps.klassengesprek import Klassengesprek
from quizzes.catalog import bank_items, shelf
from quizzes.types.base import Answer
from school.access import current, needs


@classroom.get("/klas/<class_key>/lesgids/<slug>")
@needs("class.see")
def class_guide(class_key: str, slug: str) -> Response:
    """The guide with the class's own name and own talk questions."""
    own = talk_questions(db.session, group().id, slug)
    return class_page("classroom/guide.html", "les", own=own, who=group().name, **_guide(slug))


@classroom.get("/lesgids/<slug>")
@needs("preview.see")
def guide(slug: str) -> Response:
    """The guide of a module, for any class of the school."""
    return guide_page(slug)


def guide_page(slug: str) -> Response:
    """The guide for no class in particular; 404 for a module that is not there."""
    return render("classroom/guide.html", group=None, own=[], who="", teachers=[], place="", **_guide(slug))


@classroom.get("/lesgids/<slug>/thuis")
@needs("preview.see")
def family_page(slug: str) -> Response:
    """One page for at home: talk starters and agreements, no results."""
    return render("classroom/family.html", module=_module(slug), day=local_day(now()))


@classroom.get("/lesgids/<slug>/antwoorden")
@needs("preview.see")
def answer_notes(slug: str) -> Response:
    """The questions of a module with what is right and why, for the teacher's desk."""
    module = _module(slug)
    items = bank_items(slug) if slug in shelf().banks else []
    settings = school_settings()
    answers = [(item, item.at(settings), item.at(settings).lines(Answer())) for item in items]
    practice = list(questions_of(module, (), settings).values())
    return render("classroom/answers.html", module=module, answers=answers, practice=practice)


@classroom.get("/lesgids/<slug>/zonder-schermen")
@needs("preview.see")
def unplugged(slug: str) -> Response:
    """The lesson on two sheets of paper, for when devices fail: situations to read aloud, a talk, two questions."""
    module, settings = _module(slug), school_settings()
    asked = questions_of(module, bank_items(slug) if slug in shelf().banks else [], settings)
    return render(
        "classroom/unplugged.html", module=module, day=local_day(now()), practice=for_paper(module, asked),
        exits=exit_questions(module, asked),
        talk=next((step for step in module.steps if isinstance(step, Klassengesprek)), None),
    )  # fmt: skip


def _module(slug: str) -> Module:
    module = catalog.at_school(slug, school_settings())
    if module is None:
        abort(404)
    return module


def _guide(slug: str) -> dict[str, Any]:
    module = _module(slug)
    protocol = agreements.protocol_of(db.session, current().school_id)
    settings = [found for name in module.teacher.settings if (found := agreements.setting(name))]
    begins = now()
    return {
        "module": module, "protocol": protocol, "day": local_day(begins),
        "behind": {one.id: agreements.agreement_sources(one.sources, protocol) for one in module.agreements},
        "says": [stated(one, school_settings().get(one.id, ()), protocol) for one in settings],
    }  # fmt: skip
