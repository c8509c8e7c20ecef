"""Words of a child are in the language that the child wrote in, on a page in whatever language."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.care.lived import WORD, lives
from tests.conftest import Clock
from tests.pledges.showing import post
from tests.world import World


def spoken(page: str) -> set[str]:
    """The language of the element around each place where the child's word stands."""
    tags = re.findall(rf"<(\w+)([^>]*)>(?:<p>)?[^<]*{WORD}", page)
    assert tags
    return {(re.search(r'lang="([^"]*)"', attributes) or ["", "of the page"])[1] for _tag, attributes in tags}


def test_words_of_a_child_say_their_language(world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = world.browser

    def browser(who: str) -> FlaskClient:
        client = plain(who)
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en" if who == "noor" else "nl"
        return client

    monkeypatch.setattr(world, "browser", browser)
    lives(world, "noor", clock.at)
    group = f"/klas/{world.keys['groep7']}"
    samira, bo, noor = browser("samira"), browser("bo"), plain("noor")
    assert spoken(samira.get(f"{group}/teksten").get_data(as_text=True)) == {"en"}
    assert spoken(samira.get(f"{group}/beloftes").get_data(as_text=True)) == {"en"}
    assert spoken(noor.get("/hulp", headers={"Accept-Language": "nl"}).get_data(as_text=True)) == {"en"}
    letter = re.search(r"/berichten/\w+", bo.get("/berichten").get_data(as_text=True))
    assert letter
    post(bo, letter[0], page="/berichten")
    assert spoken(bo.get(letter[0]).get_data(as_text=True)) == {"en"}
