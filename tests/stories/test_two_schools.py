"""The same agreement at two schools: each pupil reads first where it stands in the protocol of the own school."""

from __future__ import annotations

import re

import pytest

from agreements import catalog as protocols
from lessons import catalog as lessons
from tests.lessons.walking import begin, send, settings_of
from tests.world import World

SCHOOLS = {"noor": "gsv", "sem": "meilan"}


def sources_on(page: str) -> list[str]:
    """What stands under the agreements of a page, line by line."""
    found = re.findall(r"<details><summary>Waar staat dat\?</summary>(.*?)</details>", page, re.DOTALL)
    return [line for lines in found for line in re.findall(r"<p>(.*?)</p>", lines)]


def first_lines(page: str) -> list[str]:
    found = re.findall(r"<details><summary>Waar staat dat\?</summary><p>(.*?)</p>", page, re.DOTALL)
    assert found
    return found


@pytest.mark.parametrize("slug", ["doorsturen", "wachtwoorden"])
def test_the_own_clauses_come_first(world: World, slug: str) -> None:
    """On the first page of a module and behind an answer; the two schools read different places."""
    pages = {}
    for who, protocol in SCHOOLS.items():
        client = world.browser(who)
        page = client.get(f"/les/{slug}").get_data(as_text=True)
        module = lessons.module(slug, settings_of(protocol))
        firsts = first_lines(page)
        for agreement, line in zip(module.agreements, firsts, strict=True):
            sources = protocols.agreement_sources(tuple(agreement.sources), protocols.shelf().everything[protocol])
            if sources.own:
                assert line == f"In de afspraken van onze school: {sources.own[0].place}."
            else:
                assert line == "Dit is een tip van de cursus, geen regel van school."
        assert protocols.shelf().everything[protocol].name not in "".join(
            line for line in sources_on(page) if line.startswith("Het staat ook")
        )
        begin(client, slug)
        step = module.steps[0]
        guess = step.prediction.options[0].id  # type: ignore[union-attr]
        assert send(client, f"/les/{slug}/stap/{step.id}", {"guess": [guess]}).status_code == 303
        answered = client.get(f"/les/{slug}/stap/{step.id}").get_data(as_text=True)
        pages[protocol] = (page, set(first_lines(answered)) <= set(firsts))
    assert sources_on(pages["gsv"][0]) != sources_on(pages["meilan"][0])
    assert all(same for _, same in pages.values())
