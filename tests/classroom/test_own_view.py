"""What a pupil sees of themselves: what they can, their promises, the terrarium; never a rank, a mark or a streak."""

from __future__ import annotations

import re
from random import Random

from core.database import db
from school.models import Pupil
from tests.classroom.history import practise, take_quiz
from tests.conftest import MONDAY_MORNING
from tests.world import World


def home(world: World, who: str) -> str:
    return world.browser(who).get("/thuis").get_data(as_text=True)


def test_home_begins_with_what_will_come(world: World) -> None:
    body = home(world, "noor")
    assert "Na je eerste les staat hier wat je al kunt" in body
    assert "Dan gaat hier een belofte open" in body
    assert "terrarium" in body


def test_home_says_what_this_child_can_and_nothing_of_another(world: World) -> None:
    assert world.app is not None
    with world.app.app_context():
        for name, skill in (("noor", 1.0), ("tygo", 0.0)):
            pupil = db.session.get_one(Pupil, world.ids[name])
            practise(db.session, pupil, "doorsturen", Random(1), MONDAY_MORNING)
            take_quiz(db.session, pupil, "doorsturen", Random(2), skill, MONDAY_MORNING)
    noor, tygo = (part.split("Wat ik kan", 1)[1] for part in (home(world, "noor"), home(world, "tygo")))
    assert noor.count("Gesnapt") == 4
    assert tygo.count("Gesnapt") == 0
    assert tygo.count("Nog even oefenen") == 4
    assert "Tygo" not in home(world, "noor")
    words = re.sub(r"<[^>]+>", " ", home(world, "tygo"))
    for one in ("punten", "score", "%", "beste", "plaats ", "op rij", "gemiddeld", "cijfer"):
        assert one not in words, one


def test_what_a_child_can_is_folded_per_lesson_and_the_lesson_of_now_is_open(world: World) -> None:
    assert world.app is not None
    with world.app.app_context():
        pupil = db.session.get_one(Pupil, world.ids["noor"])
        practise(db.session, pupil, "doorsturen", Random(1), MONDAY_MORNING)
        take_quiz(db.session, pupil, "doorsturen", Random(2), 1.0, MONDAY_MORNING)
        practise(db.session, pupil, "privacy", Random(1), MONDAY_MORNING, steps=2)
    parts = home(world, "noor").split('<details class="vouw"')[1:]
    assert [part.startswith(" open>") for part in parts] == [True, False]
    assert "Hoe weet jij dat?" in parts[0]
    assert "Hier oefen je nog mee." in parts[0]
    assert "Je snapt 4 van de 4 afspraken." in parts[1]
