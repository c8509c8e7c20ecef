"""Every page of the classroom opens for who may see it."""

from __future__ import annotations

import pytest

from tests.world import World

CLASS_PAGES = [
    "", "/afspraken", "/afspraken/doorsturen", "/artikelen", "/les", "/na/doorsturen", "/teksten", "/digibord",
    "/lesgids/doorsturen", "/lessen", "/eigen/doorsturen", "/regels", "/regels/poster", "/verslagen",
    "/verslag/klas", "/verslag/klas.csv", "/verslag/klas.xlsx", "/verslag/afspraken", "/verslag/artikelen",
    "/verslag/les?les=doorsturen", "/verslag/meting", "/verslag/les.csv?les=doorsturen&namen=1",
]  # fmt: skip


@pytest.mark.parametrize("path", CLASS_PAGES)
def test_a_page_of_the_class_opens_for_its_teacher(world: World, path: str) -> None:
    response = world.browser("samira").get(f"/klas/{world.keys['groep7']}{path}")
    assert response.status_code == 200, response.get_data(as_text=True)[:400]
    assert world.browser("bo").get(f"/klas/{world.keys['groep7']}{path}").status_code == 404
    assert world.browser("noor").get(f"/klas/{world.keys['groep7']}{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/klassen",
        "/hoe-we-kiezen",
        "/lesgids/doorsturen",
        "/lesgids/doorsturen/thuis",
        "/lesgids/doorsturen/antwoorden",
    ],
)
def test_a_page_of_staff_opens(world: World, path: str) -> None:
    assert world.browser("samira").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/stemmen", "/vragen-van-je-klas"])
def test_a_page_of_a_pupil_opens(world: World, path: str) -> None:
    assert world.browser("noor").get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/school/verslag/overzicht",
        "/school/verslag/kerndoelen",
        "/school/verslag/afspraken-school",
        "/school/verslag/overzicht.csv",
    ],
)
def test_a_sheet_of_the_school_opens_for_its_administrator_only(world: World, path: str) -> None:
    assert world.browser("bakker").get(path).status_code == 200
    assert world.browser("samira").get(path).status_code == 404


@pytest.mark.parametrize(("path", "page"), [("les/nu", "les"), ("digibord/nu", "digibord")])
def test_the_changing_part_of_a_page_is_for_that_page(world: World, path: str, page: str) -> None:
    client, key = world.browser("samira"), world.keys["groep7"]
    assert client.get(f"/klas/{key}/{path}").location == f"/klas/{key}/{page}"
    part = client.get(f"/klas/{key}/{path}", headers={"X-Partial": "1"})
    assert part.status_code == 200
    assert b"<html" not in part.data
    again = client.get(f"/klas/{key}/{path}", headers={"X-Partial": "1", "If-None-Match": part.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
