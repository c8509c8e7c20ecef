"""The pupil contract of one school: its promises with the clauses they rest on. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from agreements.schema import Clause, ContractSpec, Protocol
from core.content import digest
from core.text import Text


@dataclass(frozen=True)
class Promise:
    """One line that a pupil may sign. ``meaning`` changes when, and only when, it must be asked again."""

    id: str
    number: int
    module: str
    picture: str
    text: Text
    clauses: tuple[Clause, ...]
    """Of the own school; of the course's base where the school's protocol is silent."""
    from_course: bool
    meaning: str


@dataclass(frozen=True)
class Contract:
    """The contract in one version; ``version`` is the digest of every text in it."""

    protocol: str
    title: Text
    frame: Text
    rule_label: Text
    course_label: Text
    class_label: Text
    promises: tuple[Promise, ...]
    consequences_title: Text
    consequences_intro: Text
    consequences: tuple[Clause, ...]
    """What happens when it goes wrong: shown, never signed."""
    consequences_from_course: bool
    ours_title: Text
    ours: tuple[Text, ...]
    version: str

    def promise(self, promise_id: str) -> Promise | None:
        return next((promise for promise in self.promises if promise.id == promise_id), None)


def contract_of(protocol: Protocol, spec: ContractSpec, base: Protocol, off: Collection[str] = ()) -> Contract:
    """The contract of a school with ``protocol``; ``base`` fills the silences.

    ``off`` are promises that the school switched off; that works only for those without a clause of its own.
    """
    own, course = _behind(protocol, spec), _behind(base, spec)
    promises = []
    for number, line in enumerate(spec.promises, 1):
        clauses = own.get(line.id, ())
        if not clauses and line.id in off:
            continue
        shown = clauses or course.get(line.id, ())
        meaning = meaning_of(line.id, line.meaning, shown)
        from_course = not clauses or protocol.slug == base.slug
        promises.append(Promise(line.id, number, line.module, line.picture, line.text, shown, from_course, meaning))
    consequences = () if protocol.slug == base.slug else _consequences(protocol)
    block = consequences or _consequences(base)
    version = digest([
        [[p.id, p.text.everything(), p.meaning, [_words(c) for c in p.clauses]] for p in promises],
        spec.frame.everything(),
        [_words(clause) for clause in block],
        [text.everything() for text in spec.ours.promises],
    ])  # fmt: skip
    return Contract(
        protocol=protocol.slug,
        title=spec.title,
        frame=spec.frame,
        rule_label=spec.labels.rule,
        course_label=spec.labels.course,
        class_label=spec.labels.class_,
        promises=tuple(promises),
        consequences_title=spec.consequences.title,
        consequences_intro=spec.consequences.intro if consequences else spec.consequences.silent,
        consequences=block,
        consequences_from_course=not consequences,
        ours_title=spec.ours.title,
        ours=tuple(spec.ours.promises),
        version=version,
    )


def meaning_of(promise_id: str, meaning: int, clauses: Collection[Clause]) -> str:
    """The meaning of a promise as a digest: of which clauses it rests on and what each means, not of their spelling."""
    return digest([promise_id, meaning, sorted([clause.id, clause.meaning] for clause in clauses)])


def _behind(protocol: Protocol, spec: ContractSpec) -> dict[str, tuple[Clause, ...]]:
    found: dict[str, tuple[Clause, ...]] = {}
    for clause in protocol.clauses:
        promise = spec.promise_of(clause)
        if promise is not None:
            found[promise] = (*found.get(promise, ()), clause)
    return found


def _consequences(protocol: Protocol) -> tuple[Clause, ...]:
    return tuple(clause for clause in protocol.clauses if clause.pledge and clause.is_consequence)


def _words(clause: Clause) -> list[object]:
    words = clause.pupil or clause.summary
    return [clause.id, clause.meaning, words.everything(), clause.wording]
