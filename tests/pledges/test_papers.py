"""Certificate, check page, links for home: what stands there, and what never may."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core.database import db, writing
from pledges.models import Certificate, ParentLink, PledgeLink
from pledges.rules.codes import code_hash
from school.models import School
from tests.conftest import Clock
from tests.pledges.showing import WORDS, opens, post
from tests.pledges.test_pages import P3, count, promises, signs
from tests.world import World

TEXT = "Eerst denken, dan sturen. Wat ik doorstuur, is mijn keuze."


@pytest.fixture
def noor(world: World, clock: Clock) -> FlaskClient:
    """Noor with a signed promise, countersigned, on a certificate."""
    opens(world, "noor", "doorsturen", clock.at)
    noor, page = world.browser("noor"), f"/klas/{world.keys['groep7']}/beloftes"
    promises(noor)
    signs(noor, manier="tekenen", streken="[[[10,90],[40,20],[70,80],[90,60],[110,70],[130,40],[150,60],[200,50]]]")
    post(world.browser("samira"), f"{page}/handtekening", page=page, woorden="Ik beloof dat ik naar je luister.")
    assert post(noor, "/akte", page="/akte/keuze", belofte="p03").status_code == 303
    return noor


def code_of(client: FlaskClient) -> str:
    return str(re.findall(r"([0-9A-Z]{4}(?:-[0-9A-Z]{4}){6})", client.get("/akte").get_data(as_text=True))[0])


def asks(client: FlaskClient, code: str) -> str:
    reply = post(client, "/controle", code=code)
    assert reply.status_code == 200
    return re.sub(r'name="csrf_token" value="[^"]*"', "", reply.get_data(as_text=True))


def test_the_certificate_says_what_it_may(world: World, noor: FlaskClient) -> None:
    body = noor.get("/akte").get_data(as_text=True)
    for words in ("Groep 7", "2026–2027", "De Wilg", "Noor", TEXT, WORDS, "16 november 2026", "Samira", "31 juli 2027"):
        assert words in body
    assert "M10 90L40 20" in body
    assert "juridisch" not in body
    assert "Een gewone elektronische handtekening met het zegel van school" in body


def test_the_choice_is_one_to_three_signed_promises(world: World, noor: FlaskClient) -> None:
    for chosen in ([], ["p01"], ["p03", "p01"], ["p99"]):
        assert post(noor, "/akte", page="/akte/keuze", belofte=chosen).status_code == 422
    code = code_of(noor)
    post(noor, "/akte", page="/akte/keuze", belofte="p03")
    assert code_of(noor) == code, "the same choice gives the same code"
    tygo = world.browser("tygo")
    assert "Nog niets om op papier te zetten" in tygo.get("/akte").get_data(as_text=True)
    assert tygo.get("/akte.pdf").status_code == 302


def test_a32_the_check_page_answers_with_the_text_and_no_person(world: World, noor: FlaskClient) -> None:
    stranger, code = world.browser(), code_of(noor)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        body = asks(stranger, typed)
        assert "Getekend en ongewijzigd" in body
    for words in (TEXT, "16 november 2026", "31 juli 2027"):
        assert words in body
    for never in ("Noor", "Groep 7", "De Wilg", "Samira", WORDS, "luister."):
        assert never not in body


def test_a32_everything_unknown_gets_one_answer(world: World, noor: FlaskClient) -> None:
    stranger, code = world.browser(), code_of(noor)
    wrong = ["", "x", code[:-1], code + "0", "0" * 28, "A" * 100_000, "é\x00<b>", "' OR 1=1 --"]
    bodies = {asks(stranger, typed) for typed in wrong}
    assert len(bodies) == 1
    assert "Onbekend" in bodies.pop()


def test_a_withdrawn_pledge_answers_as_before(world: World, noor: FlaskClient) -> None:
    stranger, code = world.browser(), code_of(noor)
    before = asks(stranger, code)
    post(noor, f"{P3}/intrekking", page=P3)
    assert asks(stranger, code) == before


def test_one_changed_letter_is_unknown(world: World, noor: FlaskClient) -> None:
    code = code_of(noor)
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        record = db.session.scalars(select(PledgeLink.record).where(PledgeLink.seq == 1)).one()
        changed = record.replace(b"denken", b"danken")
        db.session.execute(update(PledgeLink).where(PledgeLink.seq == 1).values(record=changed))
    assert "Onbekend" in asks(world.browser(), code)


def test_a_school_can_switch_the_check_off(world: World, noor: FlaskClient) -> None:
    code = code_of(noor)
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        school = db.session.get_one(School, world.ids["gsv-school"])
        school.choices = {"check_page": False, "school_in_name": False, "class_in_name": False}
    assert "Onbekend" in asks(world.browser(), code)
    body = noor.get("/akte").get_data(as_text=True)
    assert code not in body
    assert "De Wilg" not in body
    assert "Groep 7" not in body


def test_a32_codes_are_long_and_looked_up_by_hash(world: World, noor: FlaskClient) -> None:
    assert world.app is not None
    with world.app.app_context():
        row = db.session.scalars(select(Certificate)).one()
        assert len(row.code.replace("-", "")) * 5 >= 128
        assert row.code_hash == code_hash(row.code)


def pdf_of(noor: FlaskClient, folder: Path, language: str = "nl") -> Path:
    reply = noor.get(f"/akte.pdf?lang={language}")
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    path = folder / f"{language}.pdf"
    path.write_bytes(reply.data)
    return path


def told(*command: str | Path) -> str:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} of poppler-utils is not installed")
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True)
    return done.stdout


def test_a33_pdfsig_calls_the_certificate_valid_and_not_after_one_byte(
    world: World, noor: FlaskClient, tmp_path: Path
) -> None:
    path = pdf_of(noor, tmp_path)
    said = told("pdfsig", path)
    assert "Signature Validation: Signature is Valid." in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    spoiled = bytearray(path.read_bytes())
    spoiled[len(spoiled) // 3] ^= 1
    path.write_bytes(spoiled)
    assert "Signature is Valid" not in told("pdfsig", path)
    longer = pdf_of(noor, tmp_path)
    longer.write_bytes(longer.read_bytes() + b"\n% added later\n")
    assert "Total document signed" not in told("pdfsig", longer)


def test_the_certificate_can_be_read_aloud_in_order(world: World, noor: FlaskClient, tmp_path: Path) -> None:
    path = pdf_of(noor, tmp_path)
    assert re.search(r"Tagged:\s+yes", told("pdfinfo", path))
    spoken = told("pdfinfo", "-struct-text", path)
    order = [
        "Groep 7",
        "Mijn belofte",
        "Noor",
        "Eerst denken",
        "Ik wacht drie tellen",
        "Figure",
        "16 november",
        "31 juli",
    ]
    places = [spoken.index(words) for words in order]
    assert places == sorted(places)
    assert re.search(r"H1 .*Mijn belofte", spoken)
    assert "LibertinusSerif" in told("pdffonts", path)
    english = told("pdfinfo", "-struct-text", pdf_of(noor, tmp_path, "en"))
    assert "My promise" in english
    assert TEXT.split(".")[0] in english, "the text stays in the language in which it was signed"


def test_nothing_personal_beyond_the_page_is_in_the_pdf(world: World, noor: FlaskClient, tmp_path: Path) -> None:
    text = told("pdftotext", pdf_of(noor, tmp_path), "-")
    assert WORDS.split(".")[0] in text
    for never in ("score", "pogingen", "pupil", world.keys["noor"]):
        assert never not in text


def link_of(client: FlaskClient, path: str, page: str = "", **form: str) -> str:
    body = post(client, path, page=page, **form).get_data(as_text=True)
    return str(re.findall(r"http://localhost(/(?:samen|praatkaart)/\w+)", body)[0])


def test_a_link_for_home_shows_promises_and_asks_a_tick(world: World, noor: FlaskClient) -> None:
    path = link_of(noor, "/belofte/thuis")
    parent = world.browser()
    body = parent.get(path).get_data(as_text=True)
    assert TEXT in body
    for never in ("Noor", "Groep 7", "De Wilg", WORDS):
        assert never not in body
    assert post(parent, path).status_code == 422
    assert post(parent, path, gezien="ja").status_code == 303
    assert "Dank je wel" in parent.get(path).get_data(as_text=True)
    assert post(parent, path, page="/controle", gezien="ja").status_code == 303
    assert "Thuis is meegetekend op 16 november 2026" in noor.get("/belofte/thuis").get_data(as_text=True)
    assert world.app is not None
    with world.app.app_context():
        acts = [b'"act":"parent"' in raw for raw in db.session.scalars(select(PledgeLink.record))]
        assert acts.count(True) == 1
        assert path.rsplit("/", 1)[1] not in str(db.session.scalars(select(ParentLink.token_hash)).all())


def test_a_link_ends_after_fourteen_days_and_when_a_new_one_is_made(
    world: World, clock: Clock, noor: FlaskClient
) -> None:
    old = link_of(noor, "/belofte/thuis")
    new = link_of(noor, "/belofte/thuis")
    parent = world.browser()
    assert (parent.get(old).status_code, parent.get(new).status_code) == (404, 200)
    clock.at += timedelta(days=14)
    gone, unknown = parent.get(new), parent.get("/samen/" + "0" * 40)
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert "Deze link werkt niet meer" in gone.get_data(as_text=True)


def test_no_link_without_a_signed_promise(world: World, clock: Clock) -> None:
    assert post(world.browser("tygo"), "/belofte/thuis", page=P3).status_code == 403
    assert count(world, ParentLink) == 0


def test_the_talk_card_holds_one_own_choice_and_no_score(world: World, clock: Clock, noor: FlaskClient) -> None:
    from tests.pledges.test_understanding import answers

    tygo = world.browser("tygo")
    assert "Nog niets om over te praten" in tygo.get("/praatkaart").get_data(as_text=True)
    item, _page = answers(tygo, right=True)
    assert post(tygo, "/praatkaart").status_code == 422
    assert post(tygo, "/praatkaart", keuze="DS-99").status_code == 422
    path = link_of(tygo, "/praatkaart", keuze=item)
    body = world.browser().get(path).get_data(as_text=True)
    assert "Ik koos:" in body
    assert body.count("<li><span>") == 2, "two questions for at home"
    for never in ("Tygo", "Noor", "Groep 7", "De Wilg", "van de 8", "goed beantwoord"):
        assert never not in body
    clock.at += timedelta(days=14)
    assert world.browser().get(path).status_code == 404
