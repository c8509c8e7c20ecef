"""Lists that cannot go in as they are: what is asked, what is refused, and that nothing goes in by halves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.database import db, writing
from school.commands.classes import ClassWish, make_class
from tests.conftest import Clock
from tests.school.lists import edexml, seven
from tests.school.test_import import SCHOOL, classes, confirm, put_in, upload
from tests.world import World


def test_names_that_cannot_be_are_asked_for(world: World) -> None:
    bakker = world.browser("bakker")
    page = upload(bakker, b"Roepnaam;Groep\n=HYPERLINK(1);Groep 7\nSami;Groep 7\n", "l.csv").get_data(as_text=True)
    assert "Hier is de roepnaam niet goed te lezen." in page
    answer = confirm(bakker, page)
    assert answer.status_code == 422
    assert "Er vraagt nog iets een keuze." in answer.get_data(as_text=True)
    assert classes(world)["Groep 7"] == ["Noor", "Tygo"], "all or nothing"
    assert confirm(bakker, answer.get_data(as_text=True), name_2="Pim").status_code == 303
    assert classes(world)["Groep 7"] == ["Noor", "Pim", "Sami", "Tygo"]


def test_two_classes_of_one_name_have_to_be_told_apart(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        extra = make_class(
            db.session,
            ClassWish("Anders", [7]),
            school_id=world.ids["gsv-school"],
            staff_ids=(),
            actor="t",
            at=clock.at,
        )
        extra.name = "groep 7"
    bakker = world.browser("bakker")
    page = upload(bakker, seven()).get_data(as_text=True)
    assert "Welke klas is dit? Kies er een." in page
    assert confirm(bakker, page).status_code == 422
    page = confirm(bakker, page, again="1", group_0=world.keys["groep7"]).get_data(as_text=True)
    assert confirm(bakker, page).status_code == 303
    assert classes(world)["Groep 7"] == ["Aylin", "Hamza", "Noor", "Tygo", "Zoë"]


def test_two_groups_of_one_name_do_not_become_two_classes_of_one_name(world: World) -> None:
    rows = [("a", "Aylin", "8", "x"), ("b", "Hamza", "8", "y")]
    data = edexml(rows, [("x", "8a", "8"), ("y", "Groep 8A", "8")])
    bakker = world.browser("bakker")
    page = upload(bakker, data).get_data(as_text=True)
    assert "Er is al een klas met deze naam." in page
    assert confirm(bakker, page).status_code == 422
    assert "8a" not in classes(world)
    assert confirm(bakker, page, title_1="8b").status_code == 303
    assert (classes(world)["8a"], classes(world)["8b"]) == (["Aylin"], ["Hamza"])
    page = upload(bakker, data).get_data(as_text=True)
    assert "0 leerlingen erbij" in page, "groups are known by their keys"


def test_another_class_chosen_is_shown_before_it_is_done(world: World) -> None:
    bakker = world.browser("bakker")
    page = upload(bakker, seven()).get_data(as_text=True)
    answer = confirm(bakker, page, group_0="new", title_0="7b")
    assert answer.status_code == 409
    assert "Dit is er nu anders." in answer.get_data(as_text=True)
    assert confirm(bakker, answer.get_data(as_text=True)).status_code == 303
    assert classes(world)["7b"] == ["Aylin", "Hamza", "Zoë"]


def test_what_changed_meanwhile_is_shown_again(world: World) -> None:
    bakker = world.browser("bakker")
    page = upload(bakker, seven()).get_data(as_text=True)
    put_in(world, seven(("Aylin",)))
    assert confirm(bakker, page).status_code == 409
    assert classes(world)["Groep 7"] == ["Aylin", "Noor", "Tygo"]


def test_a_list_of_half_an_hour_ago_is_chosen_again(world: World, clock: Clock) -> None:
    bakker = world.browser("bakker")
    page = upload(bakker, seven()).get_data(as_text=True)
    clock.at += timedelta(minutes=31)
    answer = confirm(world.browser("bakker"), page)
    assert answer.status_code == 410
    assert "Kies het bestand nog een keer" in answer.get_data(as_text=True)


def test_the_sealed_list_of_one_is_worth_nothing_to_another(world: World) -> None:
    page = upload(world.browser("bakker"), seven()).get_data(as_text=True)
    samira, path = world.browser("samira"), f"/klas/{world.keys['groep7']}/leerlingen/bestand"
    assert confirm(samira, page, path).status_code == 410


@pytest.mark.parametrize(
    ("data", "name", "status", "words"),
    [
        (b"", "leeg.csv", 422, "Dit bestand is leeg."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "lijst.csv", 422, "geen lijst met leerlingen"),
        (b"Roepnaam\n" + b"Noor\n" * 1_100_000, "lijst.csv", 413, "kleiner dan 3 MB"),
        (b'Roepnaam\n"Noor\n', "lijst.csv", 422, "aanhalingsteken"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_gets_a_sentence(world: World, data: bytes, name: str, status: int, words: str) -> None:
    for who, path in (("bakker", SCHOOL), ("samira", f"/klas/{world.keys['groep7']}/leerlingen/bestand")):
        answer = upload(world.browser(who), data, name, path)
        assert answer.status_code == status
        assert words in answer.get_data(as_text=True)
    assert classes(world)["Groep 7"] == ["Noor", "Tygo"]


def test_only_administrators_read_in_a_school(world: World) -> None:
    for who in ("samira", "noor"):
        assert world.browser(who).get(SCHOOL).status_code == 404
    assert world.browser("bo").get(f"/klas/{world.keys['groep7']}/leerlingen/bestand").status_code == 404


def test_a_class_of_sixty_one_is_refused_whole(world: World) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [f"{first.upper()}{second}" for first in letters for second in letters][:61]
    answer = put_in(world, seven(many))
    assert answer.status_code == 409
    assert "hoogstens 60 leerlingen" in answer.get_data(as_text=True)
    assert classes(world)["Groep 7"] == ["Noor", "Tygo"]
