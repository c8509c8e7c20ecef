"""Going through a module over plain HTTP, as a browser without scripts does."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from agreements import catalog as protocols
from core.text import Settings
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.keuzeverhaal import Keuzeverhaal, next_turn, open_choices
from lessons.steps.play import Form


def signed_in(page: Page, client: FlaskClient) -> Page:
    """The window ``page`` with the session of ``client``."""
    cookie = client.get_cookie("netjes")
    assert cookie
    page.goto("/readyz")
    page.context.add_cookies([{"name": "netjes", "value": cookie.value, "url": page.url}])
    return page


def settings_of(protocol: str) -> Settings:
    return protocols.settings_of(protocol)


def send(client: FlaskClient, path: str, form: Form, once: str | None = None) -> TestResponse:
    """Post ``form`` with what the page at ``path`` gives along."""
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    made = re.search(r'name="_once" value="([^"]+)"', page)
    number = once if once is not None else made[1] if made else ""
    return client.post(path, data={"csrf_token": token, "_once": number, **form})


def begin(client: FlaskClient, slug: str) -> None:
    assert send(client, f"/les/{slug}", {}).status_code == 303


def finish(client: FlaskClient, slug: str, step: AnyStep) -> None:
    """Do a step well, looking at the page after each answer."""
    for form in careful(step) if isinstance(step, Keuzeverhaal) else played(step).samples(step).right[0]:
        answer = send(client, f"/les/{slug}/stap/{step.id}", form)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        assert client.get(answer.headers["Location"].partition("#")[0]).status_code == 200


def careful(step: Keuzeverhaal) -> list[Form]:
    """A path through a story that takes the protective choice wherever there is one."""
    forms: list[Form] = []
    path: dict[str, str] = {}
    while turn := next_turn(step, path):
        options = open_choices(step, turn, path)
        path[turn.id] = next((choice for choice in options if choice.protective), options[0]).id
        forms += [{turn.id: [path[turn.id]]}, {"go": ["on"]}]
    return forms


def up_to(client: FlaskClient, module: Module, step_id: str) -> str:
    """Begin ``module`` and do every step before ``step_id``; the address of that step."""
    begin(client, module.slug)
    for step in module.steps:
        if step.id == step_id:
            break
        finish(client, module.slug, step)
    return f"/les/{module.slug}/stap/{step_id}"
