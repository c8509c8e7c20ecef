"""A sixth protocol is one YAML file: the example in the authors' page, put on the shelf, works everywhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from agreements import catalog
from agreements.checks import faults
from classroom.cli import tell_the_base
from core.content import ROOT
from core.database import db, writing
from lessons import catalog as lessons
from quizzes import catalog as banks
from quizzes.models import Attempt
from quizzes.sheet import Sheet
from school.models import School
from tests.agreements.desk import Desk
from tests.agreements.test_pledges_ask_again import standing
from tests.lessons.walking import begin, finish, send
from tests.pledges.showing import post
from tests.quizzes.walking import an_answer, form_for
from tests.world import World

EXAMPLE = re.compile(r"```yaml\n(slug: wilg.*?)```", re.DOTALL)


@pytest.fixture
def sixth(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The site with the authors' example on its shelf, and De Wilg using it."""
    found = EXAMPLE.search((ROOT / "docs/authors/protocols.md").read_text(encoding="utf-8"))
    assert found is not None
    folder = tmp_path / "agreements"
    shutil.copytree(catalog.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "protocols" / "wilg.yaml").write_text(found[1], encoding="utf-8")
    kept = catalog.shelf()
    monkeypatch.setattr(catalog, "FOLDER", folder)
    catalog.load()
    tell_the_base()
    with world.app.app_context(), writing(db.session):  # type: ignore[union-attr]
        db.session.get_one(School, world.ids["gsv-school"]).protocol_slug = "wilg"
    yield world
    monkeypatch.undo()
    catalog.put_back(kept)


def test_it_is_sound(sixth: World) -> None:
    assert set(catalog.shelf().protocols) == {"gsv", "tjongerschool", "meilan", "skot", "albero", "wilg"}
    assert faults(catalog.shelf()) == []


def test_its_clause_stands_behind_promise_and_agreement(sixth: World) -> None:
    promise = catalog.contract_of("wilg").promise("p03")
    assert promise is not None
    assert [clause.id for clause in promise.clauses] == ["wilg-afspraak-3"]
    assert not promise.from_course
    sources = catalog.agreement_sources(["gsv-afspraak-03"], "wilg")
    assert [clause.id for clause in sources.own] == ["wilg-afspraak-3"]


def test_pupils_read_it_and_the_course_where_it_is_silent(sixth: World) -> None:
    page = sixth.browser("noor").get("/afspraken").get_data(as_text=True)
    assert "Wat ik doorstuur doe ik zelf." in page
    assert "Van de cursus, geen regel van school." in page
    assert "Mijn telefoon mag mee." in page
    assert sixth.browser("noor").get("/les/doorsturen").status_code == 200


def test_the_administrator_sees_its_coverage_and_can_go_on_from_it(sixth: World) -> None:
    browser = sixth.browser("bakker")
    assert "doorsturen" in browser.get("/beheer/dekking").get_data(as_text=True)
    assert "Basisschool De Wilg" in browser.get("/beheer/protocol").get_data(as_text=True)


def test_the_whole_story(sixth: World) -> None:
    """Lesson, quiz, signature; then the school goes on from it, and one clause comes to mean something else."""
    app, noor = sixth.app, sixth.browser("noor")
    assert app is not None
    settings = catalog.settings_of("wilg")
    begin(noor, "doorsturen")
    for step in lessons.module("doorsturen", settings).steps:
        finish(noor, "doorsturen", step)
    assert send(noor, "/les/doorsturen/toets", {}).status_code == 303
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
    for item in attempt.items:
        sheet = Sheet.of(banks.entry(item), settings, attempt.seed)
        sent = send(noor, f"/les/doorsturen/toets/{item}", form_for(sheet, an_answer(sheet.body, right=True)))
        assert sent.status_code == 303
    assert post(noor, "/belofte/p03/woorden", eigen="Als ik twijfel, dan wacht ik.", belofte="ja").status_code == 303
    assert post(noor, "/belofte/p03/handtekening", manier="stempel").status_code == 303
    page = noor.get("/belofte/p03").get_data(as_text=True)
    assert "Getekend. Dit is jouw belofte." in page
    assert "Wat ik doorstuur doe ik zelf." in page
    assert app.test_cli_runner().invoke(args=["verify-pledges"]).exit_code == 0
    assert standing(sixth, "noor") == ({"p03"}, set())

    desk = Desk(sixth)
    desk.start("own")
    desk.save(desk.rows()[0], pupil_nl="Wat ik doorstuur, doe ik zelf.", change="spelling")
    desk.publish()
    assert standing(sixth, "noor") == ({"p03"}, set())
    desk.start("own")
    desk.save(desk.rows()[0], pupil_nl="Ik stuur niets door zonder te vragen.", change="meaning")
    desk.publish()
    assert standing(sixth, "noor") == (set(), {"p03"})
