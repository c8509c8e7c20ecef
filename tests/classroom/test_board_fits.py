"""The digibord shows everything at once: with the longest words of a module, on a laptop and on the board itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.asked import Asked
from classroom.commands import board, live, own
from classroom.queries.division import asked_in, divided_on
from core.database import db
from lessons.catalog import modules
from progress.commands import ItemFacts, Verdict, record_answer
from school.models import Pupil, SchoolClass
from tests.browser import BOARD, LAPTOP
from tests.classroom.history import fill_class, person_of
from tests.conftest import Clock
from tests.lessons.walking import signed_in
from tests.world import World

pytestmark = pytest.mark.browser

YEAR = 2026
PUPILS = 10
QUICK = ("doorsturen", "samen")
"""Modules with long words; the others are looked at with the long walks."""
SEEN = """() => {
    const inside = (part) => {
        const box = part.getBoundingClientRect();
        return box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
    };
    const parts = [...document.querySelectorAll(".board header > *, .board .what > *, .board footer .btn")];
    const wrong = parts.filter((part) => !inside(part));
    const bar = document.querySelector(".board footer").getBoundingClientRect().top;
    const under = [...document.querySelectorAll(".board .what > *")].filter(
        (part) => part.getBoundingClientRect().bottom > bar + 1
    );
    return [...wrong, ...under].map((part) => part.innerText.slice(0, 60));
}"""
"""What of the board cannot be seen without scrolling: outside the window, or behind the bar."""


@contextmanager
def inside(world: World) -> Iterator[Session]:
    assert world.app is not None
    with world.app.app_context():
        yield db.session


def _length(asked: Asked) -> int:
    words = [*asked.lines, *(part for one in asked.choices for part in (one.text, one.reason) if part)]
    return sum(len(part.say("nl")) for part in words)


def _divide(session: Session, group: SchoolClass, slug: str, at: datetime) -> None:
    """Ten pupils, half against half, on the two questions of a module that have the most words."""
    pupils = fill_class(session, group, PUPILS, at).pupils
    long = sorted(asked_in(slug, {}).values(), key=_length, reverse=True)
    taken: dict[str, Asked] = {}
    for asked in long:
        if len(asked.choices) > 1 and len(taken) < 2:
            taken.setdefault(asked.name, asked)
    for asked in taken.values():
        facts = ItemFacts(slug, asked.name, "G1", "A1", "d")
        for number, pupil in enumerate(pupils):
            verdict = Verdict(False, False, (), ((asked.part, asked.choices[number % 2].id),))
            record_answer(
                session, person=person_of(pupil), item=facts, verdict=verdict, source="quiz",
                token=f"{asked.name}-{number}", at=at,
            )  # fmt: skip


def _vote(session: Session, group: SchoolClass, slug: str, at: datetime) -> None:
    """Everybody votes on the first card of a module; the vote stays open."""
    ids = list(session.scalars(select(Pupil.id).where(Pupil.class_id == group.id)))
    first = divided_on(session, ids, slug, YEAR, {})[0]
    row = board.open_vote(
        session, school_id=group.school_id, class_id=group.id, module=slug, name=first.asked.name,
        part=first.asked.part, before=first.counts, at=at,
    )  # fmt: skip
    for number, pupil_id in enumerate(ids):
        board.cast_vote(
            session, vote_id=row.id, pupil_id=pupil_id, class_id=group.id, answer=first.sides[number % 2],
            among=first.sides,
        )  # fmt: skip


@pytest.mark.parametrize("size", [LAPTOP, BOARD])
@pytest.mark.parametrize(
    "slug", [pytest.param(m.slug, marks=[] if m.slug in QUICK else pytest.mark.slow) for m in modules()]
)
def test_every_card_of_the_board_is_seen_whole_during_a_lesson(
    world: World, visit: Callable[..., Page], clock: Clock, slug: str, size: tuple[int, int]
) -> None:
    page = signed_in(visit(size=size), world.browser("samira"))
    with inside(world) as session:
        group = session.get_one(SchoolClass, world.ids["groep7"])
        _divide(session, group, slug, clock.at)
        live.start(
            session, school_id=group.school_id, class_id=group.id, staff_id=world.ids["samira"], module=slug, lesson=1,
            minutes=45, at=clock.at,
        )  # fmt: skip

    def look(card: str) -> None:
        page.goto(f"/klas/{world.keys['groep7']}/digibord?les={slug}&kaart={card}")
        expect(page.locator(".board header")).to_contain_text("van 3")
        assert page.evaluate(SEEN) == [], card

    for card in ("1", "2", "gesprek"):
        look(card)
    with inside(world) as session:
        live.pause(session, class_id=world.ids["groep7"], paused=True, at=clock.at)
        _vote(session, session.get_one(SchoolClass, world.ids["groep7"]), slug, clock.at)
    look("1")
    with inside(world) as session:
        board.close_votes(session, class_id=world.ids["groep7"], at=clock.at)
    look("1")


def test_more_words_than_fit_scroll_under_the_bar(world: World, visit: Callable[..., Page], clock: Clock) -> None:
    """A teacher may add long questions of their own: the buttons stay where they are."""
    page = signed_in(visit(size=LAPTOP), world.browser("samira"))
    with inside(world) as session:
        group = session.get_one(SchoolClass, world.ids["groep7"])
        for number in range(3):
            own.add_talk(
                session, school_id=group.school_id, class_id=group.id, actor="samira", module="doorsturen",
                words=f"{number} " + "Wat zou jij doen als het morgen weer gebeurt? " * 9, at=clock.at,
            )  # fmt: skip
    page.goto(f"/klas/{world.keys['groep7']}/digibord?les=doorsturen&kaart=gesprek")
    button = page.get_by_role("link", name="Sluit het bord")
    expect(button).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 9_000)
    last, bar = page.locator(".board .what > *").last, page.locator(".board footer")
    expect(button).to_be_in_viewport(ratio=1)
    expect(last).to_be_in_viewport(ratio=1)
    ends, begins = last.bounding_box(), bar.bounding_box()
    assert ends and begins
    assert ends["y"] + ends["height"] <= begins["y"] + 1
