"""Reports as files: safe to open, without names unless asked for, written down."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from classroom.reports import REPORTS
from classroom.views.cells import harmless
from core.audit import AuditEntry
from core.database import db, writing
from school.models import Pupil
from tests.classroom.history import take_quiz
from tests.conftest import MONDAY_MORNING
from tests.world import World

FORMULA = '=HYPERLINK("http://kwaad.example";"klik")'


@pytest.fixture
def evil(world: World) -> World:
    """Noor's first name is a formula now, and she answered questions."""
    assert world.app is not None
    with world.app.app_context():
        with writing(db.session) as session:
            session.get_one(Pupil, world.ids["noor"]).first_name = FORMULA[:40]
        noor = db.session.get_one(Pupil, world.ids["noor"])
        take_quiz(db.session, noor, "doorsturen", Random(4), 0.7, MONDAY_MORNING - timedelta(days=1))
    return world


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "|x", "%x"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(-3) == -3
    assert harmless("Noor") == "Noor"


def test_files_carry_no_names_unless_asked(evil: World) -> None:
    client, key = evil.browser("samira"), evil.keys["groep7"]
    for name in ("klas", "afspraken"):
        plain = client.get(f"/klas/{key}/verslag/{name}.csv").data.decode("utf-8-sig")
        assert "Tygo" not in plain
        assert "HYPERLINK" not in plain
        assert "Tygo" in client.get(f"/klas/{key}/verslag/{name}.csv?namen=1").data.decode("utf-8-sig")


def test_no_cell_is_a_formula(evil: World) -> None:
    client, key = evil.browser("samira"), evil.keys["groep7"]
    answer = client.get(f"/klas/{key}/verslag/klas.csv?namen=1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="netjes-klas.csv"'
    cells = [cell for row in rows_of(answer.data) for cell in row]
    assert f"'{FORMULA[:40]}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/klas/{key}/verslag/klas.xlsx?namen=1").data))
    texts = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert FORMULA[:40] in texts


def test_a18_screen_and_files_say_the_same(evil: World) -> None:
    client, key = evil.browser("samira"), evil.keys["groep7"]
    rows = rows_of(client.get(f"/klas/{key}/verslag/klas.csv").data)
    assert rows[1][:6] == ["Belofte", "Kan het", "Kan het: van", "Leert", "Wil praten", "Nog niet gezien"]
    assert rows[2][0] == "Doorsturen"
    numbers = [int(cell) for cell in rows[2][1:6]]
    assert numbers[0] + numbers[2] + numbers[3] + numbers[4] == numbers[1] == 2
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/klas/{key}/verslag/klas.xlsx").data))
    sheet = book.get_sheet_by_index(0).to_python()
    assert [str(cell).removesuffix(".0") for cell in sheet[-1][1:6]] == [str(number) for number in numbers]
    page = client.get(f"/klas/{key}/verslag/klas").get_data(as_text=True)
    assert f"{numbers[0]} van {numbers[1]}" in page


def test_every_file_that_leaves_the_site_is_written_down(evil: World) -> None:
    assert evil.app is not None
    evil.browser("samira").get(f"/klas/{evil.keys['groep7']}/verslag/klas.csv?namen=1")
    with evil.app.app_context():
        row = db.session.query(AuditEntry).filter_by(action="report.exported").one()
    assert row.facts == {"report": "klas", "kind": "csv", "names": True}


@pytest.mark.parametrize("name", [name for name, report in REPORTS.items() if report.scope != "school"])
@pytest.mark.parametrize("kind", ["", ".csv", ".xlsx"])
def test_every_report_of_a_class_comes_in_every_form(evil: World, name: str, kind: str) -> None:
    query = f"?les=doorsturen&leerling={evil.keys['noor']}"
    client, key = evil.browser("samira"), evil.keys["groep7"]
    assert client.get(f"/klas/{key}/verslag/{name}{kind}{query}").status_code == 200
    assert evil.browser("bo").get(f"/klas/{key}/verslag/{name}{kind}{query}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "verslag/overzicht", "verslag/bestaatniet", "verslag/klas.pdf", "verslag/les", "verslag/les?les=bestaatniet",
        "verslag/leerling", "verslag/leerling?leerling=bestaatniet", "na/bestaatniet", "afspraken/bestaatniet",
        "lesgids/bestaatniet", "eigen/bestaatniet",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(world: World, path: str) -> None:
    assert world.browser("samira").get(f"/klas/{world.keys['groep7']}/{path}").status_code == 404


def test_the_report_of_a_pupil_of_another_class_is_not_found(world: World) -> None:
    path = f"/klas/{world.keys['groep7']}/verslag/leerling?leerling={world.keys['amara']}"
    assert world.browser("bakker").get(path).status_code == 404
