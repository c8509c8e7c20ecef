"""From a promise to read to a promise that stands, over plain HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.database import db
from pledges.models import Pledge, PledgeLink, PledgeSigning, TalkWish
from pledges.rules.states import State
from tests.conftest import Clock
from tests.pledges.showing import WORDS, opens, post
from tests.world import World

P3 = "/belofte/p03"


def promises(client: FlaskClient, choice: str = "ja", words: str = WORDS, promise: str = P3) -> int:
    return post(client, f"{promise}/woorden", eigen=words, belofte=choice).status_code


def signs(client: FlaskClient, promise: str = P3, **form: str) -> int:
    form = form or {"manier": "stempel"}
    return post(client, f"{promise}/handtekening", **form).status_code


def count(world: World, table: type) -> int:
    assert world.app is not None
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def row(world: World, promise: str = "p03") -> Pledge:
    assert world.app is not None
    with world.app.app_context():
        newest = select(Pledge).where(Pledge.promise == promise).order_by(Pledge.id.desc())
        found = db.session.scalars(newest).first()
        assert found is not None
        return found


def test_the_first_page_says_what_a_promise_is_and_signs_nothing(world: World) -> None:
    noor = world.browser("noor")
    body = noor.get("/belofte").get_data(as_text=True)
    assert "ook zonder handtekening" in body
    assert "Om te lezen" in body
    assert "Jouw belofte gebruiken we nooit om je te straffen" in body
    assert "Regel van onze school" in noor.get(P3).get_data(as_text=True)
    assert count(world, Pledge) == 0


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("typed", {"manier": "naam", "naam": " noor "}),
        ("drawn", {"manier": "tekenen", "streken": "[[[1,2],[30,40],[50,60],[70,80]],[[9,9],[8,8],[7,7],[6,6]]]"}),
        ("stamp", {"manier": "stempel"}),
    ],
)
def test_three_equal_ways_to_sign(world: World, clock: Clock, way: str, form: dict[str, str]) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    assert promises(noor) == 303
    assert "Klaar om te tekenen" in noor.get("/belofte").get_data(as_text=True)
    assert signs(noor, **form) == 303
    assert row(world).state == State.SIGNED
    page = noor.get(P3).get_data(as_text=True)
    assert "Getekend. Dit is jouw belofte." in page
    assert WORDS in page
    assert world.app is not None
    with world.app.app_context():
        signing = db.session.scalars(select(PledgeSigning)).one()
        assert signing.way == way
        assert count(world, PledgeLink) == 2, "the beginning of the chain, and the signature"


def test_not_yet_is_a_full_answer_and_leads_to_a_talk(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor, samira = world.browser("noor"), world.browser("samira")
    assert promises(noor, "nog-niet", "") == 303
    assert row(world).choice == "not-yet"
    page = noor.get(f"{P3}/nog-niet").get_data(as_text=True)
    assert "Nog niet is een goed antwoord" in page
    assert post(noor, f"{P3}/gesprek", page=f"{P3}/nog-niet", why="<b>Ik twijfel</b> nog").status_code == 303
    seen = samira.get(f"/klas/{world.keys['groep7']}/beloftes").get_data(as_text=True)
    assert "Noor" in seen
    assert "&lt;b&gt;Ik twijfel&lt;/b&gt; nog" in seen
    assert "Noor" not in samira.get(f"/klas/{world.keys['groep7']}/beloftes/moment").get_data(as_text=True)
    assert promises(noor) == 303
    assert signs(noor) == 303
    assert count(world, TalkWish) == 0, "signed later: nothing to talk about waits"


def test_rather_not_takes_the_child_from_the_list(world: World, clock: Clock) -> None:
    noor = world.browser("noor")
    assert post(noor, f"{P3}/gesprek", page=P3).status_code == 303
    assert count(world, TalkWish) == 1
    assert post(noor, f"{P3}/geen-gesprek", page=P3).status_code == 303
    assert count(world, TalkWish) == 0


def test_what_is_being_written_is_kept_for_the_child_alone(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    kept = post(noor, f"{P3}/concept", page=f"{P3}/woorden", words="Ik wacht nog even <i>", field="eigen")
    assert kept.status_code == 204
    assert "Ik wacht nog even &lt;i&gt;" in noor.get(f"{P3}/woorden").get_data(as_text=True)
    assert row(world).choice == ""
    assert "wacht nog even" not in world.browser("samira").get(f"/klas/{world.keys['groep7']}/beloftes").get_data(True)
    promises(noor)
    signs(noor)
    post(noor, f"{P3}/concept", page=f"{P3}/woorden", words="Iets anders misschien")
    page = noor.get(P3).get_data(as_text=True)
    assert WORDS in page, "the signed words stand"
    assert "nog niet getekend" not in page
    assert post(world.browser("tygo"), f"{P3}/concept", page=P3, words="x").status_code == 403


def test_a_plan_of_the_lesson_is_there_to_begin_with(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    assert "Je kunt zo beginnen" in noor.get(f"{P3}/woorden").get_data(as_text=True)
    begun = noor.get(f"{P3}/woorden?begin=3").get_data(as_text=True).split("<textarea", 1)[1].split("</textarea>")[0]
    assert "Als er iets over een klasgenoot in de groepsapp komt, dan: vertel ik het aan mijn juf" in begun
    for nonsense in ("0", "99", "x", "²"):
        assert noor.get(f"{P3}/woorden?begin={nonsense}").status_code == 200


def test_help_is_asked_for_and_leads_back(world: World, clock: Clock) -> None:
    noor = world.browser("noor")
    reply = post(noor, f"{P3}/gesprek", page=P3, next=f"{P3}/begrip")
    assert reply.headers["Location"] == f"{P3}/begrip"
    assert post(noor, f"{P3}/gesprek", page=P3, next="//elders").headers["Location"] == P3
    assert "/even-stoppen?terug=/belofte/p03" in noor.get(P3).get_data(as_text=True)


def test_a_pledge_is_fresh_for_eight_school_weeks(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    promises(noor)
    signs(noor)
    assert "fris" in noor.get("/belofte").get_data(as_text=True)
    clock.at += timedelta(weeks=16)
    page = world.browser("noor").get("/belofte").get_data(as_text=True)
    assert "opfrissen mag" in page
    assert row(world).state == State.SIGNED, "nobody loses a signature"


def test_taking_back_changes_nothing_else_and_can_be_undone_by_signing(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    promises(noor)
    signs(noor)
    assert post(noor, f"{P3}/intrekking", page=P3).status_code == 303
    assert row(world).state == State.WITHDRAWN
    assert "Teruggenomen" in noor.get("/belofte").get_data(as_text=True)
    wishes = world.browser("samira").get(f"/klas/{world.keys['groep7']}/beloftes").get_data(as_text=True)
    assert "Noor" in wishes
    again = post(noor, f"{P3}/intrekking", page=P3)
    assert again.status_code == 409
    assert promises(noor) == 303
    assert signs(noor) == 303
    assert row(world).state == State.SIGNED


def test_other_words_are_signed_again_and_called_so(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    promises(noor)
    signs(noor)
    promises(noor, words="Ik vraag het eerst aan wie erop staat.")
    assert "Je nieuwe woorden zijn nog niet getekend" in noor.get("/belofte").get_data(as_text=True)
    assert WORDS in noor.get(P3).get_data(as_text=True), "what was signed stands until the new words are signed"
    signs(noor)
    assert row(world).state == State.REVISED


def test_what_was_said_yes_to_is_signed_together(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    opens(world, "noor", "wachtwoorden", clock.at)
    noor = world.browser("noor")
    promises(noor)
    promises(noor, promise="/belofte/p01")
    assert noor.get(f"{P3}/handtekening").get_data(as_text=True).count("lijst") == 1
    signs(noor)
    assert count(world, PledgeSigning) == 1
    assert {row(world, "p01").state, row(world).state} == {State.SIGNED}


def test_english_reads_and_seals_english(world: World, clock: Clock) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    assert "Think first, then send." in noor.get(f"{P3}?lang=en").get_data(as_text=True)
    promises(noor)
    signs(noor)
    assert world.app is not None
    with world.app.app_context():
        link = db.session.scalars(select(PledgeLink).where(PledgeLink.seq == 1)).one()
        assert b'"language":"en"' in link.record
        assert b"Think first, then send." in link.record
        assert b"Noor" not in link.record
