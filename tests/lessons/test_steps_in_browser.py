"""Every step type in a real browser: accessible and narrow enough before and after answering, with scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from lessons import catalog
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.play import Form
from tests.browser import accessible, fits
from tests.lessons.samples import documented_module, documented_steps
from tests.lessons.walking import begin, send, signed_in
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "proef"
STEPS = [step.model_copy(update={"id": "s1"}) for step in documented_steps()]
NAMES = [f"{step.type}-{number}" for number, step in enumerate(STEPS)]
SIZES = [(390, 844), (820, 1180), (1280, 800)]


@pytest.fixture
def alone(world: World) -> Iterator[Callable[[AnyStep], None]]:
    """Puts one documented step on the shelf, in a module of its own."""

    def put(step: AnyStep) -> None:
        made: Module = documented_module().model_copy(update={"slug": SLUG, "steps": [step]})
        catalog.course().modules[SLUG] = made

    yield put
    del catalog.course().modules[SLUG]
    catalog.forget_variants()


@pytest.mark.parametrize("step", STEPS, ids=NAMES)
def test_a_step_before_and_after(
    visit: Callable[..., Page], world: World, alone: Callable[[AnyStep], None], step: AnyStep
) -> None:
    alone(step)
    page, client = window(visit, world)
    path = f"/les/{SLUG}/stap/s1"
    page.goto(path)
    page.wait_for_load_state("networkidle")
    look(page)
    forms: list[Form] = [*(played(step).samples(step).wrong or [[]])[0], *played(step).samples(step).right[-1]]
    for form in forms:
        send(client, path, form)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    look(page)


def look(page: Page) -> None:
    accessible(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        fits(page)


def window(visit: Callable[..., Page], world: World) -> tuple[Page, FlaskClient]:
    """A window and a client that are both Noor, in the module."""
    client = world.browser("noor")
    begin(client, SLUG)
    return signed_in(visit(size=(390, 844)), client), client
