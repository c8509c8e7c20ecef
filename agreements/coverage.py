"""Where every clause has its place in the course. Pure: what the lessons and banks say comes in as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agreements.rules import shown_to
from agreements.schema import BASE, Clause, ContractSpec, Protocol

AgreementRef = tuple[str, str]
"""Module slug and agreement id: ``("doorsturen", "A2")``."""

SHOWN_IS_ENOUGH = frozenset({"mission-statement", "procedure"})


@dataclass(frozen=True)
class Course:
    """What the course has: agreements with the clauses they cite, steps and items with their agreement."""

    cited: Mapping[AgreementRef, Iterable[str]] = field(default_factory=dict)
    steps: Mapping[str, Iterable[AgreementRef]] = field(default_factory=dict)
    """``"doorsturen/stap-2"`` → the agreements it teaches."""
    items: Mapping[str, AgreementRef] = field(default_factory=dict)
    """``"DS-01"`` → the agreement it tests."""


@dataclass(frozen=True)
class Place:
    """One clause with everything that carries it."""

    clause: Clause
    protocol: str
    modules: tuple[str, ...]
    steps: tuple[str, ...]
    items: tuple[str, ...]
    promise: str | None
    consequence: bool
    """Stands in the block on what happens when it goes wrong."""
    pages: tuple[str, ...]
    waiting: tuple[str, ...]
    """What is missing: ``step``, ``item``, ``promise``, ``page``; empty when the clause has its place."""

    def as_data(self) -> dict[str, Any]:
        clause = self.clause
        return {
            "protocol": self.protocol,
            "topic": clause.topic,
            "kind": clause.kind,
            "audience": list(clause.audience),
            "teach": clause.teach,
            "pledge": clause.pledge,
            "modules": list(self.modules),
            "steps": list(self.steps),
            "items": list(self.items),
            "promise": self.promise,
            "consequence": self.consequence,
            "pages": list(self.pages),
            "waiting": list(self.waiting),
        }


def places(protocol: Protocol, course: Course, contract: ContractSpec) -> list[Place]:
    """Each clause of ``protocol`` with its places, in the order of the document."""
    agreements: dict[str, set[AgreementRef]] = defaultdict(set)
    for ref, clauses in course.cited.items():
        for name in clauses:
            agreements[name].add(ref)
    steps, items = defaultdict(set), defaultdict(set)
    for step, refs in course.steps.items():
        for ref in refs:
            steps[ref].add(step)
    for item, ref in course.items.items():
        items[ref].add(item)

    def place(clause: Clause) -> Place:
        # what a clause of the base is like, is cited by its own agreement; it is not a second way to be taught
        names = (clause.id,) if protocol.slug == BASE else (clause.id, *clause.like)
        behind = set().union(*(agreements[name] for name in names))
        taught = sorted(set().union(*(steps[ref] for ref in behind)))
        tested = sorted(set().union(*(items[ref] for ref in behind)))
        promise = contract.promise_of(clause)
        consequence = clause.pledge and clause.is_consequence
        pages = tuple(f"afspraken/{who}" for who in shown_to(clause))
        found = Place(
            clause, protocol.slug, tuple(sorted({module for module, _ in behind})), tuple(taught), tuple(tested),
            promise, consequence, pages, (),
        )  # fmt: skip
        return Place(**{**found.__dict__, "waiting": _waiting(found)})

    return [place(clause) for clause in protocol.clauses]


def report(protocols: Iterable[Protocol], course: Course, contract: ContractSpec) -> dict[str, Any]:
    """Coverage of ``protocols`` as data for JSON: per clause its places, totals, and ids that point to nothing."""
    found = [place for protocol in protocols for place in places(protocol, course, contract)]
    known = {place.clause.id for place in found}
    waiting = {place.clause.id: list(place.waiting) for place in found if place.waiting}
    return {
        "clauses": {place.clause.id: place.as_data() for place in found},
        "waiting": waiting,
        "dangling": sorted({name for clauses in course.cited.values() for name in clauses} - known),
        "totals": {
            "clauses": len(found),
            "taught": sum(bool(place.steps) for place in found),
            "tested": sum(bool(place.items) for place in found),
            "promised": sum(place.promise is not None for place in found),
            "consequences": sum(place.consequence for place in found),
            "shown": sum(bool(place.pages) for place in found),
            "waiting": len(waiting),
        },
    }


def must_be_taught(clause: Clause) -> bool:
    """True where showing is not enough: marked for teaching, for pupils, and neither a mission nor a procedure."""
    return clause.teach and "pupil" in clause.audience and clause.kind not in SHOWN_IS_ENOUGH


def _waiting(place: Place) -> tuple[str, ...]:
    missing = []
    if must_be_taught(place.clause):
        missing += [name for name, found in (("step", place.steps), ("item", place.items)) if not found]
    if place.clause.pledge and place.promise is None and not place.consequence:
        missing.append("promise")
    if not place.pages:
        missing.append("page")
    return tuple(missing)
