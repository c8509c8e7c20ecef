"""Words and moments as the templates of the classroom say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from flask import Flask
from flask_babel import format_date

from classroom import catalog
from classroom.facts import PupilRow
from classroom.rules.clock import PHASES, USUAL
from classroom.rules.places import places_together
from classroom.views import words
from classroom.views.page import topic
from core.clock import SCHOOL_ZONE, local_day
from core.web import say, school_settings
from quizzes.types.base import Item


def init_filters(app: Flask) -> None:
    """Give the templates their filters and functions."""
    app.jinja_env.filters.update(
        topic=topic, day_words=day_words, local_day_words=lambda at: day_words(local_day(at)), local_time=local_time,
        local_clock=local_clock, row_name=row_name, places_together=places_together,
    )  # fmt: skip
    app.jinja_env.globals.update(
        place_words=words.place_words, step_words=words.step_words, kind_name=words.kind_name,
        signal_reason=words.signal_reason,
        signs=words.SIGNS, topic_of=words.topic_of, percent=words.percent, thought_words=thought_words,
        thought_repair=thought_repair, item_stem=item_stem, phases=PHASES, usual=USUAL, phase_name=words.phase_name,
    )  # fmt: skip


def day_words(day: date) -> str:
    """A day as people say it: *vrijdag 20 november*."""
    return str(format_date(day, "EEEE d MMMM"))


def local_time(at: datetime) -> str:
    """A moment on the school's clock: *10.42*."""
    return f"{at.astimezone(SCHOOL_ZONE):%H.%M}"


def local_clock(at: datetime) -> str:
    """A moment on the school's clock with its seconds: *10.36.15*."""
    return f"{at.astimezone(SCHOOL_ZONE):%H.%M.%S}"


def row_name(pupil_id: int, rows: Mapping[int, PupilRow]) -> str:
    """The name of a pupil of the class."""
    return rows[pupil_id].name if pupil_id in rows else ""


def thought_words(slug: str, tag: str) -> str:
    """A misconception in a child's words, without its full stop."""
    found = catalog.misconception(slug, tag)
    return say(found.text).rstrip(".") if found else tag


def thought_repair(slug: str, tag: str) -> str:
    """The five minutes that take a misconception away; empty where the module has none."""
    found = catalog.misconception(slug, tag)
    return say(found.repair) if found else ""


def item_stem(item: Item) -> str:
    """What a question asks at this school."""
    return say(item.at(school_settings()).stem)
