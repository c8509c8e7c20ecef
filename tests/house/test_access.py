"""Every address says who may use it, and every role is tried against every address."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from school.access import EVERYBODY, TABLE
from tests.world import World

CAST = {"": "anonymous", "noor": "pupil", "samira": "teacher", "bakker": "administrator", "karin": "board"}
CLASSES = ("groep7", "groep5", "groep8")
PUPILS = {"noor": "groep7", "tygo": "groep7", "amara": "groep5", "sem": "groep8"}
REACHED = 299


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")


def needs(app: Flask, rule: Rule) -> str:
    permission: str = getattr(app.view_functions[rule.endpoint], "needs", "")
    return permission


@pytest.fixture
def gate_only(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The cast before a site whose pages only say that they were reached: what is left is the gate."""
    app = world.app
    assert app is not None
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    for endpoint, view in list(app.view_functions.items()):
        monkeypatch.setitem(app.view_functions, endpoint, _reached(view))
    return world


def _reached(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def stub(**_arguments: object) -> tuple[str, int]:
        return "reached", REACHED

    return stub


def address(rule: Rule, **given: str) -> str:
    """The address of a rule with ``given`` filled in, and something harmless for every other part."""
    values: dict[str, Any] = {}
    for name in rule.arguments:
        part = rule._converters.get(name)
        harmless: Any = "x"
        if isinstance(part, AnyConverter):
            harmless = min(part.items)
        elif isinstance(part, IntegerConverter):
            harmless = 1
        values[name] = given.get(name) or harmless
    built = rule.build({**values, **(rule.defaults or {})})
    assert built is not None, rule.rule
    return built[1]


def verbs(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_address_says_who_may_use_it(app: Flask) -> None:
    silent = [f"{rule.endpoint} {rule.rule}" for rule in rules(app) if needs(app, rule) not in TABLE]
    assert not silent, "\n".join(silent)


def test_every_permission_is_used(app: Flask) -> None:
    used = {needs(app, rule) for rule in rules(app)}
    assert set(TABLE) - used == set(), "permissions that no page asks for"


def test_the_roles_in_the_table_exist() -> None:
    assert set().union(*TABLE.values()) <= EVERYBODY


@pytest.mark.parametrize("who", CAST)
def test_a_role_reaches_what_the_table_gives_it(gate_only: World, who: str) -> None:
    app, client = gate_only.app, gate_only.browser(who)
    assert app is not None
    own_class, own_pupil = gate_only.keys["groep7"], gate_only.keys["noor"]
    wrong = []
    for rule in rules(app):
        path = address(rule, class_key=own_class, pupil_key=own_pupil)
        permission = needs(app, rule)
        may = CAST[who] in TABLE[permission]
        if who == "" and {"class_key", "pupil_key"} & rule.arguments:
            may = False  # nobody's class is no class
        for verb in verbs(rule):
            status = client.open(path, method=verb).status_code
            if (status == REACHED) != may:
                wrong.append(f"{verb} {path} ({permission}): {status} for {CAST[who]}")
            elif not may and status not in ((302, 404) if verb == "GET" else (401, 404)):
                wrong.append(f"{verb} {path}: refused with {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("who", "reach"), [("samira", {"groep7"}), ("bakker", {"groep7", "groep5"}), ("noor", {"groep7"})]
)
def test_nobody_reaches_a_class_that_is_not_theirs(gate_only: World, who: str, reach: set[str]) -> None:
    app, client = gate_only.app, gate_only.browser(who)
    assert app is not None
    wrong = []
    for rule in rules(app):
        if "class_key" not in rule.arguments or CAST[who] not in TABLE[needs(app, rule)]:
            continue
        for group in CLASSES:
            pupil = next(name for name, its_class in PUPILS.items() if its_class == group)
            path = address(rule, class_key=gate_only.keys[group], pupil_key=gate_only.keys[pupil])
            status = client.open(path, method=verbs(rule)[0]).status_code
            if status != (REACHED if group in reach else 404):
                wrong.append(f"{path}: {status} for {who} on {group}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("who", "reach"), [("samira", {"noor", "tygo"}), ("bakker", {"noor", "tygo", "amara"}), ("noor", {"noor"})]
)
def test_nobody_reaches_a_pupil_that_is_not_theirs(gate_only: World, who: str, reach: set[str]) -> None:
    app, client = gate_only.app, gate_only.browser(who)
    assert app is not None
    wrong = []
    for rule in rules(app):
        if "pupil_key" not in rule.arguments or CAST[who] not in TABLE[needs(app, rule)]:
            continue
        for pupil, group in PUPILS.items():
            path = address(rule, class_key=gate_only.keys[group], pupil_key=gate_only.keys[pupil])
            status = client.open(path, method=verbs(rule)[0]).status_code
            if status != (REACHED if pupil in reach else 404):
                wrong.append(f"{path}: {status} for {who} on {pupil}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_accepted_without_the_token_of_its_form(world: World) -> None:
    app, client = world.app, world.browser("bakker")
    assert app is not None
    open_doors = []
    for rule in rules(app):
        for verb in set(verbs(rule)) - {"GET"}:
            path = address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"])
            status = client.open(path, method=verb).status_code
            if status != 400:
                open_doors.append(f"{verb} {path}: {status}")
    assert not open_doors, "\n".join(open_doors)
