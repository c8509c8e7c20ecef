"""What must hold between the content files of this feature; ``check-content`` reports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_args

from agreements.catalog import FOLDER, Shelf
from agreements.schema import Topic
from core.content import Fault, fault_at

Loc = tuple[str | int, ...]
Problem = tuple[str, Loc, str]


def faults(shelf: Shelf) -> list[Fault]:
    """Every reference that leads nowhere and everything that is missing, with file and line."""
    parts = (_ids, _clauses, _protocol_settings, _settings, _flags, _contract)
    problems = [problem for part in parts for problem in part(shelf)]
    return sorted(fault_at(FOLDER / file, loc, message) for file, loc, message in problems)


def _ids(shelf: Shelf) -> Iterator[Problem]:
    count = Counter(clause.id for protocol in shelf.everything.values() for clause in protocol.clauses)
    for slug, protocol in shelf.everything.items():
        if protocol.slug != slug:
            yield _file(slug), ("slug",), f"must be {slug}, like the file"
        for index, clause in enumerate(protocol.clauses):
            if not clause.id.startswith(f"{protocol.prefix}-"):
                yield _file(slug), ("clauses", index, "id"), f"must begin with {protocol.prefix}-"
            if count[clause.id] > 1:
                yield _file(slug), ("clauses", index, "id"), "stands in another protocol too"


def _clauses(shelf: Shelf) -> Iterator[Problem]:
    known = {clause.id: clause for protocol in shelf.everything.values() for clause in protocol.clauses}
    promises = {promise.id for promise in shelf.contract.promises}
    for slug, protocol in shelf.everything.items():
        for index, clause in enumerate(protocol.clauses):
            for name in _unknown([*clause.conflicts, *clause.like], known):
                yield _file(slug), ("clauses", index), f"unknown clause {name}"
            for name in clause.conflicts:
                if name in known and clause.id not in known[name].conflicts:
                    yield _file(slug), ("clauses", index, "conflicts"), f"{name} does not say so too"
            if clause.promise and clause.promise not in promises:
                yield _file(slug), ("clauses", index, "promise"), f"unknown promise {clause.promise}"


def _protocol_settings(shelf: Shelf) -> Iterator[Problem]:
    values = {setting.id: {variant.value for variant in setting.variants} for setting in shelf.settings.settings}
    for slug, protocol in shelf.everything.items():
        for name, chosen in protocol.settings.items():
            if name not in values:
                yield _file(slug), ("settings", name), "unknown setting"
            for value in sorted(set(chosen) - values.get(name, set(chosen))):
                yield _file(slug), ("settings", name), f"unknown value {value}"
            if not chosen:
                yield _file(slug), ("settings", name), "leave it out where the protocol is silent"


def _settings(shelf: Shelf) -> Iterator[Problem]:
    known = {clause.id for protocol in shelf.everything.values() for clause in protocol.clauses}
    for index, setting in enumerate(shelf.settings.settings):
        for place, variant in enumerate(setting.variants):
            for name in _unknown(variant.clauses, known):
                yield "settings.yaml", ("settings", index, "variants", place), f"unknown clause {name}"
    for slug, found in shelf.settings.unique.items():
        for index, only in enumerate(found):
            for name in _unknown(only.clauses, shelf.everything[slug].by_id if slug in shelf.everything else ()):
                yield "settings.yaml", ("unique", slug, index), f"unknown clause {name}"


def _flags(shelf: Shelf) -> Iterator[Problem]:
    known = {clause.id for protocol in shelf.everything.values() for clause in protocol.clauses}
    for index, flag in enumerate(shelf.flags):
        for name in _unknown(flag.clauses, known):
            yield "flags.yaml", ("flags", index), f"unknown clause {name}"
        if flag.everywhere == bool(flag.clauses):
            yield "flags.yaml", ("flags", index), "either clauses or everywhere"
        if flag.decide and flag.lesson is None:
            yield "flags.yaml", ("flags", index), "asks a decision but says nothing to pupils"


def _contract(shelf: Shelf) -> Iterator[Problem]:
    topics = set(get_args(Topic))
    missing = topics - {topic.id for topic in shelf.topics}
    if missing or len(shelf.topics) != len(topics):
        yield "topics.yaml", ("topics",), f"every topic once; missing: {', '.join(sorted(missing)) or 'none'}"
    claimed = Counter(topic for promise in shelf.contract.promises for topic in promise.topics)
    for topic in sorted(topics - {"sanctions"}):
        if claimed[topic] != 1:
            yield "contract.yaml", ("promises",), f"topic {topic} belongs to {claimed[topic]} promises, must be 1"


def _unknown(names: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted(set(names) - set(known))


def _file(slug: str) -> str:
    return f"protocols/{slug}.yaml"
