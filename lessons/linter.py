"""What a program can judge of a module: errors that stop it, warnings that an author looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agreements.catalog import shelf as protocols
from core.content import ROOT, ContentError, Fault, fault_at, read
from lessons import references, wording
from lessons.catalog import MODULES
from lessons.checks.coverage import gaps
from lessons.checks.variants import broken_at
from lessons.references import Loc, parts
from lessons.schema import Module

DRAWN = ROOT / "static" / "img" / "drawn"

Found = tuple[Loc, str, bool]
"""Place, words, and whether it is only a warning."""


def check_shelf(folder: Path = MODULES, cache: Path | None = None) -> list[Fault]:
    """Every fault and warning in the modules of ``folder``; ``cache`` holds what was parsed before."""
    found: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            module = read(path, Module, cache=cache)
        except ContentError as error:
            found += error.faults
            continue
        found += references.faults(path, module)
        found += [fault_at(path, loc, words, warning=warning) for loc, words, warning in _check(module)]
    return sorted(set(found))


def _check(module: Module) -> Iterator[Found]:
    for loc, words in (*_clauses(module), *_settings(module), *_pictures(module), *_promise(module)):
        yield loc, words, False
    for loc, words in gaps(module):
        yield loc, words, False
    for slug, protocol in protocols().everything.items():
        for loc, words in broken_at(module, protocol.settings):
            yield loc, f"at a school with protocol {slug}: {words}", False
    yield from wording.findings(module)


def _clauses(module: Module) -> Iterator[tuple[Loc, str]]:
    known = {clause.id for protocol in protocols().everything.values() for clause in protocol.clauses}
    for number, agreement in enumerate(module.agreements):
        for name in agreement.sources:
            if name not in known:
                yield ("agreements", number, "sources"), f"unknown clause {name}"


def _settings(module: Module) -> Iterator[tuple[Loc, str]]:
    values = {setting.id: {variant.value for variant in setting.variants} for setting in protocols().settings.settings}
    for loc, part in parts(module):
        setting, wanted = getattr(part, "setting", None), getattr(part, "is_", None)
        if not isinstance(setting, str) or not isinstance(wanted, list):
            continue
        if setting not in values:
            yield (*loc, "setting"), f"unknown setting {setting}"
            continue
        for value in wanted:
            if value not in values[setting] and value != "silent":
                yield (*loc, "is"), f"setting {setting} has no value {value}"
    for number, name in enumerate(module.teacher.settings):
        if name not in values:
            yield ("teacher", "settings", number), f"unknown setting {name}"
    for setting in protocols().settings.settings:
        if module.slug in setting.modules and setting.id not in module.teacher.settings:
            yield ("teacher", "settings"), f"setting {setting.id} governs this lesson and its guide does not say it"


def _pictures(module: Module) -> Iterator[tuple[Loc, str]]:
    for loc, part in parts(module):
        picture = getattr(part, "picture", None)
        if isinstance(picture, str) and not (DRAWN / f"{picture}.svg").is_file():
            yield (*loc, "picture"), f"there is no drawing {picture}"


def _promise(module: Module) -> Iterator[tuple[Loc, str]]:
    if module.closing.promise not in {promise.id for promise in protocols().contract.promises}:
        yield ("closing", "promise"), f"the contract has no promise {module.closing.promise}"
