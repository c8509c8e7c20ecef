"""The audit page: every act has a sentence, and it can be asked by child, person and period."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.audit import AuditEntry, note_read
from core.database import db, writing
from school.audit_words import ACTS, READS, REPORT_READ, UNKNOWN, sentence_of
from school.queries.audit import PAGE
from tests.conftest import Clock
from tests.house.sources import modules
from tests.school.test_cards import new_card
from tests.world import World, csrf_of, shown

ACT = re.compile(r"[a-z]+\.[a-z-]+(\.[a-z-]+)?")
NOTES = {"note", "_note", "_noted", "_audit"}
MADE = {"staff.join", "staff.recover", "pledge.sign", "pledge.renew", "pledge.revise", "pupil.account-tied",
        "staff.account-tied", "pupil.linked", "pupil.moved", "pupil.restored"}  # fmt: skip
"""Acts whose names the source puts together; the others are found in it."""


def acts_in_source() -> Iterator[str]:
    """Every name of an act that is written out in a call that notes it, or given as ``action``."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = [
                    *(node.args if called in NOTES else []),
                    *(w.value for w in node.keywords if w.arg == "action"),
                ]
                words = [part.value for one in given for part in ast.walk(one) if isinstance(part, ast.Constant)]
                yield from (word for word in words if isinstance(word, str) and ACT.fullmatch(word))


def test_every_act_has_a_sentence_and_every_sentence_an_act() -> None:
    found = set(acts_in_source()) | MADE
    assert found - set(ACTS) == set()
    assert set(ACTS) - found == set()


def test_sentences_for_what_is_read() -> None:
    assert sentence_of("report.klas", read=True) == REPORT_READ
    assert sentence_of("no-such", read=True) == sentence_of("no.such", read=False) == UNKNOWN
    assert all("%(who)s" in words for words in READS.values())


def test_an_administrator_reads_who_did_what(world: World) -> None:
    new_card(world)
    page = world.browser("bakker").get("/beheer/logboek").get_data(as_text=True)
    assert "Samira maakte een inlogkaartje voor Noor." in page
    english = world.browser("bakker").get("/beheer/logboek", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "Samira made a sign-in card for Noor." in english


def test_and_who_saw_what(world: World) -> None:
    samira = world.browser("samira")
    samira.get(f"/klas/{world.keys['groep7']}/leerling/{world.keys['noor']}")
    samira.get(f"/klas/{world.keys['groep7']}/leerlingen")
    admin = world.browser("bakker")
    page = admin.get("/beheer/logboek?soort=gezien").get_data(as_text=True)
    for line in ("Samira zag de bladzijde van Noor.", "Samira zag de lijst van Groep 7.", "Bakker las het logboek."):
        assert line in page
    of_tygo = admin.get(f"/beheer/logboek?soort=gezien&kind={world.keys['tygo']}").get_data(as_text=True)
    assert "de bladzijde van Noor." not in of_tygo
    assert "Samira zag de lijst van Groep 7." in of_tygo, "who saw the class saw the child"


def test_it_can_be_asked_by_child_person_and_period(world: World, clock: Clock) -> None:
    new_card(world)
    new_card(world, "tygo")
    admin, start = world.browser("bakker"), "/beheer/logboek?"
    today, tomorrow = clock.at.date(), clock.at.date() + timedelta(days=1)
    for query, noor, tygo in (
        (f"kind={world.keys['noor']}", True, False),
        (f"wie={world.keys['samira']}", True, True),
        (f"wie={world.keys['bo']}", False, False),
        (f"van={today}&tot={today}", True, True),
        (f"van={tomorrow}", False, False),
        (f"tot={today - timedelta(days=1)}", False, False),
        ("kind=zzzzzzzzzzzz", False, False),
        ("van=onzin&tot=0001-01-01&blad=x", True, True),
        ("blad=999999", False, False),
    ):
        page = admin.get(start + query).get_data(as_text=True)
        assert ("kaartje voor Noor." in page, "kaartje voor Tygo." in page) == (noor, tygo), query


def test_it_goes_in_pages(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        for number in range(PAGE + 5):
            db.session.add(
                AuditEntry(
                    school_id=world.ids["gsv-school"], at=clock.at, actor="system", action="class.made",
                    subject=f"class:gone{number}",
                )
            )  # fmt: skip
    admin = world.browser("bakker")
    first = admin.get("/beheer/logboek?van=2026-01-01").get_data(as_text=True)
    assert first.count("De site zelf maakte een klas die er niet meer is.") == PAGE
    assert "van=2026-01-01" in first.split('aria-label="Bladeren"')[1]
    second = admin.get("/beheer/logboek?blad=2").get_data(as_text=True)
    assert second.count("De site zelf maakte") == 5 and "Nieuwer" in second and "Ouder" not in second


def test_who_is_gone_has_no_name(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context():
        note_read(
            db.session, school_id=world.ids["gsv-school"], actor="staff:999", kind="pupil", subject="pupil:erased",
            at=clock.at,
        )  # fmt: skip
    page = world.browser("bakker").get("/beheer/logboek?soort=gezien").get_data(as_text=True)
    assert "Een collega die er niet meer is zag de bladzijde van een leerling die er niet meer is." in page


def test_another_school_is_not_in_it(world: World) -> None:
    els = world.browser("els")
    els.get(f"/klas/{world.keys['groep8']}/leerlingen")
    new_card(world)
    for query in ("", "?soort=gezien", f"?soort=gezien&kind={world.keys['sem']}"):
        assert "Els" not in shown(world.browser("bakker").get(f"/beheer/logboek{query}").get_data(as_text=True))
    joost = world.browser("joost").get(f"/beheer/logboek?kind={world.keys['noor']}").get_data(as_text=True)
    assert "Noor" not in joost and "Samira" not in joost


@pytest.mark.parametrize("who", ["samira", "noor"])
def test_it_is_for_administrators(world: World, who: str) -> None:
    assert world.browser(who).get("/beheer/logboek").status_code == 404


def test_the_page_holds_no_word_of_a_child(world: World) -> None:
    admin = world.browser("bakker")
    admin.post(
        f"/klas/{world.keys['groep7']}/leerlingen/{world.keys['noor']}/wacht",
        data={"csrf_token": csrf_of(admin, "/beheer/school")},
    )
    assert "Bakker liet Noor weer inloggen." in admin.get("/beheer/logboek").get_data(as_text=True)
