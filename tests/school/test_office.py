"""The administrator's list for August, the one menu, and cards for a whole school."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from core.database import db, writing
from school.models import Pupil, Staff
from school.paper.cards import CardWords, PaperCard, set_cards
from school.qr import qr_code
from tests.conftest import Clock
from tests.school.lists import edexml, seven
from tests.school.test_import import put_in
from tests.world import World, csrf_of

OFFICE = (
    "/beheer", "/beheer/leerlingen", "/beheer/kaartjes", "/beheer/jaarovergang", "/beheer/team", "/beheer/school",
    "/beheer/vakanties", "/beheer/protocol", "/beheer/instellingen", "/beheer/dekking", "/beheer/belofte",
)  # fmt: skip


def said(page: str) -> dict[str, str]:
    """Each line of the list with its state."""
    lines = re.findall(
        r'<li class="row"><span class="sig[^>]*>.*?</svg>(.*?)</span>\s*<span><a[^>]*>(.*?)</a>', page, re.S
    )
    return {words: state for state, words in lines}


def test_the_list_says_what_is_done_and_what_is_not(world: World) -> None:
    page = world.browser("bakker").get("/beheer").get_data(as_text=True)
    found = said(page)
    assert found["De klassen van vorig jaar zijn afgesloten"] == "Klaar"
    assert found["Twee mensen kunnen de school beheren"] == "Te doen"
    assert found["Elke klas heeft een vaste leerkracht"] == "Klaar"
    assert found["Elke leerling heeft een kaartje of een eigen geheim"] == "Klaar"
    assert found["De school heeft haar beloften getekend"] == "Te doen"
    assert found["De schoolvakanties zijn bekend"] == "Klaar"


def test_what_comes_in_is_on_the_list(world: World) -> None:
    put_in(world, edexml([("a", "Aylin", "8", "x")], [("x", "8a", "8")]))
    page = world.browser("bakker").get("/beheer").get_data(as_text=True)
    assert said(page)["Elke klas heeft een vaste leerkracht"] == "Te doen"
    assert "Koppel iemand aan 8a" in page
    assert "Nog zonder: 1." in page


def test_in_august_the_list_begins_with_the_turn(world: World, clock: Clock) -> None:
    clock.at = datetime(2027, 8, 16, 7, 0, tzinfo=UTC)
    page = world.browser("bakker").get("/beheer").get_data(as_text=True)
    assert said(page)["De klassen van vorig jaar zijn afgesloten"] == "Te doen"
    assert "Nog van vorig jaar: Groep 5, Groep 7." in page
    assert "Klaar voor 2027-2028?" in page


def test_colleagues_without_a_passphrase_are_named(world: World) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.get_one(Staff, world.ids["bo"]).password_hash = None
    assert "Nog niet begonnen: Bo." in world.browser("bakker").get("/beheer").get_data(as_text=True)


@pytest.mark.parametrize("path", OFFICE)
def test_every_page_of_the_office_has_the_one_menu(world: World, path: str) -> None:
    page = world.browser("bakker").get(path).get_data(as_text=True)
    menu = page.split('<nav class="nav"', 1)[1].split("</nav>", 1)[0]
    assert all(f'href="{one}"' in menu for one in OFFICE), [one for one in OFFICE if f'href="{one}"' not in menu]
    assert menu.count('aria-current="page"') == 1, "the page itself is marked"


def test_a_teacher_sees_no_office(world: World) -> None:
    page = world.browser("samira").get("/klas/nieuw").get_data(as_text=True)
    assert "/beheer" not in page
    for path in OFFICE:
        assert world.browser("samira").get(path).status_code == 404


def test_cards_for_the_school_are_one_pdf(world: World) -> None:
    put_in(
        world,
        edexml([("a", "Aylin", "7", "x"), ("b", "Bram", "5", "y")], [("x", "Groep 7", "7"), ("y", "Groep 5", "5")]),
    )
    bakker = world.browser("bakker")
    page = bakker.get("/beheer/kaartjes").get_data(as_text=True)
    assert "2 leerlingen hebben nog geen eigen geheim." in page
    chosen = re.findall(r'name="class" value="([^"]+)" checked', page)
    assert set(chosen) == {world.keys["groep7"], world.keys["groep5"]}
    form = {"csrf_token": csrf_of(bakker, "/beheer/kaartjes"), "class": chosen}
    answer = bakker.post("/beheer/kaartjes", data=form)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert world.app is not None
    with world.app.app_context():
        noor = db.session.get_one(Pupil, world.ids["noor"])
        assert noor.secret_own, "whoever has an own secret keeps it"
        made = db.session.query(Pupil).filter(Pupil.card_hash.is_not(None)).count()
        assert made == 2
    page = bakker.get("/beheer/kaartjes").get_data(as_text=True)
    assert "1 heeft al een kaartje; dat werkt daarna niet meer" in page
    assert not re.findall(r'name="class" value="[^"]+" checked', page)


def test_nothing_chosen_makes_no_cards(world: World) -> None:
    put_in(world, seven())
    bakker = world.browser("bakker")
    answer = bakker.post("/beheer/kaartjes", data={"csrf_token": csrf_of(bakker, "/beheer/kaartjes")})
    assert answer.status_code == 422
    assert "Kies minstens één klas" in answer.get_data(as_text=True)
    form = {"csrf_token": csrf_of(bakker, "/beheer/kaartjes"), "class": world.keys["groep8"]}
    assert bakker.post("/beheer/kaartjes", data=form).status_code == 422, "a class of another school"


def test_cards_of_a_class_come_as_pdf_too(world: World) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/kaartjes"
    form = {"csrf_token": csrf_of(samira, path), "pupil": [world.keys["noor"]], "form": "pdf"}
    answer = samira.post(path, data=form)
    assert answer.mimetype == "application/pdf"


def test_a_sheet_holds_eight_and_each_class_has_its_own(clock: Clock) -> None:
    def card(number: int, group: str) -> PaperCard:
        return PaperCard(
            f"Noor#{number} *x* [y]", "ster", "appel-maan-427", str(qr_code("http://x/kaart/y")), group, "WZGK47XD",
            "Deze code werkt één keer.",
        )  # fmt: skip

    words = CardWords("nl", "Inlogkaartjes", "klas", "code", "QR-code")
    cards = [card(number, "7a") for number in range(9)]
    made = set_cards(cards, words, at=clock.at)
    assert made == set_cards(cards, words, at=clock.at)
    assert len(re.findall(rb"/Type ?/Page\b", made)) == 2
    assert b"StructTreeRoot" in made
