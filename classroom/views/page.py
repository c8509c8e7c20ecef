"""What every page of a class has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from classroom.facts import ClassRow, Mastery, PupilRow
from classroom.queries import people
from classroom.queries.mastery import mastery_of
from core.audit import note_read
from core.clock import local_day, now, school_year
from core.database import db
from core.text import Text
from core.web import render, say
from lessons.schema import Module
from school.access import current
from school.models import Pupil, SchoolClass

OVER = ("Over ", "About ")


def group() -> SchoolClass:
    """The class in the address; the gate looked it up."""
    found: SchoolClass = g.school_class
    return found


def group_row() -> ClassRow:
    """The class in the address as plain data."""
    return people.class_row(group())


def pupil() -> Pupil:
    """The pupil in the address; the gate looked them up."""
    found: Pupil = g.pupil
    return found


def pupils() -> list[PupilRow]:
    """The pupils of the class in the address."""
    return people.pupils_of(db.session, [group().id])[group().id]


def mastery() -> Mastery:
    """What the pupils of the class in the address know."""
    return mastery_of(db.session, pupils(), school_year(local_day(now())))


def class_page(template: str, place: str, status: int = 200, **context: Any) -> Response:
    """A page of the class in the address. ``place``: klas, les, afspraken, verslagen or leerlingen."""
    teachers = people.teachers_of(db.session, group().id, now())
    return render(template, status, group=group(), teachers=teachers, place=place, **context)


def asked_by_page() -> bool:
    """True when a page that is open asks for its changing part; a person who opens that address gets the page."""
    return "X-Partial" in request.headers


def unchanged(mark: str, otherwise: Callable[[], Response]) -> Response:
    """304 when the page that asks has ``mark`` already, else what ``otherwise`` makes; marked, and never stale."""
    response = Response(status=304) if mark in request.if_none_match else otherwise()
    response.set_etag(mark)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def seen(kind: str, subject: str = "") -> None:
    """Note that the visitor saw records of this class (or ``subject``) today."""
    visitor = current()
    note_read(
        db.session, school_id=visitor.school_id, actor=visitor.actor, kind=kind,
        subject=subject or f"class:{group().key}", at=now(),
    )  # fmt: skip


def topic(module: Module) -> str:
    """The module's subject in a word or two: its subtitle without *Over*."""
    return topic_words(module.subtitle)


def topic_words(subtitle: Text) -> str:
    """A subtitle without *Over*."""
    words = say(subtitle)
    for start in OVER:
        words = words.removeprefix(start)
    return words[:1].upper() + words[1:]
