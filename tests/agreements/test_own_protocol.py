"""A school's own protocol: an administrator makes six clauses, publishes, changes one; nothing is lost on the way."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from agreements import catalog
from agreements.commands.drafts import purge
from agreements.models import ProtocolDraft, ProtocolVersion, VersionIsFinal
from core.database import db, writing
from tests.agreements.desk import HOME, Desk, six
from tests.conftest import Clock
from tests.world import World, csrf_of


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def contract(world: World) -> dict[str, tuple[str, bool]]:
    with world.app.app_context():  # type: ignore[union-attr]
        found = catalog.contract_for(db.session, world.ids["gsv-school"])
        return {promise.id: (promise.meaning, promise.from_course) for promise in found.promises}


def test_the_story_of_six_clauses(world: World, desk: Desk) -> None:
    six(desk)
    assert len(desk.rows()) == 6
    assert "Alles is ingevuld." in desk.see(desk.draft)
    assert "Mijn wachtwoord is van mij alleen." in desk.see(f"{desk.draft}/voorbeeld")
    assert "Mijn wachtwoord is van mij alleen." not in world.browser("noor").get("/afspraken").get_data(as_text=True)
    desk.publish()
    page = world.browser("noor").get("/afspraken").get_data(as_text=True)
    assert "Mijn wachtwoord is van mij alleen." in page
    assert "gsv-afspraak" not in page
    first = contract(world)
    assert {name for name, (_, course) in first.items() if not course} == {"p01", "p03", "p05", "p08"}

    desk.start("own")
    spelled, meant = desk.rows()[0], desk.rows()[1]
    desk.save(spelled, pupil_nl="Mijn wachtwoord is alleen van mij.", change="spelling")
    desk.publish()
    assert contract(world) == first, "a spelling change asks nothing"

    desk.start("own")
    meant = desk.rows()[1]
    desk.save(meant, pupil_nl="Ik stuur nooit iets door zonder te vragen.", change="meaning")
    page = desk.see(f"{desk.draft}/publiceren")
    assert "Belofte 3" in page
    assert "Belofte 1:" not in page
    desk.publish()
    second = contract(world)
    assert [name for name in first if first[name] != second[name]] == ["p03"]


def test_a_change_must_say_what_kind_it_is(desk: Desk) -> None:
    six(desk)
    desk.publish()
    desk.start("own")
    desk.save(desk.rows()[0], pupil_nl="Anders gezegd.")
    assert "taalfout is of een andere betekenis" in desk.see(f"{desk.draft}/publiceren")
    assert "Er moet nog iets worden ingevuld" in desk.publish(422)


@pytest.mark.parametrize("begin", ["gsv", "tjongerschool", "meilan", "skot", "albero", "basis", "own"])
def test_a_copy_of_a_protocol_has_all_its_clauses_and_asks_nothing_more(world: World, desk: Desk, begin: str) -> None:
    desk.start(begin)
    slug = "gsv" if begin == "own" else begin
    assert [row.clause_id for row in desk.rows()] == [clause.id for clause in catalog.protocol(slug).clauses]
    page = desk.see(f"{desk.draft}/publiceren")
    assert "Dit moet eerst nog" not in page
    before = contract(world)
    if slug == "gsv":
        assert "Er is niets anders." in page
        assert "Er is niets veranderd" in desk.publish(422)
    else:
        desk.publish()
        assert contract(world) != before


def test_versions_are_kept_with_a_digest_and_stand_side_by_side(world: World, desk: Desk) -> None:
    six(desk)
    desk.publish()
    desk.start("own")
    desk.save(desk.rows()[2], summary_nl="Niemand wordt gepest.", change="meaning")
    desk.publish()
    page = desk.see(f"{HOME}/versie/2?naast=1")
    assert "<ins>" in page
    assert "andere betekenis" in page
    desk.see(f"{HOME}/versie/3", 404)
    with world.app.app_context():  # type: ignore[union-attr]
        first, second = db.session.scalars(select(ProtocolVersion).order_by(ProtocolVersion.number)).all()
        assert first.digest != second.digest
        assert second.changes["changed"] == {second.body["clauses"][2]["id"]: "meaning"}
        with pytest.raises(VersionIsFinal), writing(db.session):
            first.digest = "0" * 64


def test_two_administrators_do_not_overwrite_each_other(desk: Desk) -> None:
    six(desk)
    row = desk.rows()[0]
    desk.save(row, summary_nl="Van de eerste.")
    page = desk.save(row, 409, summary_nl="Van de tweede.")
    assert "Van de eerste." in page
    assert "Van de tweede." in page
    assert desk.rows()[0].summary_nl == "Van de eerste."
    again = page.split('name="revision" value="', 1)[1].split('"', 1)[0]
    desk.save(row, revision=int(again), summary_nl="Van de tweede.")
    assert desk.rows()[0].summary_nl == "Van de tweede."


def test_settings_are_answered_as_questions_and_guarded_too(world: World, desk: Desk) -> None:
    six(desk)
    path = f"{desk.draft}/instellingen"
    assert desk.see(path).count("<fieldset") == 36
    desk.post(path, revision=1, title_nl="Afspraken De Wilg", phone_possession="hand-in-daily", scope="bestaat-niet")
    stale = desk.post(path, 409, revision=1, title_nl="Te laat", phone_possession="only-with-parent-agreement")
    assert "Een collega koos intussen iets anders." in stale
    desk.publish()
    with world.app.app_context():  # type: ignore[union-attr]
        found = catalog.protocol_of(db.session, world.ids["gsv-school"])
        assert found.settings == {"phone_possession": ["hand-in-daily"]}
        assert found.title.say("nl") == "Afspraken De Wilg"


def test_publishing_while_a_newer_version_exists_loses_nothing(desk: Desk) -> None:
    six(desk)
    old = desk.draft
    six(desk)
    desk.publish()
    desk.draft = old
    assert "Intussen is versie 1 gepubliceerd" in desk.publish(409)
    assert len(desk.rows()) == 6


def test_what_the_screen_listed_is_what_is_published(desk: Desk) -> None:
    six(desk)
    page = desk.see(f"{desk.draft}/publiceren")
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    desk.save(desk.rows()[0], summary_nl="Nog snel veranderd.")
    assert "Bekijk ze opnieuw" in desk.post(f"{desk.draft}/publiceren", 409, seen=seen)


def test_a_clause_and_a_draft_can_be_brought_back_for_thirty_days(world: World, desk: Desk, clock: Clock) -> None:
    six(desk)
    row = desk.rows()[1]
    desk.post(f"{desk.draft}/bepaling/{row.key}/weg")
    assert row.key not in [one.key for one in desk.rows()]
    clock.at += timedelta(days=29)
    desk.browser = world.browser("bakker")
    desk.token = csrf_of(desk.browser, HOME)
    desk.post(f"{desk.draft}/bepaling/{row.key}/terug")
    assert row.key in [one.key for one in desk.rows()]
    desk.post(f"{desk.draft}/bepaling/{row.key}/weg")
    desk.post(f"{desk.draft}/weg")
    desk.see(desk.draft, 404)
    desk.post(f"{desk.draft}/terug")
    clock.at += timedelta(days=31)
    desk.browser = world.browser("bakker")
    desk.token = csrf_of(desk.browser, HOME)
    assert "30 dagen geleden" in desk.post(f"{desk.draft}/bepaling/{row.key}/terug", 404)
    with world.app.app_context():  # type: ignore[union-attr]
        assert purge(db.session, at=clock.at) == 1
        assert db.session.scalars(select(ProtocolDraft)).one() is not None


def test_taking_out_a_clause_under_a_promise_says_so(desk: Desk) -> None:
    six(desk)
    desk.publish()
    desk.start("own")
    desk.post(f"{desk.draft}/bepaling/{desk.rows()[0].key}/weg")
    assert "Op deze bepaling rust belofte 1." in desk.see(desk.draft)
    assert "Belofte 1:" in desk.see(f"{desk.draft}/publiceren")


def test_scripts_and_word_markup_do_no_harm(world: World, desk: Desk) -> None:
    desk.start("empty")
    desk.post(
        f"{desk.draft}/tekst",
        document="<p class=MsoNormal onclick='x()'>We doen <b>aardig</b>.</p><script>alert(1)</script>",
    )
    row = desk.rows()[0]
    assert row.source == "We doen aardig."
    desk.save(
        row, source="**Vet** <img src=x onerror=alert(1)> [k](javascript:alert(1))", summary_nl="<b>Aardig</b>",
        audience=["staff"], topic="respect",
    )  # fmt: skip
    desk.publish()
    page = desk.see("/afspraken/team")
    assert "<strong>Vet</strong>" in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "&lt;b&gt;Aardig&lt;/b&gt;" in page
    assert world.browser("noor").get("/afspraken").status_code == 200


@pytest.mark.parametrize(
    ("document", "status", "words"),
    [
        ("", 422, "Hier staan geen woorden in."),
        ("woord " * 40_000, 413, "Dit document is te lang"),
        ("1. Nog een.\n" * 301, 413, "Dit document is te lang"),
    ],
)
def test_an_empty_or_endless_document_is_refused_with_a_sentence(
    desk: Desk, document: str, status: int, words: str
) -> None:
    desk.start("empty")
    assert words in desk.post(f"{desk.draft}/tekst", status, document=document)
    assert desk.rows() == []


def test_an_uploaded_word_document_is_read_and_nonsense_is_refused(desk: Desk) -> None:
    desk.start("empty")
    desk.post(f"{desk.draft}/tekst", file=(io.BytesIO(word("Afspraken", "Nee is nee.")), "protocol.docx"))
    assert [(row.section, row.source) for row in desk.rows()] == [("Afspraken", "Nee is nee.")]
    for data in (b"PK\x03\x04kapot", bytes(range(256)) * 4):
        said = desk.post(f"{desk.draft}/tekst", 422, file=(io.BytesIO(data), "x.docx"))
        assert "Dit bestand kan niet worden gelezen." in said


def test_an_empty_protocol_cannot_be_published(desk: Desk) -> None:
    desk.start("empty")
    assert "Er staat nog geen bepaling in." in desk.see(f"{desk.draft}/publiceren")
    desk.publish(422)


def test_a_clause_without_audience_is_named(desk: Desk) -> None:
    desk.start("empty")
    desk.post(f"{desk.draft}/bepaling")
    assert "Kies voor wie deze bepaling is." in desk.see(desk.draft)
    desk.publish(422)


def test_another_school_and_a_teacher_find_nothing(world: World, desk: Desk) -> None:
    six(desk)
    for who in ("joost", "samira", "noor"):
        assert world.browser(who).get(desk.draft).status_code == 404
    desk.post(HOME, 422, start="bestaat-niet")


def word(heading: str, words: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr><w:r><w:t>{heading}</w:t>'
        f"</w:r></w:p><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", body)
    return data.getvalue()
