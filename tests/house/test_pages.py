"""Every page that somebody can walk to: it answers, and has a title, one h1, a language and labelled controls."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from school.access import TABLE
from school.views.kept import offers_again
from tests.house.pages import Page
from tests.house.test_access import CAST, address, needs, rules
from tests.world import World

OF_EACH = 3
"""How many pages of one kind a walk looks at: the fourth question of a quiz is built like the first."""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", CAST)
def test_a_walk_over_all_pages(world: World, who: str, language: str) -> None:
    app, client = world.app, world.browser(who)
    assert app is not None
    pending = sorted(
        address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"])
        for rule in rules(app)
        if "GET" in (rule.methods or ()) and CAST[who] in TABLE[needs(app, rule)]
        if rule.arguments <= {"class_key", "pupil_key"} and not (rule.arguments and who == "")
    )
    linked: dict[str, str] = {}
    seen: set[str] = set()
    faults = []
    kinds: Counter[str] = Counter()
    while pending:
        path = pending.pop(0)
        kind = kind_of(app, path)
        if path in seen or kinds[kind] >= OF_EACH:
            continue
        seen.add(path)
        kinds[kind] += 1
        answer = client.get(path, headers={"Accept-Language": language})
        if answer.status_code >= 500 or (answer.status_code >= 400 and path in linked):
            faults.append(f"{path}: {answer.status_code}, linked from {linked.get(path, 'the address table')}")
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = Page(path, answer.get_data(as_text=True))
        faults += [f"{path}: {fault}" for fault in page.faults]
        faults += [f"{path}: a secret may come back from {to}" for to in page.secrets_go if comes_back(app, to)]
        if page.language != language:
            faults.append(f"{path}: is in {page.language!r}, asked for {language!r}")
        for link in sorted(page.links - seen):
            if "lang=" not in link and not link.startswith("/static/"):
                linked.setdefault(link, path)
                pending.append(link)
    assert not faults, "\n".join(faults)
    assert len(seen) > 3


def comes_back(app: Flask, path: str) -> bool:
    """Whether a form sent to ``path`` is offered again when it could not be kept."""
    return offers_again(app, app.url_map.bind("localhost").match(path, method="POST")[0])


def test_a_rule_is_offered_again_a_passphrase_is_not(world: World) -> None:
    assert world.app is not None
    assert comes_back(world.app, f"/klas/{world.keys['groep7']}/regels")
    assert Page("/account", world.browser("samira").get("/account").get_data(as_text=True)).secrets_go
    assert not comes_back(world.app, "/leerkracht")


def kind_of(app: Flask, path: str) -> str:
    """The view that answers at ``path``; the path itself where none does."""
    try:
        endpoint: str = app.url_map.bind("localhost").match(path.partition("?")[0])[0]
    except (HTTPException, RequestRedirect):
        return path
    return endpoint
