"""The turn of the school year: proposed, changed by a person, done in one go, undone; what children did goes along."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.database import db, writing
from progress.commands import Person, record_action
from progress.models import Evidence
from school.commands.classes import ClassWish, make_class
from school.commands.pupils import NewPupil, add_pupils
from school.models import ClassTeacher, Pupil, SchoolClass, Staff, YearTurn
from school.rules.year_turn import LEAVE, NextClass, OldClass, propose
from tests.conftest import Clock
from tests.school.lists import edexml
from tests.school.test_door import at_the_tiles
from tests.school.test_import import put_in
from tests.world import World, csrf_of

AUGUST = datetime(2027, 8, 16, 7, 0, tzinfo=UTC)
PAGE = "/beheer/jaarovergang"


@pytest.fixture
def school(world: World, clock: Clock) -> World:
    """The first school with a groep 8 and a combination class 5/6 besides its groep 5 and 7, on 16 August."""
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        for name, years, wished in (
            ("8a", [8], [NewPupil("Bram", 8), NewPupil("Fleur", 8)]),
            ("Kabouters", [5, 6], [NewPupil("Lotte", 5), NewPupil("Mila", 6)]),
        ):
            group = make_class(
                db.session, ClassWish(name, years), school_id=world.ids["gsv-school"], staff_ids=[world.ids["bo"]],
                actor="test", at=clock.at,
            )  # fmt: skip
            add_pupils(db.session, group, wished, seen=None, actor="test", at=clock.at)
            world.ids[name], world.keys[name], world.codes[name] = group.id, group.key, group.code
    clock.at = AUGUST
    return world


def fields(page: str) -> dict[str, object]:
    """What a browser would send of the form of the turn as it stands."""
    form = page.split('name="seen"', 1)[1]
    found: dict[str, object] = {"seen": re.findall(r'^ value="([^"]+)"', form)[0]}
    found |= dict(re.findall(r'type="text"[^>]* name="([^"]+)" value="([^"]*)"', form))
    years: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="checkbox" name="([^"]+)" value="([^"]+)" checked', form):
        years.setdefault(name, []).append(value)
    found |= years
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options) or re.findall(r'value="([^"]*)"', options)
        found[name] = chosen[0]
    return found


def turn(world: World, **changed: object) -> tuple[int, str]:
    bakker = world.browser("bakker")
    form = {**fields(bakker.get(PAGE).get_data(as_text=True)), **changed, "csrf_token": csrf_of(bakker, PAGE)}
    answer = bakker.post(PAGE, data=form)
    return answer.status_code, answer.get_data(as_text=True)


def undo(world: World) -> int:
    bakker: FlaskClient = world.browser("bakker")
    return bakker.post(f"{PAGE}/terug", data={"csrf_token": csrf_of(bakker, PAGE)}).status_code


def classes(world: World) -> dict[str, tuple[int, list[int], list[str]]]:
    """Name of each open class of the school → year, jaargroepen, first names with their jaargroep."""
    assert world.app is not None
    with world.app.app_context():
        found = {}
        alive = SchoolClass.deleted_at.is_(None), SchoolClass.archived_at.is_(None)
        query = select(SchoolClass).where(SchoolClass.school_id == world.ids["gsv-school"], *alive)
        for group in db.session.scalars(query):
            here = Pupil.class_id == group.id, Pupil.left_at.is_(None), Pupil.deleted_at.is_(None)
            names = [f"{one.first_name}{one.year_group}" for one in db.session.scalars(select(Pupil).where(*here))]
            found[group.name] = (group.year, list(group.years), sorted(names))
        return found


BEFORE = {
    "Groep 7": (2026, [7], ["Noor7", "Tygo7"]),
    "Groep 5": (2026, [5], ["Amara5"]),
    "8a": (2026, [8], ["Bram8", "Fleur8"]),
    "Kabouters": (2026, [5, 6], ["Lotte5", "Mila6"]),
}
AFTER = {
    "Groep 8": (2027, [8], ["Noor8", "Tygo8"]),
    "Groep 6": (2027, [6], ["Amara6"]),
    "Kabouters": (2027, [5, 6], ["Lotte6"]),
    "Groep 7": (2027, [7], ["Mila7"]),
}


def test_everybody_goes_up_as_proposed(school: World) -> None:
    page = school.browser("bakker").get(PAGE).get_data(as_text=True)
    assert "Jaarovergang naar 2027-2028" in page
    assert classes(school) == BEFORE, "a look changes nothing"
    assert turn(school)[0] == 303
    assert classes(school) == AFTER
    with school.app.app_context():  # type: ignore[union-attr]
        bram = db.session.scalars(select(Pupil).where(Pupil.first_name == "Bram")).one()
        assert bram.left_at == AUGUST


def test_what_children_did_and_promised_goes_along(school: World, clock: Clock) -> None:
    assert school.app is not None
    with school.app.app_context():
        noor = db.session.get_one(Pupil, school.ids["noor"])
        person = Person(noor.school_id, noor.id, noor.class_id, "nl")
        with writing(db.session):
            record_action(
                db.session, person=person, module="doorsturen", step="x", protective=True, right=True, token="t" * 64,
                at=clock.at, agreement="", tags=[], picks=[],
            )  # fmt: skip
        secret = noor.secret_hash
    turn(school)
    with school.app.app_context():
        noor = db.session.get_one(Pupil, school.ids["noor"])
        assert db.session.query(Evidence).filter_by(pupil_id=noor.id).count() == 1
        assert (noor.secret_hash, noor.secret_own, noor.route) == (secret, True, "plus")
        assert noor.school_class.name == "Groep 8"
        mila = db.session.scalars(select(Pupil).where(Pupil.first_name == "Mila")).one()
        assert mila.route == "plus", "from groep 7 on the usual route is plus"


def test_children_who_go_on_together_keep_their_class_code(school: World) -> None:
    turn(school)
    page = at_the_tiles(school).get("/wie").get_data(as_text=True)
    assert "Groep 8" in page and "Noor" in page


def test_the_next_teacher_sees_the_class_and_the_last_one_no_more(school: World) -> None:
    noor = f"/klas/{school.keys['groep7']}/leerlingen/{school.keys['noor']}"
    assert school.browser("samira").get(noor).status_code == 200
    turn(school, **{f"teacher-{school.keys['groep7']}": school.keys["bo"], f"duo-{school.keys['groep7']}": ""})
    with school.app.app_context():  # type: ignore[union-attr]
        group = db.session.get_one(Pupil, school.ids["noor"]).school_class
        tied = select(Staff.name).join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        assert list(db.session.scalars(tied.where(ClassTeacher.class_id == group.id))) == ["Bo"]
        key = group.key
    for who, status in (("bo", 200), ("samira", 404)):
        assert school.browser(who).get(f"/klas/{key}/leerlingen/{school.keys['noor']}").status_code == status
    assert school.browser("samira").get(noor).status_code == 404


def test_one_stays_one_leaves_one_goes_elsewhere(school: World) -> None:
    kabouters = school.keys["Kabouters"]
    keys = {f"pupil-{school.keys['noor']}": "stay", f"pupil-{school.keys['tygo']}": LEAVE,
            f"pupil-{school.keys['amara']}": kabouters}  # fmt: skip
    assert turn(school, **keys)[0] == 303
    found = classes(school)
    assert found["Groep 7"] == (2027, [7], ["Mila7", "Noor7"])
    assert found["Kabouters"] == (2027, [5, 6], ["Amara6", "Lotte6"])
    assert found["Groep 8"] == (2027, [8], [])


def test_where_there_is_no_class_nothing_happens_at_all(school: World) -> None:
    page = school.browser("bakker").get(PAGE).get_data(as_text=True)
    form = fields(page)
    slot = next(name for name in form if name.startswith("make-") and school.keys["groep7"] in name)
    bakker = school.browser("bakker")
    form = {**form, "csrf_token": csrf_of(bakker, PAGE)}
    del form[slot]
    answer = bakker.post(PAGE, data=form)
    assert answer.status_code == 422
    assert "Voor groep 7 uit Groep 7 is er geen klas met groep 8." in answer.get_data(as_text=True)
    assert classes(school) == BEFORE
    with school.app.app_context():  # type: ignore[union-attr]
        assert db.session.query(YearTurn).count() == 0


def test_a_turn_is_undone_as_if_it_had_never_been(school: World, clock: Clock) -> None:
    turn(school)
    clock.at += timedelta(days=2)
    assert undo(school) == 303
    assert classes(school) == BEFORE
    assert "Noor" in at_the_tiles(school).get("/wie").get_data(as_text=True)
    with school.app.app_context():  # type: ignore[union-attr]
        codes = {group.code for group in db.session.scalars(select(SchoolClass).where(SchoolClass.year == 2026))}
        assert set(school.codes.values()) <= codes
    assert turn(school)[0] == 303, "and it can be done again"
    assert classes(school) == AFTER


def test_after_an_undo_who_was_moved_since_stays(school: World, clock: Clock) -> None:
    turn(school)
    bakker = school.browser("bakker")
    with school.app.app_context():  # type: ignore[union-attr]
        noor = db.session.get_one(Pupil, school.ids["noor"])
        now, other = noor.school_class.key, db.session.scalars(
            select(SchoolClass.key).where(SchoolClass.name == "Groep 6")
        ).one()  # fmt: skip
    path = f"/klas/{now}/leerlingen/{school.keys['noor']}"
    assert (
        bakker.post(f"{path}/verhuizing", data={"csrf_token": csrf_of(bakker, path), "class": other}).status_code == 303
    )
    assert undo(school) == 303
    found = classes(school)
    assert found["Groep 7"] == (2026, [7], ["Tygo7"])
    assert found["Groep 6"] == (2027, [6], ["Noor6"])


def test_after_thirty_days_it_stays_done(school: World, clock: Clock) -> None:
    turn(school)
    page = school.browser("bakker").get(PAGE).get_data(as_text=True)
    assert "Draai de jaarovergang terug" in page
    clock.at += timedelta(days=31)
    bakker = school.browser("bakker")
    assert "Draai de jaarovergang terug" not in bakker.get(PAGE).get_data(as_text=True)
    assert undo(school) == 410
    assert classes(school) == AFTER


def test_a_page_from_before_a_change_is_shown_again(school: World, clock: Clock) -> None:
    bakker = school.browser("bakker")
    form = {**fields(bakker.get(PAGE).get_data(as_text=True)), "csrf_token": csrf_of(bakker, PAGE)}
    turn(school)
    assert bakker.post(PAGE, data=form).status_code == 409
    assert classes(school) == AFTER


def test_before_august_there_is_only_an_announcement(world: World) -> None:
    page = world.browser("bakker").get(PAGE).get_data(as_text=True)
    assert "Vanaf 1 augustus" in page
    assert "Groep 5, Groep 7" in page
    assert 'name="seen"' not in page


def test_a_file_of_the_new_year_first_and_the_turn_after_it(school: World) -> None:
    rows = [("a", "Sami", "8", "x")]
    assert put_in(school, edexml(rows, [("x", "Groep 8", "8")], year="2027-2028")).status_code == 303
    page = school.browser("bakker").get(PAGE).get_data(as_text=True)
    assert "Groep 8 bestaat al." in page
    assert turn(school)[0] == 303
    assert classes(school)["Groep 8"] == (2027, [8], ["Noor8", "Sami8", "Tygo8"])
    assert undo(school) == 303
    assert classes(school)["Groep 8"] == (2027, [8], ["Sami8"])
    assert classes(school)["Groep 7"] == BEFORE["Groep 7"]


def test_a_file_alone_moves_everybody_and_the_turn_closes_what_is_empty(world: World, clock: Clock) -> None:
    put_in(
        world, edexml([("a", "Noor", "7", "x"), ("b", "Tygo", "7", "x"), ("c", "Sami", "7", "x")], [("x", "7", "7")])
    )
    clock.at = AUGUST
    rows = [("a", "Noor", "8", "y"), ("b", "Tygo", "7", "z"), ("c", "Sami", "8", "y")]
    data = edexml(rows, [("y", "Groep 8", "8"), ("z", "Groep 7", "7")], year="2027-2028")
    assert put_in(world, data).status_code == 303
    page = world.browser("bakker").get(PAGE).get_data(as_text=True)
    assert "Hier zit niemand meer in. De klas wordt gesloten." in page
    assert turn(world)[0] == 303
    assert classes(world) == {
        "Groep 8": (2027, [8], ["Noor8", "Sami8"]),
        "Groep 7": (2027, [7], ["Tygo7"]),
        "Groep 6": (2027, [6], ["Amara6"]),
        "Groep 5": (2027, [5], []),
    }


def test_children_are_signed_out_of_the_closed_class(school: World) -> None:
    noor = school.browser("noor")
    assert noor.get("/thuis").status_code == 200
    turn(school)
    assert noor.get("/thuis").status_code == 302


def test_only_administrators_turn_the_year(school: World) -> None:
    for who in ("samira", "noor", "joost"):
        page = school.browser(who).get(PAGE)
        assert page.status_code == 404 or "Groep 7" not in page.get_data(as_text=True)


SETS = st.lists(st.sampled_from([(5,), (6,), (7,), (8,), (5, 6), (6, 7), (7, 8), (5, 6, 7, 8)]), min_size=1, max_size=8)


@given(SETS)
def test_every_jaargroep_has_somewhere_to_go(sets: list[tuple[int, ...]]) -> None:
    old = [OldClass(f"k{number}", f"{years[0]}{'abcdefgh'[number]}", years) for number, years in enumerate(sets)]
    proposed = propose(old, [NextClass("have-x", "Alles", (5,))])
    slots = {one.slot: one for one in proposed.classes}
    assert len(slots) == len(proposed.classes)
    assert len({one.name for one in proposed.classes}) == len(proposed.classes)
    for one in old:
        for year in one.years:
            to = proposed.to(one.key, year)
            assert to == LEAVE if year == 8 else year + 1 in slots[to].years
            assert year == 8 or proposed.room_for(year + 1, one.key)
