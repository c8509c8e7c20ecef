"""Asking for help: from every page in two clicks, to one adult and nobody else, off until somebody is named."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from care.commands.help import name_adult
from care.export import export
from care.maintenance import maintain
from care.models import HelpAdult, HelpMessage
from care.rules.help import REPLIES, WAITING, due_to_go
from classroom.reports import REPORTS
from core.audit import AuditEntry
from core.clock import SCHOOL_ZONE
from core.database import db, writing
from pledges.commands.erasing import ErasedList
from school.models import Pupil, Staff
from tests.conftest import Clock
from tests.house.test_access import address, rules
from tests.house.test_pages import kind_of
from tests.world import World, csrf_of

WORDS = "Kwispelaar: iemand maakt nare filmpjes van mij"


@pytest.fixture
def named(world: World, clock: Clock) -> World:
    """Meester Bo, who is not Noor's teacher, may be written to."""
    assert world.app is not None
    with world.app.app_context():
        name_adult(
            db.session, school_id=world.ids["gsv-school"], staff_key=world.keys["bo"], task="vertrouwenspersoon",
            by=world.ids["bakker"], at=clock.at,
        )  # fmt: skip
    return world


def write(world: World, who: str = "noor", words: str = WORDS, once: str = "") -> TestResponse:
    browser = world.browser(who)
    token = csrf_of(browser, "/hulp/bericht")
    with world.app.app_context():  # type: ignore[union-attr]
        adult = db.session.scalars(select(HelpAdult)).one().key
    form = {"csrf_token": token, "adult": adult, "words": words, "once": once}
    return browser.post("/hulp/bericht", data=form)


def messages(world: World) -> list[HelpMessage]:
    assert world.app is not None
    with world.app.app_context():
        return list(db.session.scalars(select(HelpMessage)))


def post(browser: FlaskClient, path: str, page: str, **form: str) -> TestResponse:
    return browser.post(path, data={"csrf_token": csrf_of(browser, page), **form})


@pytest.mark.parametrize("who", ["", "noor", "samira", "bakker"])
def test_every_page_leads_to_help(named: World, who: str) -> None:
    """Every page with a frame has the link, and the page it leads to has everybody one can go to."""
    app, browser = named.app, named.browser(who)
    assert app is not None
    looked, without = set(), []
    for rule in rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        path = address(rule, class_key=named.keys["groep7"], pupil_key=named.keys["noor"])
        answer = browser.get(path, follow_redirects=True)
        page = answer.get_data(as_text=True)
        if answer.mimetype != "text/html" or "<body" not in page or kind_of(app, path) in looked:
            continue
        looked.add(kind_of(app, path))
        projector = "/digibord" in path  # hangs in front of the class; nobody sits behind it
        if 'href="/hulp?terug=' not in page and not projector and "design" not in path:
            without.append(path)
    assert not without, "\n".join(without)
    assert len(looked) > 5
    card = browser.get("/hulp").get_data(as_text=True)
    for words in ("juf of meester", "vertrouwenspersoon", "Thuis", "0800-0432", "kindertelefoon.nl", "Meldknop.nl"):
        assert words in card


def test_nobody_can_be_written_to_until_somebody_is_named(world: World) -> None:
    browser = world.browser("noor")
    assert "Schrijf een bericht" not in browser.get("/hulp").get_data(as_text=True)
    assert browser.get("/hulp/bericht").status_code == 404
    assert browser.post("/hulp/bericht", data={"csrf_token": csrf_of(browser, "/thuis")}).status_code == 404


def test_an_administrator_names_an_adult(world: World) -> None:
    browser = world.browser("bakker")
    page = browser.get("/beheer/hulp").get_data(as_text=True)
    assert "kinderen kunnen niet schrijven" in page
    refused = post(browser, "/beheer/hulp", "/beheer/hulp", staff=world.keys["bo"], task=" ")
    assert refused.status_code == 422
    elsewhere = post(browser, "/beheer/hulp", "/beheer/hulp", staff=world.keys["els"], task="vertrouwenspersoon")
    assert elsewhere.status_code == 422
    done = post(browser, "/beheer/hulp", "/beheer/hulp", staff=world.keys["bo"], task="vertrouwenspersoon")
    assert done.status_code == 303
    card = world.browser("noor").get("/hulp").get_data(as_text=True)
    assert "/hulp/bericht" in card
    assert "/hulp/bericht" not in world.browser("sem").get("/hulp").get_data(as_text=True), "another school"
    with world.app.app_context():  # type: ignore[union-attr]
        key = db.session.scalars(select(HelpAdult)).one().key
    assert post(browser, f"/beheer/hulp/{key}/weg", "/beheer/hulp").status_code == 303
    assert world.browser("noor").get("/hulp/bericht").status_code == 404
    assert post(world.browser("joost"), f"/beheer/hulp/{key}/weg", "/beheer/hulp").status_code == 404


def test_a_message_is_read_answered_and_talked_about(named: World) -> None:
    assert write(named).status_code == 303
    child, adult = named.browser("noor"), named.browser("bo")
    assert "Nog niet gelezen" in child.get("/hulp").get_data(as_text=True)
    assert "Post: 1" in adult.get("/klassen").get_data(as_text=True)
    key = messages(named)[0].key
    listed = adult.get("/berichten").get_data(as_text=True)
    assert "Noor" in listed and WORDS not in listed
    assert adult.get(f"/berichten/{key}").status_code == 303, "opening it is an act, so that the child can know"
    assert post(adult, f"/berichten/{key}", "/berichten").status_code == 303
    assert WORDS in adult.get(f"/berichten/{key}").get_data(as_text=True)
    assert "Gelezen op" in child.get("/hulp").get_data(as_text=True)
    strange = post(adult, f"/berichten/{key}", f"/berichten/{key}", step="answer", reply="Stel je niet aan")
    assert strange.status_code == 422
    assert post(adult, f"/berichten/{key}", f"/berichten/{key}", step="answer", reply="today").status_code == 303
    assert REPLIES["today"] in child.get("/hulp").get_data(as_text=True)
    assert post(adult, f"/berichten/{key}", f"/berichten/{key}", step="talked").status_code == 303
    assert "Jullie hebben gepraat" in child.get("/hulp").get_data(as_text=True)


def test_nobody_else_finds_the_words(named: World) -> None:
    """No other child, no teacher of the class, no administrator: on no page, in no file, in no audit."""
    app = named.app
    assert app is not None and write(named).status_code == 303
    key = messages(named)[0].key
    for who in ("", "tygo", "amara", "samira", "bakker", "els"):
        browser = named.browser(who)
        for rule in rules(app):
            if "GET" in (rule.methods or ()):
                path = address(rule, class_key=named.keys["groep7"], pupil_key=named.keys["noor"], message_key=key)
                assert b"Kwispelaar" not in browser.get(path).get_data(), f"{who}: {path}"
    bakker, of_noor = named.browser("bakker"), f"/beheer/leerling/{named.keys['noor']}/gegevens"
    for path in (of_noor + "/lezen", of_noor + "/kopie"):
        given = post(bakker, path, of_noor)
        assert given.status_code == 200 and b"Noor" in given.get_data() and b"Kwispelaar" not in given.get_data()
    with app.app_context():
        child = db.session.get_one(Pupil, named.ids["noor"])
        assert "Kwispelaar" not in str(export(db.session, child))
        told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "help.send")).all()
        assert [row.actor for row in told] == ["pupil"] and child.key not in f"{told[0].subject} {told[0].facts}"


def test_a_report_of_the_class_does_not_have_it(named: World) -> None:
    write(named)
    browser = named.browser("samira")
    for name in REPORTS:
        for kind in ("csv", "xlsx"):
            answer = browser.get(f"/klas/{named.keys['groep7']}/verslag/{name}.{kind}?namen=1")
            assert answer.status_code in (200, 404), name
            words = answer.get_data()
            if kind == "xlsx" and answer.status_code == 200:
                with zipfile.ZipFile(io.BytesIO(words)) as book:
                    words = b"".join(book.read(part) for part in book.namelist())
            assert b"Kwispelaar" not in words


def test_an_adult_who_is_not_the_one_gets_the_page_of_nothing(named: World) -> None:
    write(named)
    key = messages(named)[0].key
    for who in ("samira", "bakker", "els"):
        assert named.browser(who).get(f"/berichten/{key}").status_code == 404
        assert post(named.browser(who), f"/berichten/{key}", "/berichten").status_code in (400, 404)
    assert messages(named)[0].read_at is None


def test_a_child_takes_back_what_nobody_read(named: World) -> None:
    write(named)
    key = messages(named)[0].key
    post(named.browser("tygo"), f"/hulp/bericht/{key}/weg", "/hulp/bericht")
    assert len(messages(named)) == 1, "only your own"
    child = named.browser("noor")
    assert post(child, f"/hulp/bericht/{key}/weg", "/hulp").status_code == 303
    assert messages(named) == []
    write(named)
    key = messages(named)[0].key
    post(named.browser("bo"), f"/berichten/{key}", "/berichten")
    post(child, f"/hulp/bericht/{key}/weg", "/hulp/bericht")
    assert len(messages(named)) == 1, "read is read"


def test_the_same_form_twice_is_one_message(named: World) -> None:
    write(named, once="x1")
    write(named, once="x1")
    assert len(messages(named)) == 1


@pytest.mark.parametrize("words", ["", "  \n ", "a" * 1001])
def test_what_cannot_be_sent_is_said_and_kept(named: World, words: str) -> None:
    refused = write(named, words=words)
    assert refused.status_code == 422
    assert "hoogstens 1000 tekens" in refused.get_data(as_text=True)
    assert messages(named) == []


def test_without_an_adult_it_is_asked_again(named: World) -> None:
    browser = named.browser("noor")
    refused = post(browser, "/hulp/bericht", "/hulp/bericht", words=WORDS, adult="nobody")
    assert refused.status_code == 422 and WORDS in refused.get_data(as_text=True)


def test_who_writes_and_writes_is_sent_to_a_person(named: World) -> None:
    for number in range(WAITING):
        assert write(named, words=f"{WORDS} {number}").status_code == 303
    refused = write(named)
    assert refused.status_code == 429 and "0800-0432" in refused.get_data(as_text=True)


def test_words_are_text_wherever_they_are_shown(named: World) -> None:
    write(named, words="<script>alert(1)</script> \u202e hoi")
    key = messages(named)[0].key
    adult = named.browser("bo")
    post(adult, f"/berichten/{key}", "/berichten")
    for page in (adult.get(f"/berichten/{key}"), named.browser("noor").get("/hulp")):
        assert "<script>alert" not in page.get_data(as_text=True)


def test_an_adult_who_left_is_said_to_be_gone(named: World) -> None:
    write(named)
    with named.app.app_context(), writing(db.session):  # type: ignore[union-attr]
        db.session.get_one(Staff, named.ids["bo"]).disabled_at = named_at(named)
    card = named.browser("noor").get("/hulp").get_data(as_text=True)
    assert "Niemand leest dit meer" in card
    assert named.browser("noor").get("/hulp/bericht").status_code == 404


def named_at(world: World) -> datetime:
    with world.app.app_context():  # type: ignore[union-attr]
        return db.session.scalars(select(HelpAdult.named_at)).one()


def test_it_goes_thirty_days_after_the_talk(named: World, clock: Clock) -> None:
    write(named)
    write(named, words="Nog iets")
    app = named.app
    assert app is not None
    with app.app_context():
        with writing(db.session):
            db.session.scalars(select(HelpMessage).order_by(HelpMessage.id)).all()[0].talked_at = clock.at
        erased = ErasedList(app.extensions["settings"].instance_path / "erased.jsonl")
        clock.at += timedelta(days=29)
        assert maintain(db.session, app.extensions["seals"], erased, at=clock.at).help_messages == 0
        clock.at += timedelta(days=1)
        assert maintain(db.session, app.extensions["seals"], erased, at=clock.at).help_messages == 1
    assert [row.words for row in messages(named)] == ["Nog iets"]


def test_without_a_talk_it_goes_on_the_first_of_october() -> None:
    def day(year: int, month: int, number: int) -> datetime:
        return datetime(year, month, number, 12, tzinfo=SCHOOL_ZONE)

    sent = day(2026, 11, 16)
    assert not due_to_go(sent, None, day(2027, 9, 30))
    assert due_to_go(sent, None, day(2027, 10, 1))
    assert due_to_go(sent, None, day(2028, 8, 15)), "also when nobody did the upkeep for a year"


def test_an_adult_whom_nobody_named_has_an_empty_page(world: World) -> None:
    assert "Een beheerder kan je daarvoor kiezen" in world.browser("samira").get("/berichten").get_data(as_text=True)
    assert "Post:" not in world.browser("samira").get("/klassen").get_data(as_text=True)
