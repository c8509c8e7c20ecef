"""The teacher's page: totals and talks, signing along, paper. It never says who has not signed."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.database import db
from pledges.models import ParentLine, PledgeLink, PledgeSecret, PledgeSigning
from pledges.rules.states import State
from pledges.seal.export import read_export
from pledges.seal.keys import key_id, public_from_hex
from pledges.seal.verify import verify
from tests.conftest import Clock
from tests.pledges.showing import opens, post
from tests.pledges.test_pages import P3, count, promises, row, signs
from tests.world import World


@pytest.fixture
def page(world: World) -> str:
    return f"/klas/{world.keys['groep7']}/beloftes"


@pytest.fixture
def samira(world: World, clock: Clock) -> FlaskClient:
    """Juf Samira, after Noor signed promise 3."""
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    promises(noor)
    signs(noor)
    return world.browser("samira")


def test_signing_along_with_an_own_promise(world: World, samira: FlaskClient, page: str) -> None:
    body = samira.get(page).get_data(as_text=True)
    assert "1 van de 2 tekenden een belofte" in body
    assert "Er wacht 1 handtekening op de jouwe" in body
    words = "Ik beloof dat ik altijd eerst luister."
    assert post(samira, f"{page}/handtekening", page=page, woorden=words).status_code == 303
    assert row(world).state == State.COUNTERSIGNED
    assert words in world.browser("noor").get(P3).get_data(as_text=True)
    assert world.app is not None
    with world.app.app_context():
        record = db.session.scalars(select(PledgeLink.record).order_by(PledgeLink.seq.desc())).first() or b""
        assert b'"act":"countersign"' in record
        assert words.encode() not in record
        secrets = db.session.scalars(select(PledgeSecret).where(PledgeSecret.staff_id == world.ids["samira"])).all()
        assert {secret.field for secret in secrets} == {"name", "words"}
    again = post(samira, f"{page}/handtekening", page=page, woorden=words)
    assert again.status_code == 409
    assert "Er wacht nu geen belofte" in again.get_data(as_text=True)


def test_words_of_the_teacher_are_asked_too(world: World, samira: FlaskClient, page: str) -> None:
    assert post(samira, f"{page}/handtekening", page=page, woorden="kort").status_code == 422
    assert row(world).state == State.SIGNED


def test_the_page_never_lists_who_did_not_sign(world: World, samira: FlaskClient, page: str) -> None:
    """Tygo signed nothing and asked nothing: outside the list to choose a paper from, he is not on the page."""
    body = samira.get(page).get_data(as_text=True)
    lists = body.split('id="b-papier"')[0]
    assert "Tygo" not in lists
    assert "Noor" not in lists, "nor who did"
    board = samira.get(f"{page}/moment").get_data(as_text=True)
    assert "Tygo" not in board
    assert "Noor" not in board
    assert "1 van de 2, en dat is goed." in board


def test_no_address_breaks_a_promise_or_gives_a_file_of_a_child(world: World) -> None:
    """Teachers have no way to mark a promise broken, and no export for a file on a child."""
    assert world.app is not None
    pledging = [r for r in world.app.url_map.iter_rules() if r.endpoint.startswith("pledges.")]
    views = world.app.view_functions
    for_staff = [rule for rule in pledging if getattr(views[rule.endpoint], "needs", "") == "pledge.countersign"]
    ends = {rule.rule.rsplit("/", 1)[-1] for rule in for_staff}
    assert ends == {"beloftes", "moment", "handtekening", "begrip", "gesprek", "papier", "thuis", "klas"}
    assert not [state for state in State if "broken" in state or "verbroken" in state]


def test_having_talked_takes_the_wish_away(world: World, samira: FlaskClient, page: str) -> None:
    post(world.browser("tygo"), f"{P3}/gesprek", page=P3)
    assert "Tygo" in samira.get(page).get_data(as_text=True)
    path = f"{page}/{world.keys['tygo']}/p03/gesprek"
    assert post(samira, path, page=page).status_code == 303
    assert "Tygo" not in samira.get(page).get_data(as_text=True).split('id="b-papier"')[0]


def test_why_is_for_the_own_teacher_only(world: World, samira: FlaskClient, page: str) -> None:
    post(world.browser("tygo"), f"{P3}/gesprek", page=P3, why="omdat ik het spannend vind")
    assert "omdat ik het spannend vind" in samira.get(page).get_data(as_text=True)
    administrator = world.browser("bakker").get(page).get_data(as_text=True)
    assert "Tygo" in administrator
    assert "spannend" not in administrator


def test_an_administrator_takes_the_chain_along(world: World, samira: FlaskClient) -> None:
    bakker = world.browser("bakker")
    body = bakker.get("/beheer/belofte").get_data(as_text=True)
    file = bakker.get("/beheer/belofte/keten").get_data(as_text=True)
    key = re.findall(r"<code[^>]*>([0-9a-f]{64})</code>", body)[0]
    export = read_export(file.splitlines())
    trusted = {key_id(public_from_hex(key)): public_from_hex(key)}
    assert verify(export.links, export.heads, trusted, school=export.school) == []
    assert len(export.links) == 2
    assert "Noor" not in file
    assert "Er is nog niets getekend" in world.browser("joost").get("/beheer/belofte").get_data(as_text=True)
    assert samira.get("/beheer/belofte/keten").status_code == 404


def test_a_signature_on_paper_is_recorded_with_its_date(world: World, samira: FlaskClient, page: str) -> None:
    form = {"leerling": world.keys["tygo"], "belofte": ["p03", "p01"], "dag": "2026-11-13", "woorden": "Ik wacht even."}
    assert post(samira, f"{page}/papier", page=page, **form).status_code == 303
    tygo = world.browser("tygo")
    body = tygo.get("/belofte/p01").get_data(as_text=True)
    assert "Op papier getekend op 13 november 2026" in body
    assert "Ik wacht even." in body
    assert world.app is not None
    with world.app.app_context():
        signing = db.session.scalars(select(PledgeSigning).where(PledgeSigning.way == "paper")).one()
        assert signing.pupil_id == world.ids["tygo"]
    twice = post(samira, f"{page}/papier", page=page, **form)
    assert twice.status_code == 409


@pytest.mark.parametrize(
    "change",
    [
        {"dag": "2026-11-17"},
        {"dag": "2026-05-01"},
        {"dag": "gisteren"},
        {"belofte": []},
        {"belofte": ["p99"]},
        {"leerling": "amara"},
        {"leerling": ""},
        {"woorden": "x" * 300},
    ],
    ids=str,
)
def test_a_paper_that_cannot_be_is_refused(
    world: World, samira: FlaskClient, page: str, change: dict[str, object]
) -> None:
    before = count(world, PledgeLink)
    form: dict[str, object] = {"leerling": "tygo", "belofte": ["p01"], "dag": "2026-11-13", "woorden": "", **change}
    form["leerling"] = world.keys.get(str(form["leerling"]), "")
    assert post(samira, f"{page}/papier", page=page, **form).status_code == 422
    assert count(world, PledgeLink) == before


def test_the_line_from_home_on_paper_keeps_no_name(world: World, samira: FlaskClient, page: str) -> None:
    assert post(samira, f"{page}/thuis", page=page, leerling=world.keys["noor"]).status_code == 303
    assert post(samira, f"{page}/thuis", page=page, leerling=world.keys["noor"]).status_code == 303
    assert count(world, ParentLine) == 1
    refused = post(samira, f"{page}/thuis", page=page, leerling=world.keys["tygo"])
    assert refused.status_code == 403, "nothing of Tygo stands to sign along with"


def test_a_class_makes_a_promise_of_its_own(world: World, clock: Clock, samira: FlaskClient, page: str) -> None:
    form = {"klaswoorden": "We groeten elkaar ook in de groepsapp.", "stemmen": "2", "voor": "2"}
    assert post(samira, f"{page}/klas", page=page, **form).status_code == 303
    noor = world.browser("noor")
    assert form["klaswoorden"] in noor.get("/belofte").get_data(as_text=True)
    assert "Van onze klas" in noor.get("/belofte/p15").get_data(as_text=True)
    assert form["klaswoorden"] not in world.browser("amara").get("/belofte").get_data(as_text=True)
    opens(world, "noor", "samen", clock.at)
    assert promises(noor, promise="/belofte/p15") == 303
    assert signs(noor, promise="/belofte/p15") == 303
    assert row(world, "p15").state == State.SIGNED
    post(samira, f"{page}/klas", page=page, **{**form, "klaswoorden": "We zeggen elkaar gedag in de groepsapp."})
    assert "De afspraak is veranderd" in noor.get("/belofte").get_data(as_text=True)


@pytest.mark.parametrize(
    "votes", [("0", "0"), ("2", "1"), ("3", "3"), ("1", "2"), ("", ""), ("-1", "-1"), ("x", "x"), ("2", "9999999")]
)
def test_a_class_promise_that_was_not_carried_is_refused(
    world: World, samira: FlaskClient, page: str, votes: tuple[str, str]
) -> None:
    cast, favour = votes
    form = {"klaswoorden": "We groeten elkaar ook in de groepsapp.", "stemmen": cast, "voor": favour}
    assert post(samira, f"{page}/klas", page=page, **form).status_code == 422
    assert "groeten" not in world.browser("noor").get("/belofte").get_data(as_text=True)


def test_other_teachers_know_of_none_of_it(world: World, samira: FlaskClient, page: str) -> None:
    for who in ("bo", "els", "joost", "noor"):
        browser = world.browser(who)
        assert browser.get(page).status_code == 404
        assert browser.get(f"{page}/moment").status_code == 404
    assert world.browser("bakker").get(page).status_code == 200


def test_the_school_signs_what_it_promises_once_a_contract(world: World, clock: Clock) -> None:
    bakker = world.browser("bakker")
    assert "We luisteren als je iets vertelt" in bakker.get("/beheer/belofte").get_data(as_text=True)
    assert post(bakker, "/beheer/belofte").status_code == 303
    bakker.post("/beheer/belofte", data={})
    assert "Getekend door de school op 16 november 2026" in world.browser("noor").get("/belofte").get_data(as_text=True)
    assert count(world, PledgeLink) == 2
    assert world.browser("samira").get("/beheer/belofte").status_code == 404
