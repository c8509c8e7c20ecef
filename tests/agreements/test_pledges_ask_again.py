"""After a change of meaning exactly one promise of a pupil asks again, and the screen had said so beforehand."""

from __future__ import annotations

from agreements import catalog
from core.clock import now
from core.database import db, writing
from core.web import this_year
from pledges.models import Pledge
from pledges.queries.own import board, child_of
from pledges.rules.states import State
from tests.agreements.desk import Desk, six
from tests.world import World

SIGNED = ("p01", "p03", "p05")


def sign(world: World, who: str) -> None:
    """Pledges on what the promises mean now, as if the pupil had signed them."""
    with world.app.app_context(), writing(db.session):  # type: ignore[union-attr]
        contract = catalog.contract_for(db.session, world.ids["gsv-school"])
        for promise in contract.promises:
            if promise.id in SIGNED:
                row = Pledge(promise=promise.id, meaning=promise.meaning, year=this_year(), state=State.SIGNED)
                row.school_id, row.pupil_id, row.changed_at = world.ids["gsv-school"], world.ids[who], now()
                row.words = row.signed_words = "Zo doe ik het."
                row.choice, row.understood = "yes", "module"
                db.session.add(row)


def standing(world: World, who: str) -> tuple[set[str], set[str]]:
    """Promises that stand, and those that are asked again."""
    with world.app.app_context():  # type: ignore[union-attr]
        found = board(db.session, child_of(db.session, world.ids[who], "nl"), now())
        return {one.promise.id for one in found.standing}, {one.promise.id for one in found.promises if one.changed}


def test_only_the_promise_that_came_to_mean_something_else_asks_again(world: World) -> None:
    desk = Desk(world)
    six(desk)
    desk.publish()
    sign(world, "noor")
    sign(world, "tygo")
    assert standing(world, "noor") == (set(SIGNED), set())

    desk.start("own")
    desk.save(desk.rows()[0], pupil_nl="Mijn wachtwoord is alleen van mij!", change="spelling")
    page = desk.see(f"{desk.draft}/publiceren")
    assert "Dit raakt 0 beloften die al getekend zijn." in page
    assert "6 getekende beloften blijven gelden." in page
    desk.publish()
    assert standing(world, "noor") == (set(SIGNED), set())

    desk.start("own")
    desk.save(desk.rows()[1], pupil_nl="Ik stuur niets door zonder te vragen.", change="meaning")
    page = desk.see(f"{desk.draft}/publiceren")
    assert "Dit raakt 2 beloften die al getekend zijn." in page
    assert "4 getekende beloften blijven gelden." in page
    assert "doorsturen" in page
    desk.publish()
    for who in ("noor", "tygo"):
        assert standing(world, who) == ({"p01", "p05"}, {"p03"})


def test_going_over_to_a_protocol_of_its_own_from_the_same_text_asks_nothing(world: World) -> None:
    sign(world, "noor")
    desk = Desk(world)
    desk.start("own")
    desk.save(desk.rows()[0], summary_nl="De school hoort erbij.", change="spelling")
    desk.publish()
    assert standing(world, "noor") == (set(SIGNED), set())
