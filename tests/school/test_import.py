"""A list from a file on its way into the classes: checked, then all of it or nothing, and a second time nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.audit import AuditEntry
from core.database import db
from school.models import ClassTeacher, Pupil, SchoolClass
from tests.school.lists import FORBIDDEN, TABLE, edexml, seven, sheet
from tests.world import World, csrf_of

SCHOOL = "/beheer/leerlingen"


def upload(browser: FlaskClient, data: bytes, name: str = "EDEX.XML", path: str = SCHOOL) -> TestResponse:
    parts = [("csrf_token", "", csrf_of(browser, path).encode()), ("file", f'; filename="{name}"', data)]
    body = b"".join(
        f'--cut\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n'.encode() + content + b"\r\n"
        for field, more, content in parts
    )
    return browser.post(path, data=body + b"--cut--\r\n", content_type="multipart/form-data; boundary=cut")


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the checking form as it stands."""
    form = page.split('name="listed"', 1)[1]
    found = {"listed": re.findall(r'^ value="([^"]+)"', form)[0]}
    found |= dict(re.findall(r'type="(?:hidden|text)"[^>]* name="([^"]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', form))
    found |= dict(re.findall(r'type="checkbox" name="([^"]+)" value="([^"]+)" checked', form))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options) or re.findall(r'value="([^"]*)"', options)
        found[name] = chosen[0]
    return found


def confirm(browser: FlaskClient, page: str, path: str = SCHOOL, **changed: str) -> TestResponse:
    form = {
        **fields(page),
        "csrf_token": csrf_of(browser, path),
        **{k.replace("_", "-"): v for k, v in changed.items()},
    }
    return browser.post(path, data=form)


def put_in(world: World, data: bytes, name: str = "EDEX.XML", **changed: str) -> TestResponse:
    bakker = world.browser("bakker")
    page = upload(bakker, data, name)
    assert page.status_code == 200, page.get_data(as_text=True)
    return confirm(bakker, page.get_data(as_text=True), **changed)


def classes(world: World) -> dict[str, list[str]]:
    """Names of the classes of the first school with the first names in them."""
    assert world.app is not None
    with world.app.app_context():
        query = select(SchoolClass.name, Pupil.first_name).join(Pupil, Pupil.class_id == SchoolClass.id, isouter=True)
        alive = SchoolClass.school_id == world.ids["gsv-school"], SchoolClass.deleted_at.is_(None)
        here = Pupil.left_at.is_(None), Pupil.deleted_at.is_(None)
        found: dict[str, list[str]] = {}
        for group, name in db.session.execute(query.where(*alive, *here)):
            found.setdefault(group, [])
            if name:
                found[group] = sorted([*found[group], name])
        return found


def everything(world: World) -> list[object]:
    """Every column of every pupil and class, and how long the audit is."""
    assert world.app is not None
    with world.app.app_context():
        pupils = [tuple(row) for row in db.session.execute(select(*Pupil.__table__.columns).order_by(Pupil.id))]
        groups = [tuple(row) for row in db.session.execute(select(*SchoolClass.__table__.columns))]
        return [str(pupils), str(groups), db.session.query(AuditEntry).count()]


def test_a_file_is_shown_before_anything_is_kept(world: World) -> None:
    before = everything(world)
    page = upload(world.browser("bakker"), seven(("Aylin", "hamza", "Noor"))).get_data(as_text=True)
    assert "Klopt deze lijst?" in page
    assert "2 leerlingen erbij" in page
    assert "Hoofdletter gezet." in page
    assert "Er zit al een Noor in deze klas." in page
    assert "In het bestand staan ook " in page and "achternamen" in page
    assert everything(world) == before


def test_a26_a_school_comes_in_and_the_same_file_changes_nothing(world: World) -> None:
    rows = [("a", "Aylin", "7", "g7"), ("b", "Hamza", "7", "g7"), ("c", "Noor", "7", "g7"), ("d", "Lotte", "6", "g6"),
            ("e", "Mila", "5", "g6"), ("f", "Finn", "3", "g3")]  # fmt: skip
    data = edexml(rows, [("g7", "Groep 7", "7"), ("g6", "5/6", "C"), ("g3", "Groep 3", "3")])
    answer = put_in(world, data)
    assert (answer.status_code, answer.location) == (303, "/beheer/kaartjes")
    assert classes(world) == {
        "Groep 7": ["Aylin", "Hamza", "Noor", "Tygo"],
        "Groep 5": ["Amara"],
        "5/6": ["Lotte", "Mila"],
    }
    before = everything(world)
    bakker = world.browser("bakker")
    page = upload(bakker, data).get_data(as_text=True)
    assert "0 leerlingen erbij" in page
    assert confirm(bakker, page).location == "/beheer/leerlingen"
    assert "Alles stond er al." in bakker.get(SCHOOL).get_data(as_text=True)
    assert everything(world) == before


@pytest.mark.parametrize("make", [lambda: TABLE.encode(), lambda: sheet([r.split(";") for r in TABLE.split("\n")])])
def test_a26_a_table_comes_in_twice_as_well(world: World, make: Callable[[], bytes]) -> None:
    assert put_in(world, make(), "lijst.csv").status_code == 303
    assert classes(world)["Groep 7"] == ["Anaïs", "Aylin", "Noor", "Tygo"]
    before = everything(world)
    assert put_in(world, make(), "lijst.csv").status_code == 303
    assert everything(world) == before


def test_a_list_without_keys_is_known_by_name(world: World) -> None:
    data = b"Roepnaam;Achternaam;Groep\nNoor;Een;Groep 7\nNoor;Twee;Groep 7\nNoor;Twee;Groep 7\nSami;Drie;Groep 7\n"
    assert put_in(world, data, "lijst.csv").status_code == 303
    assert classes(world)["Groep 7"] == ["Noor", "Noor", "Sami", "Tygo"]
    before = everything(world)
    assert put_in(world, data, "lijst.csv").status_code == 303
    assert everything(world) == before


def test_what_we_may_not_have_is_nowhere(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    bakker = world.browser("bakker")
    for data, name in ((seven(), "EDEX.XML"), (TABLE.encode(), "lijst.csv")):
        page = upload(bakker, data, name).get_data(as_text=True)
        answer = confirm(bakker, page)
        shown = page + answer.get_data(as_text=True)
        assert not [word for word in (*FORBIDDEN, "Wilhelmina", "ketenid", ">101<") if word in shown]
    assert world.app is not None
    with world.app.app_context():
        raw = db.session.connection().connection
        dump = "\n".join(raw.iterdump()) if hasattr(raw, "iterdump") else str(everything(world))
    out = capfd.readouterr()
    for word in (*FORBIDDEN, "Wilhelmina", "ketenid"):
        assert word not in dump, word
        assert word not in caplog.text + out.out + out.err, word


def test_a_child_that_moved_in_the_source_moves_with_all_it_did(world: World) -> None:
    rows = [("a", "Aylin", "7", "g7"), ("b", "Hamza", "7", "g7")]
    groups = [("g7", "Groep 7", "7"), ("g5", "Groep 5", "5"), ("g8", "Groep 8", "8")]
    put_in(world, edexml(rows, groups))
    bakker = world.browser("bakker")
    page = upload(bakker, edexml([("a", "Aylin", "8", "g8"), rows[1]], groups)).get_data(as_text=True)
    assert "Aylin komt uit Groep 7." in page
    assert confirm(bakker, page).status_code == 303
    assert classes(world) == {"Groep 7": ["Hamza", "Noor", "Tygo"], "Groep 5": ["Amara"], "Groep 8": ["Aylin"]}


def test_a_child_that_is_not_in_the_file_any_more_leaves_only_when_ticked(world: World) -> None:
    put_in(world, seven(("Aylin", "Hamza")))
    bakker = world.browser("bakker")
    page = upload(bakker, seven(("Aylin",))).get_data(as_text=True)
    key = re.findall(r'name="left" value="([^"]+)"[^>]*> Hamza', page)[0]
    assert "Tygo</label>" not in page, "who was typed in by hand is not asked about"
    assert confirm(bakker, page).status_code == 303
    assert "Hamza" in classes(world)["Groep 7"]
    page = upload(bakker, seven(("Aylin",))).get_data(as_text=True)
    assert confirm(bakker, page, left=key).status_code == 303
    assert "Hamza" not in classes(world)["Groep 7"]
    page = upload(bakker, seven(("Aylin", "Hamza"))).get_data(as_text=True)
    assert "Hamza is eerder uit de klas gehaald." in page
    assert confirm(bakker, page).status_code == 303
    assert "Hamza" not in classes(world)["Groep 7"]
    page = upload(bakker, seven(("Aylin", "Hamza"))).get_data(as_text=True)
    assert confirm(bakker, page, row_2="back").status_code == 303
    assert "Hamza" in classes(world)["Groep 7"]


def test_two_of_one_name_get_a_picture_each_without_a_surname(world: World) -> None:
    put_in(world, seven(("Aylin", "Aylin")))
    assert world.app is not None
    with world.app.app_context():
        signs = list(db.session.scalars(select(Pupil.sign).where(Pupil.first_name == "Aylin")))
    assert len(set(signs)) == 2
    assert all(signs)


def test_a_teacher_reads_a_file_into_the_own_class_only(world: World) -> None:
    rows = [("a", "Aylin", "7", "x"), ("b", "Hamza", "5", "y")]
    data = edexml(rows, [("x", "Groep 7", "7"), ("y", "Groep 5", "5")])
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/leerlingen/bestand"
    page = upload(samira, data, path=path).get_data(as_text=True)
    assert world.keys["groep5"] not in page
    answer = confirm(samira, page, path)
    assert answer.location == f"/klas/{world.keys['groep7']}/kaartjes"
    assert classes(world) == {"Groep 7": ["Aylin", "Noor", "Tygo"], "Groep 5": ["Amara"]}
    assert confirm(samira, page, path, group_1=world.keys["groep5"]).status_code == 409
    put_in(world, edexml([("c", "Bram", "5", "y")], [("y", "Groep 5", "5")]))
    moved = edexml([("c", "Bram", "7", "x")], [("x", "Groep 7", "7")])
    page = upload(samira, moved, path=path).get_data(as_text=True)
    assert "Bram zit in een andere klas." in page
    confirm(samira, page, path)
    assert "Bram" in classes(world)["Groep 5"]


def test_a_new_class_has_no_teacher_until_one_is_tied(world: World) -> None:
    put_in(world, seven(group="7b"))
    assert world.app is not None
    with world.app.app_context():
        group = db.session.scalars(select(SchoolClass).where(SchoolClass.name == "7b")).one()
        assert db.session.query(ClassTeacher).filter_by(class_id=group.id).count() == 0
        assert group.source_hash and "g1" not in group.source_hash
    page = world.browser("bakker").get("/beheer").get_data(as_text=True)
    assert "Koppel iemand aan 7b" in page
