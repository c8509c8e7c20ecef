"""A child who did something of everything, so that there is something to show, to give out and to erase."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from care.commands.help import name_adult
from care.queries.help import adults_of
from core.database import db, writing
from lessons import catalog
from lessons.steps.terugvertellen import Terugvertellen
from school.models import KeptAnswer, Pupil
from tests.lessons.walking import send, settings_of, up_to
from tests.pledges.showing import opens, post
from tests.pledges.test_pages import P3, promises, signs
from tests.world import World, csrf_of

NAME = "Zwaluwina"
WORD = "kwetterpruimpje"
OWN = f"Als iemand op een foto staat, dan vraag ik het eerst aan {WORD}."


def lives(world: World, who: str, at: datetime) -> None:
    """Does a lesson, explains, takes a quiz, promises, signs, makes a certificate, writes for help, is looked at."""
    app = world.app
    assert app is not None
    with app.app_context(), writing(db.session):
        db.session.get_one(Pupil, world.ids[who]).first_name = NAME
    child = world.browser(who)
    module = catalog.module("doorsturen", settings_of("gsv"))
    telling = next(step for step in module.steps if isinstance(step, Terugvertellen))
    path = up_to(child, module, telling.id)
    token = csrf_of(child, path)
    child.post(f"{path}/concept", data={"csrf_token": token, "text": f"Mijn {WORD} begin"})
    said = f"Eerst kijk ik wie erop staat. Dan vraag ik het aan {WORD}. Daarna kies ik."
    answer = send(child, path, {"text": [said], "told": ["1"], "plan": ["own"], "own": [f"dan vraag ik {WORD}"]})
    assert answer.status_code == 303
    quiz = post(child, "/les/doorsturen/toets", page="/les/doorsturen/toets")
    post(child, f"{quiz.location}/hulp", page=quiz.location)
    opens(world, who, "doorsturen", at)
    assert promises(child, words=OWN) == 303
    assert signs(child, manier="naam", naam=NAME) == 303
    assert post(child, "/akte", page="/akte/keuze", belofte="p03").status_code == 303
    assert post(child, "/belofte/thuis", page="/belofte/thuis").status_code in (200, 303)
    post(child, f"{P3}/gesprek", page=P3, why=f"Over {WORD} praten")
    _asks_for_help(world, who, at)
    with app.app_context(), writing(db.session):
        pupil = db.session.get_one(Pupil, world.ids[who])
        db.session.add(
            KeptAnswer(school_id=pupil.school_id, pupil_id=pupil.id, path="/les", form={"text": [WORD]}, kept_at=at)
        )
    world.browser("samira").get(f"/klas/{world.keys['groep7']}/leerling/{world.keys[who]}")


def _asks_for_help(world: World, who: str, at: datetime) -> None:
    app: Flask | None = world.app
    assert app is not None
    with app.app_context():
        name_adult(
            db.session, school_id=world.ids["gsv-school"], staff_key=world.keys["bo"], task="vertrouwenspersoon",
            by=world.ids["bakker"], at=at,
        )  # fmt: skip
        adult = adults_of(db.session, world.ids["gsv-school"])[0].key
    assert post(world.browser(who), "/hulp/bericht", adult=adult, words=f"Help, {WORD}").status_code == 303
