"""Authors look at any item without leaving a trace."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from progress.models import Evidence
from quizzes import catalog
from quizzes.models import Attempt
from quizzes.sheet import Sheet
from quizzes.views.preview import SEED
from tests.quizzes.walking import an_answer, form_for
from tests.world import World, csrf_of

PAGE = "/voorbeeld/vragen"


def test_all_items_are_listed(world: World) -> None:
    page = world.browser("samira").get(PAGE).get_data(as_text=True)
    for item in ("WW-01", "DS-16"):
        assert f"{PAGE}/{item}" in page


def test_an_answer_is_judged_and_forgotten(world: World, session: Session) -> None:
    browser = world.browser("samira")
    sheet = Sheet.of(catalog.entry("DS-07"), {}, SEED)
    token = csrf_of(browser, f"{PAGE}/DS-07")
    form = form_for(sheet, an_answer(sheet.body, right=True))
    assert "Precies" in browser.post(f"{PAGE}/DS-07", data={**form, "csrf_token": token}).get_data(as_text=True)
    assert browser.post(f"{PAGE}/DS-07", data={"csrf_token": token}).status_code == 422
    unsure = browser.post(f"{PAGE}/DS-07", data={"unsure": "1", "csrf_token": token})
    assert "Zo zit het" in unsure.get_data(as_text=True)
    for table in (Attempt, Evidence):
        assert session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    ("protocol", "words"),
    [("gsv", "volgens de afspraak je schoolwachtwoord"), ("albero", "Wanneer verander je je wachtwoord in elk geval")],
)
def test_the_words_of_each_school(world: World, protocol: str, words: str) -> None:
    assert words in world.browser("samira").get(f"{PAGE}/WW-09?protocol={protocol}").get_data(as_text=True)


def test_in_english(world: World) -> None:
    page = world.browser("samira").get(f"{PAGE}/DS-01?lang=en").get_data(as_text=True)
    assert "Saar didn't make the clip herself" in page.replace("&#39;", "'")


def test_no_such_item_and_no_pupils(world: World) -> None:
    assert world.browser("samira").get(f"{PAGE}/XX-01").status_code == 404
    assert world.browser("noor").get(PAGE).status_code == 404
