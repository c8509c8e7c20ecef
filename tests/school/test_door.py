"""A pupil at the door: class code, name, secret; as plain forms."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.clock import SCHOOL_ZONE
from core.database import db, writing
from school.models import Pupil, SchoolClass
from school.secrets import hash_secret
from tests.conftest import Clock
from tests.world import SECRET, World, csrf_of

PICTURES = SECRET.split("-")


def at_the_tiles(world: World, code: str = "groep7") -> FlaskClient:
    """A browser in which the code of a class was typed."""
    browser = world.browser()
    answer = browser.post("/", data={"csrf_token": csrf_of(browser, "/"), "code": world.codes[code]})
    assert (answer.status_code, answer.location) == (303, "/wie")
    return browser


def at_the_secret(world: World, who: str = "noor", code: str = "groep7") -> FlaskClient:
    """A browser in which a name was pressed."""
    browser = at_the_tiles(world, code)
    answer = browser.post("/wie", data={"csrf_token": csrf_of(browser, "/wie"), "pupil": world.keys[who]})
    assert (answer.status_code, answer.location) == (303, "/geheim")
    return browser


def send_pictures(browser: FlaskClient, pictures: list[str], path: str = "/geheim") -> TestResponse:
    """All pictures at once, as the script sends them."""
    return browser.post(path, data={"csrf_token": csrf_of(browser, path), "picture": pictures})


def change(world: World, who: str, **values: object) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        pupil = db.session.get_one(Pupil, world.ids[who])
        for name, value in values.items():
            setattr(pupil, name, value)


def change_class(world: World, which: str, **values: object) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        group = db.session.get_one(SchoolClass, world.ids[which])
        for name, value in values.items():
            setattr(group, name, value)


def test_a_pupil_signs_in_picture_by_picture_without_script(world: World) -> None:
    browser = at_the_secret(world)
    page = browser.get("/geheim").get_data(as_text=True)
    for number, picture in enumerate(PICTURES, 1):
        so_far = re.search(r'name="so_far" value="([^"]+)"', page)
        assert so_far is not None
        token = csrf_of(browser, "/geheim")
        answer = browser.post("/geheim", data={"csrf_token": token, "so_far": so_far[1], "picture": picture})
        page = answer.get_data(as_text=True)
        if number < 4:
            assert answer.status_code == 200
            assert f"{number} van de 4 gekozen" in page
    assert (answer.status_code, answer.location) == (303, "/thuis")


def test_the_page_never_says_which_pictures_were_chosen(world: World) -> None:
    browser = at_the_secret(world)
    answer = browser.post("/geheim", data={"csrf_token": csrf_of(browser, "/geheim"), "picture": "fiets"})
    before, after = browser.get("/geheim").get_data(as_text=True), answer.get_data(as_text=True)
    assert after.count("fiets") == before.count("fiets")


def test_back_and_again_take_pictures_away(world: World) -> None:
    browser = at_the_secret(world)
    token = csrf_of(browser, "/geheim")
    page = browser.post("/geheim", data={"csrf_token": token, "picture": ["fiets", "maan"]}).get_data(as_text=True)
    for step, left in (("back", "1 van de 4"), ("again", "0 van de 4")):
        found = re.search(r'name="so_far" value="([^"]+)"', page)
        assert found is not None
        answer = browser.post("/geheim", data={"csrf_token": token, "so_far": found[1], "step": step})
        assert left in answer.get_data(as_text=True)


def test_all_four_at_once_sign_in(world: World) -> None:
    assert send_pictures(at_the_secret(world), PICTURES).location == "/thuis"


def test_the_order_counts(world: World) -> None:
    answer = send_pictures(at_the_secret(world), PICTURES[::-1])
    assert answer.status_code == 422
    assert "Dat was niet goed. Probeer het nog een keer." in answer.get_data(as_text=True)


def test_a_class_can_choose_words(world: World) -> None:
    change_class(world, "groep7", secret_kind="words")
    change(world, "noor", secret_hash=hash_secret("soep-vlieger-dak-zeven"))
    browser = at_the_secret(world)
    token = csrf_of(browser, "/geheim")
    assert browser.post("/geheim", data={"csrf_token": token, "words": "soep vlieger dak acht"}).status_code == 422
    answer = browser.post("/geheim", data={"csrf_token": token, "words": "  Soep, vlieger DAK zeven "})
    assert answer.location == "/thuis"


@pytest.mark.parametrize("typed", ["", "NOPE", "<script>", "\u202e\x00WZGK", "Ⅷ" * 40, "WZGK47XE"])
def test_an_unknown_class_code_gets_a_sentence(world: World, typed: str) -> None:
    browser = world.browser()
    answer = browser.post("/", data={"csrf_token": csrf_of(browser, "/"), "code": typed})
    assert answer.status_code == 422
    assert "Die klascode kennen we niet." in answer.get_data(as_text=True)


def test_a_class_code_may_be_typed_small_with_spaces(world: World) -> None:
    browser = world.browser()
    answer = browser.post("/", data={"csrf_token": csrf_of(browser, "/"), "code": " wzgk-47 xd "})
    assert answer.location == "/wie"


def test_a_deleted_class_is_as_unknown_as_one_that_never_was(world: World, clock: Clock) -> None:
    change_class(world, "groep7", deleted_at=clock.at)
    browser = world.browser()
    token = csrf_of(browser, "/")
    gone = browser.post("/", data={"csrf_token": token, "code": world.codes["groep7"]})
    never = browser.post("/", data={"csrf_token": token, "code": "WZGK47XE"})
    assert gone.status_code == never.status_code == 422
    assert same(gone, world.codes["groep7"]) == same(never, "WZGK47XE")


def test_a_class_deleted_between_the_steps_leads_back_with_a_sentence(world: World, clock: Clock) -> None:
    browser = at_the_secret(world)
    token = csrf_of(browser, "/geheim")
    change_class(world, "groep7", deleted_at=clock.at)
    answer = browser.post("/geheim", data={"csrf_token": token, "picture": PICTURES})
    assert answer.status_code == 410
    assert "Typ de code van je klas nog een keer." in answer.get_data(as_text=True)
    assert browser.get("/geheim").location == "/"


def test_names_stand_by_first_name_with_their_picture(world: World) -> None:
    change(world, "tygo", first_name="Élin", sign="boot")
    page = at_the_tiles(world).get("/wie").get_data(as_text=True)
    assert page.index("Élin") < page.index("Noor")
    assert 'aria-label="boot"' in page
    assert world.keys["noor"] in page
    assert "Amara" not in page


def test_a_pupil_of_another_class_is_not_at_this_door(world: World) -> None:
    browser = at_the_tiles(world)
    token = csrf_of(browser, "/wie")
    other = browser.post("/wie", data={"csrf_token": token, "pupil": world.keys["amara"]})
    nobody = browser.post("/wie", data={"csrf_token": token, "pupil": "k3m8p2q9x7vz"})
    assert other.status_code == nobody.status_code == 422
    assert other.get_data() == nobody.get_data()


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        (datetime(2026, 11, 16, 7, 29, tzinfo=SCHOOL_ZONE), False),
        (datetime(2026, 11, 16, 7, 30, tzinfo=SCHOOL_ZONE), True),
        (datetime(2026, 11, 16, 17, 0, tzinfo=SCHOOL_ZONE), False),
        (datetime(2026, 11, 21, 10, 0, tzinfo=SCHOOL_ZONE), False),
    ],
)
def test_school_hours_are_monday_to_friday_from_half_past_seven_to_five(
    world: World, clock: Clock, moment: datetime, opened: bool
) -> None:
    change_class(world, "groep7", sign_in_time="school-hours")
    clock.at = moment
    answer = at_the_tiles(world).get("/wie")
    assert (answer.status_code == 200) is opened
    if not opened:
        assert answer.status_code == 403
        assert "Je juf of meester kan de klas openzetten." in answer.get_data(as_text=True)


def test_a_class_may_be_open_only_when_the_teacher_opened_it(world: World, clock: Clock) -> None:
    browser = at_the_secret(world)
    token = csrf_of(browser, "/geheim")
    change_class(world, "groep7", sign_in_time="opened")
    answer = browser.post("/geheim", data={"csrf_token": token, "picture": PICTURES})
    assert answer.status_code == 403
    change_class(world, "groep7", opened_until=clock.at + timedelta(hours=2))
    assert send_pictures(browser, PICTURES).location == "/thuis"


def test_where_the_visitor_wanted_to_go_is_kept(world: World) -> None:
    browser = world.browser()
    asked = browser.get("/bewaard")
    assert asked.location == "/?next=/bewaard"
    browser.get(asked.location)
    browser.post("/", data={"csrf_token": csrf_of(browser, "/"), "code": world.codes["groep7"]})
    browser.post("/wie", data={"csrf_token": csrf_of(browser, "/wie"), "pupil": world.keys["noor"]})
    assert send_pictures(browser, PICTURES).location == "/bewaard"


def test_own_display_settings_come_along_to_the_next_device(world: World) -> None:
    browser = world.browser("noor")
    browser.post("/weergave", data={"csrf_token": csrf_of(browser, "/leerkracht"), "theme": "dark", "size": "2"})
    other = at_the_secret(world)
    send_pictures(other, PICTURES)
    with other.session_transaction() as cookie:
        assert cookie["look"]["theme"] == "dark"
        assert cookie["look"]["size"] == 2


def same(answer: TestResponse, typed: str) -> str:
    """A page without what differs from one request to the next."""
    page = answer.get_data(as_text=True).replace(typed, "TYPED")
    return re.sub(r'(csrf_token|so_far)" value="[^"]+"', r"\1", page)
