"""A sixth protocol is one YAML file: the example in the authors' page, put on the shelf, works everywhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from agreements import catalog
from agreements.checks import faults
from classroom.cli import tell_the_base
from core.content import ROOT
from core.database import db, writing
from school.models import School
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
