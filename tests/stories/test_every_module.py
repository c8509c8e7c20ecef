"""Every module at every school in both languages, to the end over plain HTTP: no page fails and no text is missing."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from agreements import catalog as protocols
from core.database import db, writing
from lessons import catalog
from lessons.steps import played
from lessons.steps.keuzeverhaal import Keuzeverhaal
from school.models import School
from tests.lessons.walking import begin, careful, send, settings_of
from tests.world import World, shown

pytestmark = pytest.mark.slow

MODULES = sorted(path.stem for path in catalog.MODULES.glob("*.yaml"))
SCHOOLS = sorted(protocols.shelf().protocols)
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\(\w+\)s|>None<|Undefined|Text\(|<p>\s*</p>|<h[12][^>]*>\s*</h[12]>")
"""What a page shows where a text is missing or was not filled in."""


NAMES = {"gsv": "GSV", "tjongerschool": "Tjonger", "meilan": "Meilân", "skot": "SKOT", "albero": "Albero"}
WHERE = re.compile(r"<details><summary>(?:Waar staat dat\?|Where does it say that\?)</summary>.*?</details>", re.DOTALL)
"""Behind an agreement it also says at which other schools it stands; nowhere else another school is named."""


def read(client: FlaskClient, path: str, language: str, protocol: str) -> None:
    """The page is there, in its language, whole, and names no other school than the own."""
    reply = client.get(path.partition("#")[0], follow_redirects=True)
    page = reply.get_data(as_text=True)
    assert reply.status_code == 200, path
    assert f'<html lang="{language}"' in page
    found = LEFT_OVER.search(page)
    assert found is None, f"{path}: {page[max(0, found.start() - 80) : found.end() + 80]}"
    body = shown(WHERE.sub("", page))
    assert not [name for slug, name in NAMES.items() if slug != protocol and name in body], path


@pytest.mark.parametrize("slug", MODULES)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("protocol", SCHOOLS)
def test_to_the_end(world: World, protocol: str, language: str, slug: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.get_one(School, world.ids["gsv-school"]).protocol_slug = protocol
    client, root = world.browser("noor"), f"/les/{slug}"
    module = catalog.module(slug, settings_of(protocol))
    read(client, f"{root}?lang={language}", language, protocol)
    begin(client, slug)
    for step in module.steps:
        path = f"{root}/stap/{step.id}"
        read(client, path, language, protocol)
        for form in careful(step) if isinstance(step, Keuzeverhaal) else played(step).samples(step).right[0]:
            reply = send(client, path, form)
            assert reply.status_code == 303, html.unescape(reply.get_data(as_text=True))
            read(client, reply.headers["Location"], language, protocol)
    for path in (f"{root}/woorden", f"{root}/klaar", f"{root}/toets", "/thuis"):
        read(client, path, language, protocol)
