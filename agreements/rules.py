"""What a page shows of a protocol, and what a school's settings say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agreements.schema import Audience, Clause, Flag, Protocol, Setting, TopicSpec, Words


@dataclass(frozen=True)
class Section:
    """The clauses of one topic; ``from_course`` where the school is silent and the course's words stand in."""

    topic: TopicSpec
    clauses: tuple[Clause, ...]
    from_course: bool = False


@dataclass(frozen=True)
class Stated:
    """What a school's protocol says on one setting: one or two variants, or the words for silence."""

    setting: Setting
    values: tuple[str, ...]
    words: tuple[Words, ...]
    clauses: tuple[Clause, ...]
    flags: tuple[Flag, ...] = ()

    @property
    def silent(self) -> bool:
        return not self.values


def sections(
    protocol: Protocol, audience: Audience, topics: Sequence[TopicSpec], base: Protocol | None = None
) -> list[Section]:
    """The page of ``audience``: its clauses by topic. Pupils see pupil words only, and the base where the school is
    silent on something that the course teaches."""
    found = []
    for topic in topics:
        clauses = _on(protocol, audience, topic)
        course = () if clauses or base is None or audience != "pupil" else _on(base, audience, topic)
        if clauses or course:
            silent = not clauses or (base is not None and protocol.slug == base.slug)
            found.append(Section(topic, clauses or course, from_course=silent))
    return found


def shown_to(clause: Clause) -> list[Audience]:
    """The audiences on whose page the clause stands: pupils only where it has pupil words."""
    return [who for who in clause.audience if who != "pupil" or clause.pupil is not None]


def stated(
    setting: Setting, values: Sequence[str], protocol: Protocol | None = None, flags: Iterable[Flag] = ()
) -> Stated:
    """What a school with ``values`` says on ``setting``; values that the setting does not know are left out."""
    variants = [variant for variant in map(setting.variant, values) if variant is not None]
    ids = {name for variant in variants for name in variant.clauses}
    clauses = () if protocol is None else tuple(c for c in protocol.clauses if c.id in ids or ids.intersection(c.like))
    known = {clause.id for clause in clauses}
    return Stated(
        setting,
        tuple(variant.value for variant in variants),
        tuple(variants) or (setting.silent,),
        clauses,
        tuple(flag for flag in flags if known.intersection(flag.clauses)),
    )


def flags_on(protocol: Protocol, flags: Iterable[Flag]) -> list[Flag]:
    """The flags that touch ``protocol``, those that ask a decision first."""
    ids = set(protocol.by_id)
    found = [flag for flag in (*flags, *protocol.flags) if flag.everywhere or ids.intersection(flag.clauses)]
    return sorted(found, key=lambda flag: not flag.decide)


def _on(protocol: Protocol, audience: Audience, topic: TopicSpec) -> tuple[Clause, ...]:
    return tuple(c for c in protocol.clauses if c.topic == topic.id and audience in shown_to(c))
