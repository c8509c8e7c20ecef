"""What must not happen does not: each has its own answer, and nothing is recorded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from core.database import db, writing
from pledges.models import Pledge, PledgeLink, PledgeSigning
from pledges.queries.checking import verify_school
from pledges.rules.states import State
from pledges.seal import findings as kinds
from pledges.seal.findings import Finding
from school.models import School
from tests.conftest import Clock
from tests.pledges.showing import WORDS, acts, masters, opens, post
from tests.pledges.test_pages import P3, count, promises, row, signs
from tests.world import World

SIGN = f"{P3}/handtekening"


def instance(world: World) -> Path:
    assert world.app is not None
    path: Path = world.app.extensions["settings"].instance_path
    return path


def findings(world: World) -> list[Finding]:
    assert world.app is not None
    with world.app.app_context():
        school = db.session.get_one(School, world.ids["gsv-school"])
        return verify_school(db.session, world.app.extensions["seals"], school)


@pytest.fixture
def noor(world: World, clock: Clock) -> FlaskClient:
    """Noor, who has shown all that promise 3 asks."""
    opens(world, "noor", "doorsturen", clock.at)
    return world.browser("noor")


def test_a_promise_that_is_not_open_is_refused_without_a_row(world: World, clock: Clock) -> None:
    noor = world.browser("noor")
    for path, form in ((f"{P3}/woorden", {"eigen": WORDS, "belofte": "ja"}), (SIGN, {"manier": "stempel"})):
        assert post(noor, path, page=P3, **form).status_code == 403
    assert (count(world, Pledge), count(world, PledgeSigning), count(world, PledgeLink)) == (0, 0, 0)


def test_understood_without_a_protective_action_is_not_open(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context():
        masters(db.session, world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    assert "een oefening uit de les" in noor.get(P3).get_data(as_text=True)
    assert promises(noor) == 403
    with world.app.app_context():
        acts(db.session, world, "noor", "doorsturen", clock.at)
    assert promises(noor) == 303


def test_an_action_without_understanding_is_not_open(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context():
        acts(db.session, world, "noor", "doorsturen", clock.at)
    assert promises(world.browser("noor")) == 403


def test_not_yet_cannot_be_signed(world: World, noor: FlaskClient) -> None:
    promises(noor, "nog-niet")
    assert post(noor, SIGN, page=P3, manier="stempel", contract="x", eenmalig="a").status_code == 403
    assert count(world, PledgeSigning) == 0


def test_a_contract_that_is_no_longer_current_is_refused(world: World, noor: FlaskClient) -> None:
    promises(noor)
    answer = post(noor, SIGN, manier="stempel", contract="0" * 64)
    assert answer.status_code == 409
    assert "De afspraken zijn net veranderd" in answer.get_data(as_text=True)
    assert count(world, PledgeLink) == 0


def test_the_same_form_twice_signs_once(world: World, noor: FlaskClient) -> None:
    promises(noor)
    body = {"manier": "stempel", "eenmalig": "een-en-dezelfde"}
    assert post(noor, SIGN, **body).status_code == 303
    again = post(noor, SIGN, page="/belofte/p01", **body, contract="x")
    assert again.status_code == 303
    assert (count(world, PledgeSigning), count(world, PledgeLink)) == (1, 2)


def test_a30_a_second_tab_shows_the_first_signature(world: World, noor: FlaskClient) -> None:
    promises(noor)
    signs(noor)
    second = post(noor, SIGN, page=P3, manier="stempel", eenmalig="tweede", contract="x" * 64)
    assert second.status_code in (303, 409)
    assert count(world, PledgeSigning) == 1


def test_an_open_second_tab_with_the_right_contract_is_told(world: World, noor: FlaskClient) -> None:
    promises(noor)
    page = noor.get(SIGN).get_data(as_text=True)
    contract = page.split('name="contract" value="', 1)[1].split('"', 1)[0]
    signs(noor)
    post(noor, SIGN, page=P3, manier="stempel", eenmalig="tweede", contract=contract)
    assert "Deze belofte heb je al getekend" in noor.get(P3).get_data(as_text=True)
    assert count(world, PledgeSigning) == 1


def test_nobody_signs_for_another(world: World, noor: FlaskClient) -> None:
    """No field names a pupil; what is not hers is not touched, and staff cannot sign at all."""
    promises(noor)
    form = {"manier": "stempel", "pupil_id": str(world.ids["tygo"]), "leerling": world.keys["tygo"]}
    assert post(noor, SIGN, **form).status_code == 303
    assert row(world).pupil_id == world.ids["noor"]
    assert post(world.browser("tygo"), SIGN, page=P3, manier="stempel").status_code == 403
    assert post(world.browser("samira"), SIGN, page="/klassen", manier="stempel").status_code in (400, 404)
    assert count(world, PledgeSigning) == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"manier": "bloed"}, 422),
        ({"manier": "naam", "naam": ""}, 422),
        ({"manier": "naam", "naam": "Batman"}, 422),
        ({"manier": "tekenen"}, 422),
        ({"manier": "tekenen", "streken": "[]"}, 422),
        ({"manier": "tekenen", "streken": "[[[1,1]]]"}, 422),
        ({"manier": "tekenen", "streken": "no json"}, 422),
        ({"manier": "tekenen", "streken": "[" * 5000}, 422),
        ({"manier": "tekenen", "streken": "[[[1,2],[3,4],[5,6],[7,8],[9,1],[1,1],[2,2],[3.5,3]]]"}, 422),
        ({"manier": "tekenen", "streken": "[[[1,2],[3,4],[5,6],[7,8],[9,1],[1,1],[2,2],[300,3]]]"}, 422),
        ({"manier": "tekenen", "streken": "[[[1,1]" + ",[1,1]" * 4000 + "]]"}, 413),
        ({"manier": "tekenen", "streken": "x" * (5 * 1024 * 1024)}, 413),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_signature_that_is_none_says_what_is_missing(
    world: World, noor: FlaskClient, form: dict[str, str], status: int
) -> None:
    promises(noor)
    answer = post(noor, SIGN, **form)
    assert answer.status_code == status
    assert count(world, PledgeSigning) == 0
    assert row(world).words == WORDS, "what was written is kept"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("kort", "minstens 10"),
        ("", "minstens 10"),
        ("x" * 201, "niet meer dan 200"),
        ("x" * 10_000, "niet meer dan 200"),
    ],
    ids=["short", "empty", "long", "very long"],
)
def test_own_words_of_the_wrong_length_are_said_so_and_kept_in_the_page(
    world: World, noor: FlaskClient, words: str, said: str
) -> None:
    answer = post(noor, f"{P3}/woorden", eigen=words, belofte="ja")
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert count(world, Pledge) == 0


def test_own_words_are_text_wherever_they_are_shown(world: World, noor: FlaskClient) -> None:
    words = "<script>alert(1)</script> \x00\u202e{{ 7*7 }} =1+1"
    promises(noor, words=words)
    signs(noor)
    post(noor, "/akte", page="/akte/keuze", belofte="p03")
    for path in (P3, "/belofte", "/akte", f"{P3}/woorden"):
        body = noor.get(path).get_data(as_text=True)
        assert "<script>alert" not in body
        assert "\x00" not in body
        assert "\u202e" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} =1+1" in noor.get("/akte").get_data(as_text=True)


def test_no_choice_is_asked_again(world: World, noor: FlaskClient) -> None:
    answer = post(noor, f"{P3}/woorden", eigen=WORDS)
    assert answer.status_code == 422
    assert "Allebei is goed" in answer.get_data(as_text=True)


def test_a_promise_that_does_not_exist_is_no_page(world: World, noor: FlaskClient) -> None:
    for path in ("/belofte/p99", "/belofte/p99/begrip", "/belofte/p99/woorden", "/belofte/p99/handtekening"):
        assert noor.get(path).status_code == 404


def test_a_clock_that_jumped_back_keeps_the_order_of_the_chain(world: World, clock: Clock, noor: FlaskClient) -> None:
    promises(noor)
    signs(noor)
    clock.at -= timedelta(hours=3)
    post(noor, f"{P3}/intrekking", page=P3)
    clock.at += timedelta(hours=3, minutes=10)
    promises(noor)
    signs(noor)
    assert findings(world) == []
    assert row(world).state == State.SIGNED


def test_a_lost_key_refuses_to_sign_and_keeps_the_words(world: World, clock: Clock, noor: FlaskClient) -> None:
    promises(noor)
    signs(noor)
    opens(world, "tygo", "doorsturen", clock.at)
    tygo = world.browser("tygo")
    promises(tygo)
    for path in (instance(world) / "keys" / "pledges" / world.keys["gsv-school"]).glob("*.private.pem"):
        path.unlink()
    assert signs(tygo) == 503
    assert "Tekenen kan nu even niet" in post(tygo, SIGN, manier="stempel").get_data(as_text=True)
    assert (count(world, PledgeSigning), count(world, PledgeLink)) == (1, 2)
    assert WORDS in tygo.get(f"{P3}/woorden").get_data(as_text=True)
    assert noor.get("/belofte").status_code == 200
    assert findings(world) == [], "what was sealed stays checkable"


def test_a_truncated_chain_is_named_and_grows_no_further(world: World, clock: Clock, noor: FlaskClient) -> None:
    promises(noor)
    signs(noor)
    post(noor, f"{P3}/intrekking", page=P3)
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.execute(delete(PledgeLink).where(PledgeLink.seq == 2))
    assert findings(world) == [Finding(kinds.REMOVED_TAIL, 2)]
    promises(noor)
    assert signs(noor) == 503
    assert count(world, PledgeLink) == 2


def test_one_changed_byte_in_the_database_is_named(world: World, clock: Clock, noor: FlaskClient) -> None:
    promises(noor)
    signs(noor)
    assert world.app is not None
    with world.app.app_context():
        record = db.session.scalars(select(PledgeLink.record).where(PledgeLink.seq == 1)).one()
        with writing(db.session):
            changed = record.replace(b"denken", b"danken")
            db.session.execute(update(PledgeLink).where(PledgeLink.seq == 1).values(record=changed))
    assert findings(world) == [Finding(kinds.CHANGED, 1, 1)]
