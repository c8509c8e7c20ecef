"""The school's own pages: each audience sees its clauses, every setting shows this school's variant."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from agreements import catalog
from agreements.models import FlagDecision
from agreements.rules import shown_to
from agreements.schema import AUDIENCES, Setting, Words
from core.audit import AuditEntry
from core.database import db, writing
from school.models import School
from tests.agreements.table import SCHOOLS, TABLE
from tests.world import World, csrf_of

PATHS = {
    "pupil": "/afspraken",
    "parent": "/afspraken/ouders",
    "staff": "/afspraken/team",
    "school": "/afspraken/school",
}


def words(world: World, who: str, path: str) -> str:
    answer = world.browser(who).get(path)
    assert answer.status_code == 200, path
    return plain(answer.get_data(as_text=True))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<br>|<[^>]*>", " ", page)))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def use(world: World, slug: str) -> None:
    with world.app.app_context(), writing(db.session):  # type: ignore[union-attr]
        db.session.get(School, world.ids["gsv-school"]).protocol_slug = slug  # type: ignore[union-attr]


@pytest.mark.parametrize("slug", SCHOOLS)
def test_every_clause_stands_on_the_page_of_each_of_its_audiences(world: World, slug: str) -> None:
    use(world, slug)
    pages = {who: words(world, "bakker", path) for who, path in PATHS.items()}
    for clause in catalog.protocol(slug).clauses:
        places = shown_to(clause)
        assert places, clause.id
        for who in places:
            text = clause.pupil if who == "pupil" and clause.pupil else clause.summary
            assert squeeze(text.say("nl")) in pages[who], f"{clause.id} for {who}"
            assert clause.place in pages[who]


@pytest.mark.parametrize("slug", SCHOOLS)
def test_each_setting_shows_this_schools_variant_on_the_pages_it_governs(world: World, slug: str) -> None:
    use(world, slug)
    pages = {who: words(world, "noor" if who == "pupil" else "bakker", path) for who, path in PATHS.items()}
    overview = words(world, "bakker", "/beheer/instellingen")
    for setting in catalog.shelf().settings.settings:
        mine = TABLE[setting.id][SCHOOLS.index(slug)].split()
        for who in setting.audience:
            said = saying(setting, mine, who)
            assert all(text in pages[who] for text in said), f"{setting.id} at {slug} for {who}"
            for other in set(saying(setting, [v.value for v in setting.variants], who)) - set(said):
                begins_ours = any(text.startswith(other) for text in said)
                assert begins_ours or row(setting, other) not in pages[who], f"{setting.id}: {other}"
        assert all(text in overview for text in saying(setting, mine, "school")), setting.id


def saying(setting: Setting, values: list[str], who: str) -> list[str]:
    """The sentences for an audience when the setting has these values."""
    found: list[Words] = [variant for variant in map(setting.variant, values) if variant is not None]
    texts = [one.pupil if who == "pupil" else one.text for one in found or [setting.silent]]
    return [squeeze(text.say("nl")) for text in texts if text is not None]


def row(setting: Setting, said: str) -> str:
    return squeeze(f"{setting.title.say('nl')} {said}")


@pytest.mark.parametrize("slug", ["tjongerschool", "skot"])
def test_where_a_school_is_silent_pupils_see_the_course_and_that_it_is_the_course(world: World, slug: str) -> None:
    use(world, slug)
    page = words(world, "noor", "/afspraken")
    assert "Van de cursus, geen regel van school." in page
    assert "Mijn wachtwoord is van mij. Ik deel het met niemand." in page
    for other in SCHOOLS:
        if other != slug:
            for clause in catalog.protocol(other).clauses:
                if clause.topic == "phones" and clause.pupil:
                    assert squeeze(clause.pupil.say("nl")) not in page, clause.id


def test_the_pages_are_english_in_english(world: World) -> None:
    page = words(world, "noor", "/afspraken?lang=en")
    assert "Our agreements" in page
    assert "I am just as polite online as I am in real life." in page
    assert "Onze afspraken" not in page


def test_only_a_school_that_chose_so_shows_its_agreements_to_everybody(world: World) -> None:
    path = f"/afspraken/van/{world.keys['gsv-school']}"
    assert world.browser().get(path).status_code == 404
    with world.app.app_context(), writing(db.session):  # type: ignore[union-attr]
        db.session.get(School, world.ids["gsv-school"]).choices = {"agreements_public": True}  # type: ignore[union-attr]
    for place in ("", "/ouders", "/team", "/school"):
        answer = world.browser().get(path + place)
        assert answer.status_code == 200
        assert "De Wilg" in answer.get_data(as_text=True)
    assert world.browser().get(f"/afspraken/van/{world.keys['meilan-school']}").status_code == 404
    assert world.browser().get("/afspraken").status_code == 302


def test_coverage_is_for_administrators_and_filters(world: World) -> None:
    assert world.browser("samira").get("/beheer/dekking").status_code == 404
    everything = words(world, "bakker", "/beheer/dekking")
    assert "72 bepalingen" in everything
    phones = words(world, "bakker", "/beheer/dekking?onderwerp=phones")
    assert "3 bepalingen getoond" in phones
    assert "0 bepalingen getoond" in words(world, "bakker", "/beheer/dekking?onderwerp=copyright&voor=pupil")


def test_a_flag_is_decided_and_nothing_else_changes(world: World) -> None:
    browser = world.browser("bakker")
    before = words(world, "noor", "/afspraken")
    assert "Deskundigen zeggen nu: veranderen hoeft pas als er iets mis is." in before
    token = csrf_of(browser, "/beheer/instellingen")
    path = "/beheer/instellingen/yearly-password-change"
    assert browser.post(path, data={"csrf_token": token, "decision": "weg"}).status_code == 422
    assert browser.post(path, data={"csrf_token": token, "decision": "keep"}).status_code == 303
    after = words(world, "noor", "/afspraken")
    assert after.replace(" Onze school houdt de afspraak zo.", "") == before
    assert browser.post(
        "/beheer/instellingen/copyright-fine", data={"csrf_token": token, "decision": "keep"}
    ).status_code == 404  # fmt: skip
    with world.app.app_context():  # type: ignore[union-attr]
        assert [row.decision for row in db.session.scalars(select(FlagDecision))] == ["keep"]
        acts = db.session.scalars(select(AuditEntry.action)).all()
        assert "agreements.flag" in acts


def test_audiences_are_four() -> None:
    assert set(PATHS) == set(AUDIENCES)


def test_the_school_adds_its_own_words_and_a_colleague_does_not_overwrite_them(world: World) -> None:
    browser = world.browser("bakker")
    path = "/beheer/bepaling/gsv-afspraak-03"
    token = csrf_of(browser, path)
    official = {"csrf_token": token, "revision": "0", "source": "**Iedereen** is verantwoordelijk. <script>x</script>"}
    assert "Tekst van de school erbij" in words(world, "bakker", "/afspraken/team")
    assert browser.post(path, data=official).status_code == 303
    page = world.browser("noor").get("/afspraken").get_data(as_text=True)
    assert "<strong>Iedereen</strong> is verantwoordelijk." in page
    assert "<script>x" not in page
    late = browser.post(path, data={**official, "source": "Van een ander."})
    assert late.status_code == 409
    assert "Van een ander." in late.get_data(as_text=True)
    assert browser.get("/beheer/bepaling/albero-afspraak-03").status_code == 404
    assert world.browser("joost").get(path).status_code == 404


def test_a_school_keeps_promises_without_a_clause_or_not_and_others_always(world: World) -> None:
    use(world, "tjongerschool")
    browser = world.browser("bakker")
    token = csrf_of(browser, "/beheer/instellingen")
    kept = ["p01", "p03", "p08"]
    assert browser.post("/beheer/keuzes", data={"csrf_token": token, "promise": kept}).status_code == 303
    with world.app.app_context():  # type: ignore[union-attr]
        found = {one.id for one in catalog.contract_for(db.session, world.ids["gsv-school"]).promises}
    assert found == {"p01", "p02", "p03", "p04", "p05", "p07", "p08", "p12", "p14"}
    assert browser.post("/beheer/keuzes", data={"csrf_token": token, "public": "yes"}).status_code == 303
    assert world.browser().get(f"/afspraken/van/{world.keys['gsv-school']}").status_code == 200


def test_the_lesson_says_what_the_school_asks_and_what_experts_say(world: World) -> None:
    page = words(world, "noor", "/les/wachtwoorden")
    assert "Onze school vraagt elk jaar een nieuw schoolwachtwoord. Deskundigen zeggen nu" in page
    assert "Deskundigen zeggen nu" not in words(world, "sem", "/les/wachtwoorden")
