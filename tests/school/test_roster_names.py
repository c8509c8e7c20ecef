"""Names of children and of classes as they are typed: what is not shown again, what cannot be twice."""

from __future__ import annotations

from tests.school.test_roster import fields, paste
from tests.world import World, csrf_of


def test_what_is_left_out_of_a_paste_is_not_shown_again(world: World) -> None:
    samira = world.browser("samira")
    page = paste(world, samira, "Hamza Voorbeeld;7;sami@voorbeeld.example;1234AB\nVoorbeeld, Bram;7\nluan;7\n")
    assert not [word for word in ("Voorbeeld", "voorbeeld", "1234AB") if word in page]
    assert "Hamza …; 7; …; …" in page
    form = fields(page)
    assert [form[f"name-{place}"] for place in range(3)] == ["Hamza", "Bram", "Luan"]


def test_two_classes_of_one_name_cannot_be_made(world: World) -> None:
    samira = world.browser("samira")
    form = {"csrf_token": csrf_of(samira, "/klas/nieuw"), "name": " groep  7 ", "year": "7"}
    answer = samira.post("/klas/nieuw", data=form)
    assert answer.status_code == 409
    assert "Er is al een klas die" in answer.get_data(as_text=True)
    assert samira.post("/klas/nieuw", data={**form, "name": "Groep 7b"}).status_code == 303
    path = f"/klas/{world.keys['groep7']}/instellingen"
    form = {"csrf_token": csrf_of(samira, path), "name": "7B", "year": "7", "secret_kind": "pictures"}
    assert samira.post(path, data=form).status_code == 409
