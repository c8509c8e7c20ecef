"""Classes and pupils as a teacher makes and changes them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.database import db
from school.models import Pupil, SchoolClass
from tests.conftest import Clock
from tests.school.test_door import at_the_tiles
from tests.world import World, csrf_of

PASTE = """Roepnaam;Jaargroep
Aylin;7
Hamza Voorbeeld;7
luan

Sami;7;sami@voorbeeld.example
Aylin;7
Noor;7
Zo\ufffd;7
"""


def names(world: World, which: str = "groep7") -> list[str]:
    assert world.app is not None
    with world.app.app_context():
        query = select(Pupil.first_name).where(Pupil.class_id == world.ids[which], Pupil.deleted_at.is_(None))
        return sorted(db.session.scalars(query.where(Pupil.left_at.is_(None))))


def paste(world: World, browser: FlaskClient, text: str, which: str = "groep7") -> str:
    path = f"/klas/{world.keys[which]}/leerlingen/erbij"
    return str(browser.post(path, data={"csrf_token": csrf_of(browser, path), "names": text}).get_data(as_text=True))


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the check page as it stands."""
    form = page.split('<form class="stack-l"', 1)[1]
    found: dict[str, str] = dict(re.findall(r'name="([a-z_0-9-]+)" value="([^"]*)"(?! *>? *checked)', form))
    found |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', form))
    for name in re.findall(r'type="checkbox" name="([^"]+)"', form):
        found.pop(name, None)
    return found


def send(world: World, browser: FlaskClient, form: dict[str, str], which: str = "groep7") -> tuple[int, str]:
    answer = browser.post(f"/klas/{world.keys[which]}/leerlingen/erbij", data=form)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_teacher_makes_a_class_and_is_tied_to_it(world: World) -> None:
    samira = world.browser("samira")
    form = {
        "csrf_token": csrf_of(samira, "/klas/nieuw"),
        "name": "Groep 5/6",
        "year": ["5", "6"],
        "secret_kind": "words",
    }
    answer = samira.post("/klas/nieuw", data=form)
    assert answer.status_code == 303
    assert samira.get(answer.location).status_code == 200
    assert world.browser("bo").get(answer.location).status_code == 404
    assert world.app is not None
    with world.app.app_context():
        group = db.session.scalars(select(SchoolClass).where(SchoolClass.name == "Groep 5/6")).one()
        assert (group.years, group.year, group.secret_kind, group.sign_in_time) == (
            [5, 6],
            2026,
            "words",
            "school-hours",
        )
        assert re.fullmatch("[2-9A-HJKMNP-Z]{8}", group.code)


@pytest.mark.parametrize(
    ("form", "words"),
    [({"name": "", "year": "7"}, "Vul een naam in"), ({"name": "7A"}, "Kies minstens één jaargroep"),
     ({"name": "7A", "year": "9"}, "Kies minstens één jaargroep"),
     ({"name": "7A", "year": "7", "secret_kind": "none"}, "Kies een van de mogelijkheden.")],
)  # fmt: skip
def test_a_class_that_cannot_be_is_refused(world: World, form: dict[str, str], words: str) -> None:
    samira = world.browser("samira")
    answer = samira.post("/klas/nieuw", data={**form, "csrf_token": csrf_of(samira, "/klas/nieuw")})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_a_paste_is_shown_before_anything_is_kept(world: World) -> None:
    page = paste(world, world.browser("samira"), PASTE)
    assert "Kloppen deze 7 leerlingen?" in page
    assert "Er zit al een Noor in de klas." in page
    assert "Aylin staat er vaker." in page
    assert "Achternaam weggelaten." in page
    assert "Hoofdletter gezet." in page
    assert "E-mailadres niet overgenomen." in page
    assert "Hier is een letter niet goed gelezen" in page
    assert "(1, 5)" in page
    assert names(world) == ["Noor", "Tygo"]


def test_the_checked_list_goes_in_as_shown(world: World) -> None:
    samira = world.browser("samira")
    form = fields(paste(world, samira, PASTE))
    status, page = send(world, samira, form)
    assert status == 422, "the unreadable letter is still there"
    form = fields(page)
    broken = next(name for name, value in form.items() if value == "Zo\ufffd" and name.startswith("name-"))
    status, _page = send(world, samira, {**form, broken: "Zoë"})
    assert status == 303
    assert names(world) == ["Aylin", "Hamza", "Luan", "Noor", "Sami", "Tygo", "Zoë"]


def test_two_of_one_name_get_a_picture_each(world: World) -> None:
    samira = world.browser("samira")
    form = fields(paste(world, samira, "Noor\n"))
    assert form["keep-0"] == "skip"
    assert send(world, samira, {**form, "keep-0": "add"})[0] == 303
    assert names(world) == ["Noor", "Noor", "Tygo"]
    page = at_the_tiles(world).get("/wie").get_data(as_text=True)
    assert page.count('class="plaatje"') == 2


def test_another_name_typed_over_a_double_is_judged_anew(world: World) -> None:
    samira = world.browser("samira")
    form = fields(paste(world, samira, "Noor\n"))
    status, page = send(world, samira, {**form, "keep-0": "add", "name-0": "Tygo"})
    assert status == 422
    assert "Er zit al een Tygo in de klas." in page


def test_the_same_form_sent_twice_adds_nobody_twice(world: World) -> None:
    samira = world.browser("samira")
    form = {**fields(paste(world, samira, "Noor\n")), "keep-0": "add"}
    assert send(world, samira, form)[0] == 303
    status, page = send(world, samira, form)
    assert status == 409
    assert "De klas is intussen veranderd." in page
    assert names(world) == ["Noor", "Noor", "Tygo"]


def test_nothing_pasted_is_said(world: World) -> None:
    assert "We lezen hier nog geen namen." in paste(world, world.browser("samira"), " \n\x00\n")


def test_names_are_shown_as_text(world: World) -> None:
    page = paste(world, world.browser("samira"), "<script>alert(1)</script>\n=HYPERLINK(1)\n")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_combination_class_asks_for_the_jaargroep(world: World) -> None:
    samira = world.browser("samira")
    form = {"csrf_token": csrf_of(samira, "/klas/nieuw"), "name": "5/6", "year": ["5", "6"]}
    path = samira.post("/klas/nieuw", data=form).location
    sent = {"csrf_token": csrf_of(samira, path), "names": "Lotte;5\nMila\tgroep 6\nPim\nRomy;8"}
    page = samira.post(path, data=sent).get_data(as_text=True)
    assert page.count("In welke jaargroep?") == 2


def test_a_pupil_is_renamed_moved_removed_and_brought_back(world: World, clock: Clock) -> None:
    admin = world.browser("bakker")
    group, noor = world.keys["groep7"], world.keys["noor"]
    path = f"/klas/{group}/leerlingen/{noor}"
    form = {"csrf_token": csrf_of(admin, path), "name": "Noortje", "year": "7", "route": "basis", "sign": "boot"}
    assert admin.post(path, data=form).status_code == 303
    assert names(world) == ["Noortje", "Tygo"]
    token = form["csrf_token"]
    moved = admin.post(f"{path}/verhuizing", data={"csrf_token": token, "class": world.keys["groep5"]})
    assert moved.status_code == 303
    assert names(world, "groep5") == ["Amara", "Noortje"]
    path = f"/klas/{world.keys['groep5']}/leerlingen"
    admin.post(f"{path}/{noor}/weg", data={"csrf_token": token, "reason": "mistake"})
    assert names(world, "groep5") == ["Amara"]
    assert admin.get(f"{path}/{noor}").status_code == 404
    clock.at += timedelta(days=29)
    again = world.browser("bakker")
    assert again.post(f"{path}/terug", data={"csrf_token": csrf_of(again, path), "pupil": noor}).status_code == 303
    assert names(world, "groep5") == ["Amara", "Noortje"]


def test_after_thirty_days_a_pupil_stays_away(world: World, clock: Clock) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/leerlingen"
    samira.post(f"{path}/{world.keys['noor']}/weg", data={"csrf_token": csrf_of(samira, path), "reason": "left"})
    clock.at += timedelta(days=30)
    again = world.browser("samira")
    form = {"csrf_token": csrf_of(again, path), "pupil": world.keys["noor"]}
    answer = again.post(f"{path}/terug", data=form)
    assert answer.status_code == 410
    assert "langer dan 30 dagen geleden" in answer.get_data(as_text=True)


def test_a_removed_pupil_is_signed_out(world: World) -> None:
    noor, samira = world.browser("noor"), world.browser("samira")
    path = f"/klas/{world.keys['groep7']}/leerlingen"
    samira.post(f"{path}/{world.keys['noor']}/weg", data={"csrf_token": csrf_of(samira, path), "reason": "left"})
    assert noor.get("/bewaard").location.startswith("/?next")


def test_a_class_is_deleted_and_comes_back(world: World, clock: Clock) -> None:
    samira, noor = world.browser("samira"), world.browser("noor")
    path = f"/klas/{world.keys['groep7']}/weg"
    assert samira.post(path, data={"csrf_token": csrf_of(samira, path)}).location == "/klas/weggehaald"
    assert noor.get("/bewaard").location.startswith("/?next")
    assert samira.get(f"/klas/{world.keys['groep7']}/leerlingen").status_code == 404
    clock.at += timedelta(minutes=5)
    form = {"csrf_token": csrf_of(samira, "/klas/weggehaald"), "class": world.keys["groep7"]}
    assert world.browser("bo").get("/klas/weggehaald").get_data(as_text=True).count("Groep 7") == 0
    assert samira.post("/klas/weggehaald", data=form).status_code == 303
    assert at_the_tiles(world).get("/wie").status_code == 200


def test_a_renewed_code_ends_the_old_one(world: World) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/instellingen"
    samira.post(f"{path}/code", data={"csrf_token": csrf_of(samira, path)})
    browser = world.browser()
    form = {"csrf_token": csrf_of(browser, "/"), "code": world.codes["groep7"]}
    assert browser.post("/", data=form).status_code == 422


def test_another_kind_of_secret_makes_the_old_ones_worthless(world: World) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/instellingen"
    form = {
        "csrf_token": csrf_of(samira, path),
        "name": "Groep 7",
        "year": "7",
        "secret_kind": "words",
        "sign_in_time": "always",
    }
    assert samira.post(path, data=form).status_code == 303
    assert world.app is not None
    with world.app.app_context():
        assert db.session.get_one(Pupil, world.ids["noor"]).secret_hash is None


def test_a_jaargroep_with_pupils_in_it_stays(world: World) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/instellingen"
    form = {
        "csrf_token": csrf_of(samira, path),
        "name": "Groep 8",
        "year": "8",
        "secret_kind": "pictures",
        "sign_in_time": "always",
    }
    answer = samira.post(path, data=form)
    assert answer.status_code == 409
    assert "In groep 7 zitten nog leerlingen." in answer.get_data(as_text=True)


def test_closing_a_class_signs_everybody_out(world: World) -> None:
    noor, samira = world.browser("noor"), world.browser("samira")
    path = f"/klas/{world.keys['groep7']}"
    form = {"csrf_token": csrf_of(samira, f"{path}/leerlingen"), "state": "closed"}
    samira.post(f"{path}/open", data=form)
    assert noor.get("/bewaard").location.startswith("/?next")


def test_a_substitute_sees_the_class_up_to_the_last_day(world: World, clock: Clock) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}"
    form = {"csrf_token": csrf_of(samira, f"{path}/collegas"), "staff": world.keys["bo"], "until": "2026-11-20"}
    assert samira.post(f"{path}/collegas", data=form).status_code == 303
    assert world.browser("bo").get(f"{path}/leerlingen").status_code == 200
    clock.at += timedelta(days=5)
    assert clock.at.date() == date(2026, 11, 21)
    assert world.browser("bo").get(f"{path}/leerlingen").status_code == 404


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [({"until": "2026-11-15"}, 422, "De laatste dag is al voorbij."), ({"until": "morgen"}, 422, "Dit is geen datum."),
     ({"staff": "nobody"}, 422, "Kies een collega uit de lijst."),
     ({"staff": "samira", "step": "end"}, 409, "Iemand moet de klas blijven zien.")],
)  # fmt: skip
def test_ties_that_cannot_be_are_refused(world: World, form: dict[str, str], status: int, words: str) -> None:
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/collegas"
    sent = {"staff": "bo", **form}
    sent["staff"] = world.keys.get(sent["staff"], "k3m8p2q9x7vz")
    answer = samira.post(path, data={**sent, "csrf_token": csrf_of(samira, path)})
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)


def test_a_class_of_another_teacher_or_school_does_not_exist(world: World) -> None:
    samira = world.browser("samira")
    for which in ("groep5", "groep8"):
        for page in ("leerlingen", "leerlingen/erbij", "instellingen", "collegas", "kaartjes", "weg"):
            assert samira.get(f"/klas/{world.keys[which]}/{page}").status_code == 404
    assert samira.get(f"/klas/{world.keys['groep7']}/leerlingen/{world.keys['amara']}").status_code == 404
